"""A person at a terminal: types lines when the screen asks for them, and reads what is shown."""

from __future__ import annotations

import codecs
import os
import re
import select
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).parents[2]
PATIENCE = 20.0
_ESCAPES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b[=>]")


def environment(**more: str) -> dict[str, str]:
    """What a command sees: this checkout, a plain terminal of 100 columns, UTF-8."""
    path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH", "")]))
    fixed = {
        "PYTHONPATH": path,
        "TERM": "dumb",
        "COLUMNS": "100",
        "LINES": "40",
        "PYTHONUTF8": "1",
        "LC_ALL": "C.UTF-8",
    }
    return {**os.environ, **fixed, **more}


def run(
    *args: str | Path, cwd: Path, stdin: str = "", before: Sequence[str] = ()
) -> subprocess.CompletedProcess[str]:
    """The command without a terminal."""
    return subprocess.run(
        [*before, sys.executable, "-m", "cps_cards", *map(str, args)],
        cwd=cwd, env=environment(), input=stdin, capture_output=True, text=True, encoding="utf-8",
        timeout=PATIENCE, check=False,
    )  # fmt: skip


class Terminal:
    """The command on a pseudo-terminal."""

    def __init__(self, *args: str | Path, cwd: Path, **more: str) -> None:
        import pty

        self.screen = ""
        self._seen = 0
        self._decode = codecs.getincrementaldecoder("utf-8")("replace").decode
        primary, secondary = pty.openpty()
        self._primary = primary
        self._process = subprocess.Popen(
            [sys.executable, "-m", "cps_cards", *map(str, args)],
            cwd=cwd, env=environment(**more), stdin=secondary, stdout=secondary, stderr=secondary,
            start_new_session=True,
        )  # fmt: skip
        os.close(secondary)

    _interrupted = 0.0

    def __enter__(self) -> Terminal:
        return self

    def __exit__(self, *_: object) -> None:
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait()
        os.close(self._primary)

    def expect(self, text: str) -> str:
        """Wait until a text is shown that was not there before; what came up to it."""
        until = time.monotonic() + PATIENCE
        while (at := self.screen.find(text, self._seen)) < 0:
            if time.monotonic() > until or not self._read(until):
                raise AssertionError(f"{text!r} never came; the screen shows:\n{self.screen}")
        shown = self.screen[self._seen : at + len(text)]
        self._seen = at + len(text)
        return shown

    def type(self, line: str) -> None:
        os.write(self._primary, (line + "\n").encode())

    def answer(self, question: str, line: str) -> str:
        shown = self.expect(question)
        self.type(line)
        return shown

    def answer_all(self, answers: Sequence[tuple[str, str]]) -> None:
        for question, line in answers:
            self.answer(question, line)

    def interrupt(self) -> None:
        self._process.send_signal(signal.SIGINT)
        self._interrupted = time.monotonic()

    def end_of_input(self) -> None:
        os.write(self._primary, b"\x04")

    def wait(self) -> int:
        """Read to the end; the exit status. Who pressed Ctrl-C in vain presses it again."""
        until = time.monotonic() + PATIENCE
        while self._read(min(until, time.monotonic() + 3) if self._interrupted else until) or (
            self._interrupted and self._process.poll() is None and time.monotonic() < until
        ):
            if self._interrupted and time.monotonic() - self._interrupted > 3:
                self.interrupt()
        return self._process.wait(timeout=PATIENCE)

    def _read(self, until: float) -> bool:
        ready, _, _ = select.select([self._primary], [], [], max(0.0, until - time.monotonic()))
        if not ready:
            return False
        try:
            data = os.read(self._primary, 65536)
        except OSError:  # the other side is closed: how Linux tells the end
            return False
        self.screen += _ESCAPES.sub("", self._decode(data)).replace("\r\n", "\n")
        return bool(data)
