"""The pages that Anki's clients show a card on, as far as a card can notice."""

from __future__ import annotations

import html
from dataclasses import dataclass

DESKTOP_CSS = """
* { box-sizing: content-box; }
html { overscroll-behavior: none; }
body { margin: 20px; overflow-wrap: break-word; color: #020202; background-color: #f5f5f5;
  background-size: cover; background-repeat: no-repeat; background-attachment: fixed; }
body.nightMode { color: #fcfcfc; background-color: #2c2c2c; }
img { max-width: 100%; max-height: 95vh; }
li { text-align: start; }
pre { text-align: left; }
button { margin: 0 4px; padding: 8px 10px; outline: none; }
.isWin button { font-size: 12px; }
.isMac button { font-size: 13px; }
.fancy button { border-radius: 5px; box-shadow: 0 1px 3px #00000040; }
"""
"""Rules of the desktop program's own style sheet that reach a card."""


@dataclass(frozen=True, slots=True)
class Client:
    """A client's page: classes of ``<html>`` and ``<body>``, by day and added at night.

    ``keeps_page``: the page stays from card to card, only what is in ``#qa`` changes.
    """

    name: str
    html_class: str
    body_class: str
    night_html: str
    night_body: str
    css: str = ""
    container: str = "qa"
    keeps_page: bool = False


CLIENTS = (
    Client(
        "desktop-windows", "", "card card1 isWin fancy", "night-mode", "nightMode night_mode",
        css=DESKTOP_CSS, keeps_page=True,
    ),
    Client(
        "desktop-mac", "", "card card1 isMac fancy", "night-mode", "nightMode night_mode",
        css=DESKTOP_CSS, keeps_page=True,
    ),
    Client(
        "ankidroid-old", "mobile android linux js", "card card1", "", "nightMode night_mode",
        container="content",
    ),
    Client(
        "ankidroid-new", "", "card card1", "", "nightMode night_mode", keeps_page=True,
    ),
    Client("ankimobile", "mobile iphone", "card card1", "", "nightMode"),
)  # fmt: skip
BY_NAME = {client.name: client for client in CLIENTS}


def page(client: Client, night: bool, css: str, body: str = "") -> str:
    """The whole page; language and title are the client's, so that they are there for axe."""
    html_class = f"{client.html_class} {client.night_html if night else ''}".strip()
    body_class = f"{client.body_class} {client.night_body if night else ''}".strip()
    return (
        f'<!doctype html><html lang="en" class="{html_class}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{html.escape(client.name)}</title><style>{client.css}</style></head>"
        f'<body class="{body_class}"><div id="{client.container}"><style>{css}</style>'
        f"{body}</div></body></html>"
    )


SHOW = """
([container, content]) => {
  // As the clients do it: scripts put in by innerHTML do not run, so each is made anew.
  const box = document.getElementById(container);
  box.innerHTML = content;
  for (const old of box.querySelectorAll("script")) {
    const script = document.createElement("script");
    for (const { name, value } of old.attributes) script.setAttribute(name, value);
    script.appendChild(document.createTextNode(old.innerHTML));
    old.parentNode.replaceChild(script, old);
  }
  window.scrollTo(0, 0);
  return box.querySelector("img") !== null;
}
"""
"""Puts the next side of a card on a page that is kept, and tells whether it shows a picture."""
