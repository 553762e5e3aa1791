"""Anki's own marks in a field's HTML: maths, as MathJax takes it, and sounds, put on a shelf."""

import html
import re

from cps_cards.render.plain import TAG
from cps_cards.render.shelf import Shelf, formulas

_OLD_MATHS = re.compile(
    r"\[(?P<mark>\$\$?|latex)\](?P<inside>.{1,5000}?)\[/(?P=mark)\]", re.DOTALL | re.IGNORECASE
)
_SOUND = re.compile(r"\[sound:([^\[\]]{1,1000})\]", re.IGNORECASE)
_STRANGE_LATEX = re.compile(
    r"\\(?:usepackage|includegraphics|begin\{(?:tikz|tabular|itemize|enum))"
)


def put_away(body: str, lost: set[str]) -> tuple[str, Shelf]:
    """HTML in which marks stand for maths and sounds, and these on a shelf."""
    body = _OLD_MATHS.sub(lambda found: _as_mathjax(found, lost), body)
    shelf = Shelf(body)
    out, at = [], 0
    for start, end in formulas(body):
        out += [body[at:start], shelf.add("maths", _shown(body[start:end]))]
        at = end
    body = "".join((*out, body[at:]))
    return _SOUND.sub(lambda found: shelf.add("media", _shown(found[1])), body), shelf


def _shown(body: str) -> str:
    """What HTML inside a mark says, in one line."""
    text = html.unescape(TAG.sub("", re.sub(r"<br\b[^>]*>|</?div[^>]*>", " ", body)))
    return re.sub(r"^(\\[(\[]) | (?=\\[)\]]$)", r"\1", " ".join(text.split()))


def _as_mathjax(found: re.Match[str], lost: set[str]) -> str:
    """Anki's older marks of maths as those of today; LaTeX says itself whether it is displayed."""
    text, is_display = found["inside"], found["mark"] == "$$"
    if found["mark"].lower() == "latex":
        if _STRANGE_LATEX.search(text):
            lost.add("LaTeX that MathJax may not show")
        is_display = text.startswith(("$$", "\\begin{displaymath}"))
        text = re.sub(r"^\$+|\$+$|\\(?:begin|end)\{(?:displaymath|math)\}", "", text)
    return f"\\[{text}\\]" if is_display else f"\\({text}\\)"
