"""Web pages that need nothing but themselves: no network, no script but their own."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup


@dataclass(frozen=True, slots=True)
class Allowed:
    """What a page may use besides its own style: the texts of further inline styles and scripts,
    and pictures and sounds that stand in the page itself."""

    styles: Sequence[str] = ()
    scripts: Sequence[str] = ()
    media: bool = False


NOTHING_ELSE = Allowed()


def render(name: str, allowed: Allowed = NOTHING_ELSE, **context: Any) -> str:
    """The template ``templates/<name>.html`` with the style beside it, all values escaped.

    The template puts ``{{ head }}`` first in its head: character set, content security policy and
    ``templates/<name>.css``. The policy allows that style and nothing else but what ``allowed``
    names, so that a text of the deck that got past the escaping still could not load or run
    anything. Where there is a ``templates/<name>.js``, ``{{ script }}`` stands for it.
    """
    environment = Environment(
        loader=PackageLoader("cps_cards"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    folder = resources.files("cps_cards").joinpath("templates")
    style = folder.joinpath(f"{name}.css").read_text("utf-8")
    script_file = folder.joinpath(f"{name}.js")
    scripts = list(allowed.scripts)
    if script_file.is_file():
        script = script_file.read_text("utf-8")
        scripts.append(script)
        # The script is ours and not a value: escaped, it would not be JavaScript any more.
        context["script"] = Markup(f"<script>{script}</script>")  # noqa: S704
    head = _head(style, _policy([style, *allowed.styles], scripts, allowed.media))
    return environment.get_template(f"{name}.html").render(head=head, **context)


def _policy(styles: Sequence[str], scripts: Sequence[str], media: bool) -> str:
    rules = ["default-src 'none'", f"style-src {_hashes(styles)}"]
    if scripts:
        rules.append(f"script-src {_hashes(scripts)}")
    if media:
        rules += ["img-src data:", "media-src data:"]
    return "; ".join([*rules, "base-uri 'none'", "form-action 'none'"])


def _hashes(texts: Sequence[str]) -> str:
    digests = (base64.b64encode(hashlib.sha256(text.encode()).digest()) for text in texts)
    return " ".join(f"'sha256-{digest.decode()}'" for digest in digests)


def _head(style: str, policy: str) -> Markup:
    # The style is ours and not a value: escaped, it would not be CSS any more.
    return Markup(  # noqa: S704
        '<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<style>{style}</style>"
    )
