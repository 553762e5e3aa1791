"""Web pages that need nothing but themselves: no network, no script but their own."""

import base64
import hashlib
import mimetypes
from collections.abc import Callable, Sequence
from functools import lru_cache
from importlib import resources
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from cps_cards.model.deck import MediaFile

Marked = Markup
"""A text that a template takes as it stands: its marks are ours, all else in it was escaped."""


def render(
    name: str,
    *,
    styles: Sequence[str] = (),
    scripts: Sequence[str] = (),
    media: bool = False,
    **context: Any,
) -> str:
    """The template ``templates/<name>.html`` with the style beside it, all values escaped.

    The template puts ``{{ head }}`` first in its head: character set, content security policy and
    ``templates/<name>.css``. The policy allows that style and nothing else but the inline
    ``styles`` and ``scripts``, which are given as their texts, and with ``media`` what stands in
    the page itself: a text of the deck that got past the escaping still could not load or run
    anything. Where there is a ``templates/<name>.js``, ``{{ script }}`` stands for it.
    """
    folder = resources.files("cps_cards").joinpath("templates")
    style = folder.joinpath(f"{name}.css").read_text("utf-8")
    script_file = folder.joinpath(f"{name}.js")
    # Style and script are ours and no values: escaped, they would not be CSS and JavaScript.
    if script_file.is_file():
        script = script_file.read_text("utf-8")
        scripts = [*scripts, script]
        context["script"] = Markup(f"<script>{script}</script>")  # noqa: S704
    rules = ["default-src 'none'", f"style-src {_hashes([style, *styles])}"]
    if scripts:
        rules.append(f"script-src {_hashes(scripts)}")
    if media:
        rules += ["img-src data:", "media-src data:"]
    policy = "; ".join([*rules, "base-uri 'none'", "form-action 'none'"])
    head = Markup(  # noqa: S704
        '<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<style>{style}</style>"
    )
    return _environment(escape).get_template(f"{name}.html").render(head=head, **context)


def text(name: str, escaped: Callable[[str], str], /, **context: Any) -> str:
    """The template ``templates/<name>`` of a text that is no HTML. All values go through
    ``escaped`` but for those that the caller marked up: :data:`Marked`."""
    return _environment(escaped).get_template(name).render(**context)


@lru_cache
def _environment(escaped: Callable[[str], str]) -> Environment:
    def shown(value: object) -> Markup:
        # What is not HTML is not to be escaped once more, as if it were.
        return value if isinstance(value, Markup) else Markup(escaped(str(value)))  # noqa: S704

    return Environment(
        loader=PackageLoader("cps_cards"),
        autoescape=True,
        finalize=None if escaped is escape else shown,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def data_address(file: MediaFile) -> str:
    """An address that holds the file itself. Raises OSError where that cannot be read."""
    kind = mimetypes.guess_type(file.packaged)[0] or "application/octet-stream"
    return f"data:{kind};base64,{base64.b64encode(file.data()).decode()}"


def _hashes(texts: Sequence[str]) -> str:
    digests = (base64.b64encode(hashlib.sha256(text.encode()).digest()) for text in texts)
    return " ".join(f"'sha256-{digest.decode()}'" for digest in digests)
