"""What every side of every card has to stand, looked at in the page."""

from __future__ import annotations

from typing import Any, cast

from playwright.sync_api import Page

LAYOUT = """
() => {
  const found = [];
  const targets = [];
  for (const fold of document.querySelectorAll("details")) fold.open = true;
  const root = document.documentElement;
  const width = root.clientWidth;
  const name = (node) => node.tagName.toLowerCase() + "." + node.className;
  if (root.scrollWidth > width) found.push(`the page is ${root.scrollWidth} wide, not ${width}`);
  for (const node of document.querySelectorAll("main, main *")) {
    const box = node.getBoundingClientRect();
    const style = getComputedStyle(node);
    if (node.closest("[hidden]")) continue;
    const scrolled = node.parentElement.closest(".cps-table, mjx-container");
    if (!scrolled && (box.right > width + 0.5 || box.left < -0.5)) {
      found.push(`${name(node)} leaves the page: ${box.left} to ${box.right}`);
    }
    if (style.boxSizing !== "border-box") found.push(`${name(node)} has a ${style.boxSizing}`);
    const ownText = [...node.childNodes].some(
      (child) => child.nodeType === Node.TEXT_NODE && child.data.trim(),
    );
    if (ownText && parseFloat(style.fontSize) < 15.99) {
      found.push(`${name(node)} is ${style.fontSize} small`);
    }
    const empty = !node.textContent.trim() && !node.matches("br, hr, img, td, th, header");
    if (empty && box.height > 0 && !node.querySelector("img, audio")) {
      found.push(`${name(node)} is an empty box`);
    }
    if (node.tagName === "IMG" && !node.naturalWidth) found.push("a picture is missing");
    const target = node.matches("[role=radio], summary, .cps-about a, .cps-sources a");
    if (target && (box.height < 44 || box.width < 44)) {
      found.push(`${name(node)} is a target of ${box.width} by ${box.height}`);
    }
    if (target) targets.push(node);
    if (node.matches("[role=radio] [tabindex]")) found.push(`${name(node)} is a stop in a radio`);
  }
  for (const [index, one] of targets.entries()) {
    for (const other of targets.slice(index + 1)) {
      // Each line of a link is a box of its own.
      const crossed = [...one.getClientRects()].some((a) =>
        [...other.getClientRects()].some(
          (b) =>
            a.left < b.right - 0.5 && b.left < a.right - 0.5 &&
            a.top < b.bottom - 0.5 && b.top < a.bottom - 0.5,
        ),
      );
      if (crossed) found.push(`${one.textContent} is in the way of ${other.textContent}`);
    }
  }
  if (!document.querySelector("main")) found.push("there is no card");
  return found;
}
"""

AXE = """
async () => {
  const result = await axe.run(document, { resultTypes: ["violations"], preload: false });
  return result.violations.map(
    (rule) => `${rule.id}: ${rule.nodes.map((node) => node.html + node.failureSummary).join(" ")}`,
  );
}
"""
"""All rules of axe-core, best practices as well; the page itself brings language and title."""

CONTRAST = """
() => {
  const channel = (value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
  const parse = (color) => {
    const parts = color.match(/[\\d.]+/g).map(Number);
    return { rgb: parts.slice(0, 3), alpha: parts.length > 3 ? parts[3] : 1 };
  };
  const light = ({ rgb }) => {
    const [red, green, blue] = rgb.map((value) => channel(value / 255));
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const ratio = (one, other) => {
    const [low, high] = [light(one), light(other)].sort((a, b) => a - b);
    return (high + 0.05) / (low + 0.05);
  };
  const behind = (node) => {
    for (let at = node; at; at = at.parentElement) {
      const ground = parse(getComputedStyle(at).backgroundColor);
      if (ground.alpha === 1) return ground;
    }
    return parse("rgb(255, 255, 255)");
  };
  const found = [];
  const need = (what, node, least, one, other) => {
    const got = ratio(one, other);
    if (got < least) found.push(`${what} of ${node.className}: ${got.toFixed(2)}, not ${least}`);
  };
  for (const node of document.querySelectorAll("main *")) {
    const style = getComputedStyle(node);
    const own = [...node.childNodes].some((c) => c.nodeType === Node.TEXT_NODE && c.data.trim());
    if (own && !node.closest("[hidden]")) {
      need("text", node, 4.5, parse(style.color), behind(node));
    }
    if (node.matches(".cps-option")) {
      const live = node.matches(".cps-live");
      const marked = node.matches(".cps-key, .cps-chosen, [aria-checked=true]");
      if (live || marked) {
        need("edge", node, 3, parse(style.borderTopColor), behind(node.parentElement));
      }
      if (node === document.activeElement && style.outlineStyle !== "none") {
        need("focus ring", node, 3, parse(style.outlineColor), behind(node.parentElement));
        found.push("focus seen");
      }
    }
    if (node.matches(".cps-answer")) {
      need("edge", node, 3, parse(style.borderInlineStartColor), behind(node.parentElement));
    }
    if (node.matches(".cloze") && style.outlineStyle !== "none") {
      need("hidden place", node, 3, parse(style.outlineColor), behind(node.parentElement));
    }
  }
  return found;
}
"""
"""Text 4.5:1, letters too; edges of controls and states, hidden places and focus rings 3:1."""


def faults(page: Page, script: str) -> list[str]:
    return cast("list[str]", page.evaluate(script))


def load_axe(page: Page, source: str) -> None:
    if not cast(Any, page.evaluate("() => 'axe' in window")):
        page.evaluate(source)
