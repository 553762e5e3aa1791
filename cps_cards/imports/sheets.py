"""Tables as text: CSV and TSV of spreadsheets, Quizlet's and other pasted text, Anki's exports."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

from cps_cards.imports import mapping
from cps_cards.imports.mapping import COLUMN, Rules
from cps_cards.imports.records import BadFileError, Form, Found, Told, Type
from cps_cards.imports.stocktypes import stock_role
from cps_cards.model.cards import Kind
from cps_cards.model.texts import counted, short

_MAX_CELL = 8_000_000
_SAMPLE = 200
_NAMED = {"tab": "\t", "comma": ",", "semicolon": ";", "pipe": "|", "colon": ":", "space": " "}
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_END = "\ue0ff"
"""A row behind the last one: it is missing where a quotation mark was never closed."""

Rows = list[tuple[int, list[str]]]
"""Rows that are not empty, with their numbers as a spreadsheet shows them."""


@dataclass
class Choices:
    """What the user says of a table; columns are named in their order."""

    columns: Sequence[str] = ()
    kind: Kind | None = None
    separator: str = ""
    row_separator: str = ""
    encoding: str = ""
    rules: Rules = field(default_factory=dict)


def decode(data: bytes, encoding: str, told: Told) -> str:
    """A text file as text, its line ends alike. Raises :class:`BadFileError`."""
    named = encoding or next((name for mark, name in _BOMS if data.startswith(mark)), "")
    try:
        text = data.decode(named or "utf-8")
    except UnicodeDecodeError as error:
        if named or b"\0" in data:
            raise BadFileError(
                f"its characters are not {named} (byte {error.start + 1:,}). Name its encoding "
                "with --encoding."
                if named
                else "it holds NUL bytes, so that it is no text"
            ) from error
        text = _western(data, told)
    if "\0" in text:
        raise BadFileError("it holds NUL bytes, so that it is no text")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _western(data: bytes, told: Told) -> str:
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError as error:
        raise BadFileError(
            f"its characters are neither UTF-8 nor Windows-1252 (byte {error.start + 1:,}). Save "
            "it as UTF-8, or name its encoding with --encoding."
        ) from error
    line = next(line for line in text.splitlines() if not line.isascii())
    told.remarks.append(
        f"It is not UTF-8 and was read as Windows-1252. Is this right: “{short(line, 70)}”? If "
        "not, name its encoding with --encoding."
    )
    return text


def read(text: str, told: Told, choices: Choices) -> Iterator[Found]:
    """The rows of a table, or the notes of Anki's text export. Raises :class:`BadFileError`."""
    csv.field_size_limit(_MAX_CELL)
    header, rest, lines = _anki_header(text)
    if not header:
        return _table(text, told, choices)
    form: Form = "html" if header.get("html", "").casefold() == "true" else "anki"
    name = header.get("separator", "tab")
    separator = choices.separator or _NAMED.get(name.strip(",;").casefold() or "comma", name[:1])
    if separator not in rest:  # a spreadsheet has written the file anew
        separator = _separator(rest)
    rows = _rows(rest, separator, skipped=lines)
    told.what = f"Anki's text export, {counted(len(rows), 'row')}, read as {_FORMS[form]}"
    about = any(key.endswith(" column") for key in header)
    if choices.columns or "columns" in header or (not about and _names_columns(rows, choices)):
        if "columns" in header:
            rows.insert(0, (0, next(csv.reader([header["columns"]], delimiter=separator))))
        return _named(rows, choices, told, form)
    return _notes(rows, header, form, choices)


_FORMS: Mapping[str, str] = {
    "html": "HTML",
    "anki": "plain text",
    "plain": "plain text, not as HTML",
}


# --- rows -----------------------------------------------------------------------------------------


def _rows(text: str, separator: str, row_separator: str = "", skipped: int = 0) -> Rows:
    if row_separator or len(separator) > 1:
        records = [row.split(separator) for row in text.split(row_separator or "\n")]
    else:
        records = _quoted(text, separator)
    cells = [(n, [cell.strip() for cell in row]) for n, row in enumerate(records, skipped + 1)]
    found = [(number, row) for number, row in cells if any(row)]
    for _, row in found:
        while not row[-1]:
            del row[-1]
    return found


def _quoted(text: str, separator: str) -> list[list[str]]:
    """Rows as programs quote them; where a tab divides cells, quotes are mostly quotes."""
    plain = [line.split(separator) for line in text.split("\n")]
    if separator == "\t" and not _uses_quotes(text):
        return plain
    rows = list(csv.reader(io.StringIO(f"{text}\n{_END}"), delimiter=separator))
    if rows[-1] == [_END]:
        return rows[:-1]
    if separator == "\t":
        return plain
    raise BadFileError(f"row {len(rows)} opens a quotation mark that is never closed, so that the "
                       "rows behind it cannot be told apart")  # fmt: skip


def _uses_quotes(text: str) -> bool:
    """Whether quotes in text with tabs enclose cells: one holds a tab, a line end or a quote, or
    all cells of the first row have them."""
    if re.match(r'"[^"\t\n]*"(?:\t"[^"\t\n]*")+(?:\n|\Z)', text):
        return True
    cells = re.findall(r'(?:(?<=[\t\n])|^)"((?:[^"]|"")*)"(?=[\t\n]|$)', text)
    return any("\t" in cell or "\n" in cell or '""' in cell for cell in cells)


def _separator(text: str) -> str:
    """The sign that divides the first rows most evenly into at least two columns; else a tab."""
    best, best_share = "\t", 0.0
    sample = "\n".join(text.split("\n", 4 * _SAMPLE)[: 4 * _SAMPLE])
    for sign in "\t;,|":
        rows = islice(csv.reader(io.StringIO(sample), delimiter=sign), _SAMPLE)
        counts = Counter(len(row) for row in rows if any(row))
        width, number = max(counts.items(), key=lambda one: (one[1], one[0]), default=(0, 0))
        if width > 1 and number / counts.total() > best_share:
            best, best_share = sign, number / counts.total()
    return best


# --- tables ---------------------------------------------------------------------------------------


def _table(text: str, told: Told, choices: Choices) -> Iterator[Found]:
    separator = choices.separator
    if found := re.match(r"sep=(.)\n", text, re.IGNORECASE):  # a line that Excel does not show
        separator, text = separator or found[1], text[found.end() :]
    separator = separator or _separator(text)
    rows = _rows(text, separator, choices.row_separator)
    if choices.row_separator or len(separator) > 1:  # further ones belong to the definition
        rows = [(n, [row[0], separator.join(row[1:])] if len(row) > 2 else row) for n, row in rows]
    signs = {"\t": "tabs", ";": "semicolons", ",": "commas", "|": "bars"}
    divided = f"a table divided by {signs.get(separator, separator)}"
    return _named(rows, choices, told, "plain", divided, pasted=separator not in ",;|")


def _named(
    rows: Rows, choices: Choices, told: Told, form: Form, divided: str = "", *, pasted: bool = False
) -> Iterator[Found]:
    """The rows of a table whose columns are named: by its first row, by the user, or by a guess."""
    if not rows:
        raise BadFileError("it holds no rows")
    names, has_header = _columns(rows, choices)
    if divided:
        head = "its first row names the columns" if has_header else "no row names its columns"
        number = counted(len(rows) - has_header, "row")
        told.what = f"{divided}, {number}; {head}; read as {_FORMS[form]}"
    cut = _cut_rows(rows, told) if pasted and not has_header and len(names) > 1 else set()
    types: dict[Kind | None, Type] = {}
    for at, row in rows[has_header:]:
        place = f"row {at}"
        if len(row) > len(names):
            what = f"has {len(row)} cells, and the table {counted(len(names), 'column')}"
            told.left.append((place, f"{what}: “{short(row[-1], 40)}”"))
        elif at not in cut:
            values = [*row, *[""] * (len(names) - len(row))]
            filled = {re.sub(r"[1-9]$", "s", n) for n, v in zip(names, values, strict=True) if v}
            kind = choices.kind or mapping.kind_of(filled) or mapping.kind_of(_keys(names))
            title = {"cloze": "cloze rows", "choice": "choice rows"}.get(kind or "", "rows")
            type = types.setdefault(kind, Type(title, tuple(names), table=True, kind=kind))
            yield Found(f'{place} "{short(" ".join(filter(None, row)), 40)}"', type, values, form)


def _keys(names: Sequence[str]) -> set[str]:
    return {re.sub(r"[1-9]$", "s", name) for name in names}


def _cut_rows(rows: Rows, told: Told) -> set[int]:
    """Rows of one cell in pasted text, and those before them, whose text may go on there."""
    cut: set[int] = set()
    before = 0
    for number, row in rows:
        if len(row) == 1:
            told.left.append((f"row {number}", f"has one column only: “{short(row[0], 50)}”"))
            if before and before not in cut:
                told.left.append((f"row {before}", "stands before it, and may go on there"))
            cut |= {number, before}
        before = number
    if cut:
        told.remarks.append(
            "Where a definition holds line ends or tabs, pasted cards cannot be told apart. In "
            "Quizlet's Export choose `::` between term and definition and `;;` between cards, and "
            "say --separator :: --row-separator ';;'"
        )
    return cut


def _names_columns(rows: Rows, choices: Choices) -> bool:
    """Whether the first row names columns of cards."""
    try:
        return bool(rows) and _columns(rows, choices)[1]
    except BadFileError:
        return False


def _columns(rows: Rows, choices: Choices) -> tuple[list[str], bool]:
    """The names of the columns, and whether the first row says them."""
    first = rows[0][1]
    known = [re.sub(r"[\s_-]+", "", cell.casefold()) for cell in first]
    names = [a if COLUMN.fullmatch(a) else cell for a, cell in zip(known, first, strict=True)]
    ruled = {name.casefold() for one in choices.rules.get("", {}).values() for name in one}
    is_header = mapping.kind_of(_keys(names)) is not None or "guid" in names
    is_header = is_header or (bool(ruled) and ruled <= {cell.casefold() for cell in first})
    if choices.columns:
        for name in choices.columns:
            if name != "-" and not COLUMN.fullmatch(name):
                raise BadFileError(f"--columns names `{name}`, which is no column of cards")
        return list(choices.columns), is_header
    if is_header:
        return names, True
    width = Counter(len(row) for _, row in rows).most_common(1)[0][0]
    clozes = all("{{c" in row[0] for _, row in rows)
    if choices.kind == "choice" and width >= 4:
        return ["question", "answer", *(f"distractor{n}" for n in range(1, width - 1))], False
    if choices.kind == "cloze" or (choices.kind is None and clozes and width < 3):
        return ["text", "why"][:width], False
    if width == 2:
        return ["front", "back"], False
    raise BadFileError(
        f"its first row names no columns, and it has {counted(width, 'column')}: name them with "
        "--columns, such as --columns front,back,tags (`-` passes one over)"
    )


# --- Anki's text exports --------------------------------------------------------------------------


def _anki_header(text: str) -> tuple[dict[str, str], str, int]:
    """The `#key:value` lines that Anki writes first, what follows, and how many lines they are."""
    header: dict[str, str] = {}
    at = 0
    for found in re.finditer(r'"?#([a-z ]+):([^\n]*)(?:\n|\Z)', text):
        if found.start() != at:
            break
        value = found[2].rstrip('"')
        # A spreadsheet fills all rows up.
        header[found[1]] = value if found[1] in ("separator", "columns") else value.rstrip(",;\t")
        at = found.end()
    is_header = "separator" in header or "html" in header
    return (header, text[at:], len(header)) if is_header else ({}, text, 0)


def _notes(rows: Rows, header: Mapping[str, str], form: Form, choices: Choices) -> Iterator[Found]:
    """Notes whose fields have no names: columns that are not about the note."""
    said = {key: header.get(f"{key} column", "") for key in ("guid", "notetype", "deck", "tags")}
    places = {key: int(value) - 1 for key, value in said.items() if value.isdigit()}
    width = max([*(len(row) for _, row in rows), *(place + 1 for place in places.values())])
    fields = [at for at in range(width) if at not in places.values()]

    def about(key: str, row: Sequence[str]) -> str:
        return row[places[key]] if key in places else header.get(key, "")

    by_type: dict[str, list[list[str]]] = {}
    for _, row in rows:
        row += [""] * (width - len(row))
        by_type.setdefault(about("notetype", row), []).append([row[at] for at in fields])
    types = {name: _type(name, values, choices.kind) for name, values in by_type.items()}
    for number, row in rows:
        type = types[about("notetype", row)]
        values = [re.sub(r"\[\[type:[^\]]*\]\]", "", row[at]) for at in fields[: len(type.fields)]]
        yield Found(
            f'row {number} "{short(" ".join(values), 40)}"',
            type,
            values,
            form,
            guid=about("guid", row),
            deck=about("deck", row),
            tags=f"{about('tags', row)} {header.get('tags', '')}".split(),
        )


def _type(name: str, notes: Sequence[Sequence[str]], kind: Kind | None) -> Type:
    """A type by its name, and by how many fields its notes fill; a cloze has deletions in all."""
    role = stock_role(name)
    names = {"cloze": ("Text", "Back Extra"), "optional": ("Front", "Back", "Add Reverse")}
    stock = names.get(role, ("Front", "Back")) if role else ()
    used = max((at for note in notes for at, value in enumerate(note, 1) if value), default=1)
    fields = [*stock, *(str(at) for at in range(len(stock) + 1, used + 1))]
    is_cloze = not role and all("{{c" in note[0] for note in notes)
    return Type(name or "rows", tuple(fields), kind=kind or ("cloze" if is_cloze else None))
