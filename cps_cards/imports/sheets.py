"""Tables as text: CSV and TSV of spreadsheets, Quizlet's and other pasted text, Anki's exports."""

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from itertools import islice, pairwise

from cps_cards.imports.mapping import COLUMN, Mapper, kind_of, stock_role
from cps_cards.imports.records import BadFileError, Loose, Told, Type, Wish, as_html
from cps_cards.model.cards import Kind
from cps_cards.model.texts import counted, name_list, short

_MAX_CELL = 8_000_000
_SAMPLE = 200
_ABOUT = ("guid", "notetype", "deck", "tags")
_NAMED = {"tab": "\t", "comma": ",", "semicolon": ";", "pipe": "|", "colon": ":", "space": " "}
_SIGNS = {"\t": "tabs", ";": "semicolons", ",": "commas", "|": "bars"}
_BOMS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
_FIELDS = {
    "cloze": ("Text", "Back Extra"),
    "reversed": ("Front", "Back"),
    "optional": ("Front", "Back", "Add Reverse"),
}
"""The fields that stock note types have, whatever language their names are in."""
_TYPED = re.compile(r"\[\[type:[^\]]*\]\]")
_HTML = re.compile(r"</?[A-Za-z][^<>]*>")
_END = "\ue0ff"
"""A row behind the last one: it is missing where a quotation mark was never closed."""

Rows = list[tuple[int, list[str]]]
"""Rows that are not empty, with their numbers as a spreadsheet shows them."""


def decode(data: bytes, encoding: str, told: Told) -> str:
    """A text file as text, its line ends alike. Raises :class:`BadFileError`."""
    named = next((name for bom, name in _BOMS.items() if data.startswith(bom)), encoding)
    text, at = None, 0
    for name in [named] if named else ["utf-8", "cp1252"]:
        try:
            text = data.decode(name)
            break
        except UnicodeError as error:  # some codecs do not say where
            at = getattr(error, "start", 0) + 1
    if (b"\0" in data and not named) or "\0" in (text or ""):
        raise BadFileError("it holds NUL bytes, so that it is no text")
    if text is None:
        what = f"not {named}" if named else "neither UTF-8 nor Windows-1252"
        way_out = "Name its" if named else "Save it as UTF-8, or name its"
        raise BadFileError(
            f"its characters are {what} (byte {at:,}). {way_out} encoding with --encoding."
        )
    if name == "cp1252" and not named:
        line = next(line for line in text.splitlines() if not line.isascii())
        told.remarks.append(
            f"It is not UTF-8 and was read as Windows-1252. Is this right: “{short(line, 70)}”? If "
            "not, name its encoding with --encoding."
        )
    return text.replace("\r\n", "\n").replace("\r", "\n")


def is_export(text: str) -> bool:
    """Whether a text begins with lines of Anki's."""
    return _header(text)[2] > 0


def read(text: str, told: Told, wish: Wish) -> Iterator[Loose]:
    """The cards of a table, or of Anki's text export. Raises :class:`BadFileError`."""
    csv.field_size_limit(_MAX_CELL)
    header, text, lines = _header(text)
    is_export = lines > 0
    said = header.get("separator", "")
    separator = wish.separator or _NAMED.get(said.strip(",;").casefold(), said[:1])
    if not separator or (is_export and separator not in text):  # a spreadsheet wrote it anew
        separator = _separator(text)
    rows = _rows(text, separator, wish.row_separator, lines)
    if not rows:
        raise BadFileError("it holds no rows")
    if is_export and "[[type:" in text:  # where a card's question has the answer typed in
        rows = [(n, [_TYPED.sub("", cell) for cell in row]) for n, row in rows]
    if not is_export and (wish.row_separator or len(separator) > 1):
        last = max(len(wish.columns), 2) - 1  # has all that is left
        rows = [(n, [*row[:last], *[separator.join(row[last:])] * bool(row[last:])])
                for n, row in rows]  # fmt: skip
    names, has_header = _columns(rows, header, separator, wish, is_export)
    is_html = is_export and header.get("html", "").casefold() == "true"
    if is_export:
        form = "HTML" if is_html else "plain text"
        told.what = f"Anki's text export, {counted(len(rows), 'row')}, read as {form}"
    else:
        head = "its first row names the columns" if has_header else "no row names its columns"
        told.what = (
            f"a table divided by {_SIGNS.get(separator, separator)}, "
            f"{counted(len(rows) - has_header, 'row')}; {head}; read as plain text, not as HTML"
        )
        if _HTML.search(text):
            told.what += ", for which a line with #html:true has to stand before all others"
    is_pasted = not is_export and separator not in ",;|" and not has_header
    is_pasted &= names is not None and len(names) > 1 and "text" not in names
    cut = _cut_rows(rows, told) if is_pasted else set()
    rows = [one for one in rows[has_header:] if one[0] not in cut]
    shown = str if is_html else partial(as_html, marks=is_export)
    return _cards(rows, names, header, shown, told, wish)


def _cards(
    rows: Rows,
    names: Sequence[str] | None,
    header: Mapping[str, str],
    shown: Callable[[str], str],
    told: Told,
    wish: Wish,
) -> Iterator[Loose]:
    """The cards of rows; without names of columns, Anki's lines tell which are about the note."""
    where = {key: header.get(f"{key} column", "") for key in _ABOUT if names is None}
    places = {key: int(n) - 1 for key, n in where.items() if re.fullmatch("[1-9][0-9]{0,2}", n)}
    lengths = [*(len(row) for _, row in rows), *(place + 1 for place in places.values())]
    width = max(lengths) if names is None else len(names)
    notes: list[tuple[Loose, list[str]]] = []
    for at, row in rows:
        row += [""] * (width - len(row))
        about = {key: row[places[key]] if key in places else header.get(key, "") for key in _ABOUT}
        cells = [cell for place, cell in enumerate(row) if place not in places.values()]
        card = Loose(f'row {at} "{short(" ".join(filter(None, cells)), 40)}"')
        card.guid, card.deck, card.type = about["guid"], about["deck"], about["notetype"]
        card.tags = f"{about['tags']} {header.get('tags', '')}".split()
        notes.append((card, cells))
    types = _types(notes, wish.kind) if names is None else {}
    mapper = Mapper(wish.rules, told)
    for card, cells in notes:
        if names is not None and len(cells) > width:
            what = f"has {len(cells)} cells, and the table {counted(width, 'column')}"
            told.left.append((card.place.partition(' "')[0], f"{what}: “{short(cells[-1], 40)}”"))
            continue
        type = types[card.type] if names is None else _by_columns(names, cells, wish.kind)
        values = [*map(shown, cells), *[""] * (len(type.fields) - len(cells))]
        if mapper.card(card, type, values) is not None:
            yield card


def _by_columns(names: Sequence[str], cells: Sequence[str], kind: Kind | None) -> Type:
    """The type of a row by the columns that it fills, or else by those of its table."""
    filled = [name for name, cell in zip(names, cells, strict=True) if cell]
    kind = kind or kind_of(filled) or kind_of(names)
    title = f"{kind} rows" if kind in ("cloze", "choice") else "rows"
    return Type(title, tuple(names), table=True, kind=kind)


def _types(notes: Sequence[tuple[Loose, Sequence[str]]], kind: Kind | None) -> dict[str, Type]:
    """Types whose fields have no names, by their own, and by how many fields their notes fill; a
    cloze has deletions in all."""
    by_name: dict[str, list[Sequence[str]]] = {}
    for card, cells in notes:
        by_name.setdefault(card.type, []).append(cells)
    types = {}
    for name, rows in by_name.items():
        role = stock_role(name)
        if kind == "cloze" or (not role and all("{{c" in "".join(row[:1]) for row in rows)):
            role = "cloze"
        used = max((at for row in rows for at, cell in enumerate(row, 1) if cell), default=1)
        known = _FIELDS.get(role, ("Front", "Back") if used == 2 else ())
        fields = (*known, *(str(at) for at in range(len(known) + 1, used + 1)))
        types[name] = Type(name or "rows", fields, kind="cloze" if role == "cloze" else kind)
    return types


def _header(text: str) -> tuple[dict[str, str], str, int]:
    """The `#key:value` lines that Anki writes first, what follows, and how many lines they are; or
    the separator in a line that Excel does not show."""
    if found := re.match(r'"?sep=(.)"?\1*\n', text, re.IGNORECASE):
        return {"separator": found[1]}, text[found.end() :], 0
    header: dict[str, str] = {}
    at = 0
    while found := re.compile(r'"?#([a-z ]+):([^\n]*)(?:\n|\Z)').match(text, at):
        value = found[2].rstrip('"')
        # A spreadsheet fills all rows up.
        header[found[1]] = value if found[1] in ("separator", "columns") else value.rstrip(",;\t")
        at = found.end()
    if header.keys() & {"separator", "html"}:
        return {"separator": "tab", **header}, text[at:], len(header)
    return {}, text, 0


def _rows(text: str, separator: str, row_separator: str, skipped: int) -> Rows:
    """Rows as programs quote them; where a tab divides cells, quotes are mostly quotes, but in
    what Anki writes, which puts a GUID with a `#` in them."""
    records = [line.split(separator) for line in text.split(row_separator or "\n")]
    by_signs = bool(row_separator) or len(separator) > 1
    if not by_signs and (separator != "\t" or skipped or _uses_quotes(text)):
        parsed = list(_parsed(f"{text}\n{_END}", separator))
        if parsed[-1] == [_END]:
            records = parsed[:-1]
        elif separator != "\t":
            raise BadFileError(
                f"row {len(parsed)} opens a quotation mark that is never closed, so that the rows "
                "behind it cannot be told apart"
            )
    cells = [(n, [cell.strip() for cell in row]) for n, row in enumerate(records, skipped + 1)]
    found = [(number, row) for number, row in cells if any(row)]
    for _, row in found:
        while len(row) > 2 and not row[-1]:  # an empty definition is one
            del row[-1]
    return found


def _parsed(text: str, separator: str) -> Iterator[list[str]]:
    """Rows of cells; one with a cell beyond all measure, whose quote was never closed, is last."""
    try:
        yield from csv.reader(io.StringIO(text), delimiter=separator)
    except csv.Error:
        yield []


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
        rows = islice(_parsed(sample, sign), _SAMPLE)
        counts = Counter(len(row) for row in rows if any(row))
        width, number = max(counts.items(), key=lambda one: (one[1], one[0]), default=(0, 0))
        if width > 1 and number / counts.total() > best_share:
            best, best_share = sign, number / counts.total()
    return best


def _cut_rows(rows: Rows, told: Told) -> set[int]:
    """Rows of one cell in pasted text, and those before them, whose text may go on there."""
    cut: set[int] = set()
    for (before, _), (number, row) in pairwise([(0, []), *rows]):
        if len(row) == 1:
            told.left.append((f"row {number}", f"has one column only: “{short(row[0], 50)}”"))
            if before and before not in cut:
                told.left.append((f"row {before}", "stands before it, and may go on there"))
            cut |= {number, before}
    if cut:
        told.remarks.append(
            "Where a definition holds line ends or tabs, pasted cards cannot be told apart. In "
            "Quizlet's Export choose `::` between term and definition and `;;` between cards, and "
            "say --separator :: --row-separator ';;'"
        )
    return cut


def _columns(
    rows: Rows, header: Mapping[str, str], separator: str, wish: Wish, is_export: bool
) -> tuple[list[str] | None, bool]:
    """The names of the columns, by the user, Anki's lines, the first row or a guess, and whether
    that row has names; None for the fields of an export, which have none."""
    for name in wish.columns:
        if name != "-" and not COLUMN.fullmatch(name):
            raise BadFileError(f"--columns names `{name}`, which is no column of cards")
    named = _rows(header.get("columns", ""), separator, "", 0)
    first = (named or rows)[0][1]
    keys = [re.sub(r"[\s_-]+", "", cell.casefold()) for cell in first]
    mapped = {name.casefold() for one in wish.rules.get("", {}).values() for name in one}
    absent = mapped - {cell.casefold() for cell in first}
    is_header = kind_of(keys) is not None or "guid" in keys or (bool(mapped) and not absent)
    if is_export and not named and not wish.columns:
        is_header &= not any(key.endswith(" column") for key in header)
    if wish.columns or is_header:
        known = [k if COLUMN.fullmatch(k) else cell for k, cell in zip(keys, first, strict=True)]
        return list(wish.columns) or known, is_header and not named
    if is_export and not named:
        return None, False
    if missing := [name for name in sorted(absent) if not COLUMN.fullmatch(name)]:
        what = short(" ".join(first), 60)
        raise BadFileError(f"--map names {name_list(missing)}, and its first row is “{what}”")
    width = Counter(len(row) for _, row in rows).most_common(1)[0][0]
    clozes = all("{{c" in row[0] for _, row in rows)
    if wish.kind == "choice" and width >= 4:
        return ["question", "answer", *(f"distractor{n}" for n in range(1, width - 1))], False
    if wish.kind == "cloze" or (wish.kind is None and clozes and width < 3):
        return ["text", "why"][:width], False
    if width == 2:
        return ["front", "back"], False
    raise BadFileError(
        f"its first row names no columns, and it has {counted(width, 'column')}: name them with "
        "--columns, such as --columns front,back,tags (`-` passes one over)"
    )
