"""A client's page in the browser, on which cards are shown one after the other."""

from __future__ import annotations

import mimetypes
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

from playwright.sync_api import Browser, Page, Route

from tests.browser.clients import BY_NAME, SHOW, Client, page
from tests.cards.shown import ShownCard

ORIGIN = "http://cards.test/"
HEIGHT = 780


@dataclass
class Stage:
    """``faults`` collects what no card may cause: console errors, requests that leave the page."""

    page: Page
    client: Client
    night: bool
    scripts: bool
    media: dict[str, bytes]
    faults: list[str] = field(default_factory=list)
    css: str = ""

    @classmethod
    def open(
        cls,
        browser: Browser,
        client: str,
        *,
        media: dict[str, bytes],
        night: bool = False,
        width: int = 390,
        scripts: bool = True,
        scale: float = 1,
        before: str = "",
        reduced_motion: bool = False,
    ) -> Stage:
        """``before`` is a script that runs ahead of everything on the page."""
        context = browser.new_context(
            viewport={"width": width, "height": HEIGHT},
            device_scale_factor=scale,
            java_script_enabled=scripts,
            reduced_motion="reduce" if reduced_motion else "no-preference",
        )
        context.set_default_timeout(10_000)
        if before:
            context.add_init_script(before)
        stage = cls(context.new_page(), BY_NAME[client], night, scripts, media)
        stage.page.on("pageerror", lambda error: stage.faults.append(f"error: {error}"))
        stage.page.on(
            "console",
            lambda message: (
                stage.faults.append(f"console: {message.text}")
                if message.type in ("error", "warning")
                else None
            ),
        )
        context.route("**/*", stage._answer)
        stage.page.goto(ORIGIN)
        return stage

    def _answer(self, route: Route) -> None:
        address = urlsplit(route.request.url)
        name = unquote(address.path.removeprefix("/"))
        if address.netloc != "cards.test" or (name and name not in self.media):
            self.faults.append(f"request: {route.request.url}")
            route.abort()
        elif name:
            kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
            route.fulfill(body=self.media[name], content_type=kind)
        else:
            route.fulfill(body="<!doctype html><title>Start</title>", content_type="text/html")

    def load(self, card: ShownCard, side: str) -> None:
        """A page of its own for the side, as clients do it that do not keep theirs."""
        self.css = card.css
        self.page.set_content(page(self.client, self.night, card.css, getattr(card, side)))
        self._settle()

    def keep(self, card: ShownCard, side: str) -> None:
        """The side takes the place of what the page showed before."""
        if card.css != self.css:
            self.css = card.css
            self.page.set_content(page(self.client, self.night, card.css))
        content = f"<style>{card.css}</style>{getattr(card, side)}"
        if self.page.evaluate(SHOW, [self.client.container, content]):
            self._settle()

    def show(self, card: ShownCard, side: str) -> None:
        """As the client does it."""
        if self.client.keeps_page:
            self.keep(card, side)
        else:
            self.load(card, side)

    def unscripted(self, card: ShownCard, side: str) -> None:
        """The side as it stands when its script does not run, on a page that runs others."""
        self.keep(card, side)
        self.page.evaluate(
            "([id, html]) => { document.getElementById(id).innerHTML = html; }",
            [self.client.container, f"<style>{card.css}</style>{getattr(card, side)}"],
        )
        self._settle()

    def _settle(self) -> None:
        """Wait for pictures."""
        self.page.evaluate("() => Promise.all([...document.images].map((one) => one.decode()))")
