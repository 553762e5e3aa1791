"""Web pages that need nothing but themselves: no network, no script but their own."""

from __future__ import annotations

import base64
import hashlib
from importlib import resources
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup


def render(name: str, **context: Any) -> str:
    """The template ``templates/<name>.html`` with the style beside it, all values escaped.

    The template puts ``{{ head }}`` first in its head: character set, content security policy and
    ``templates/<name>.css``. The policy allows that style and nothing else, so that a text of the
    deck that got past the escaping still could not load or run anything.
    """
    environment = Environment(
        loader=PackageLoader("cps_cards"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    style = resources.files("cps_cards").joinpath(f"templates/{name}.css").read_text("utf-8")
    return environment.get_template(f"{name}.html").render(head=_head(style), **context)


def _head(style: str) -> Markup:
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    # The style is ours and not a value: escaped, it would not be CSS any more.
    return Markup(  # noqa: S704
        '<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<style>{style}</style>"
    )
