"""XML as the formats for courses take it: one way to add an element, one to write a document."""

from __future__ import annotations

from xml.etree import ElementTree as ET


def sub(parent: ET.Element, tag: str, text: str = "", **attributes: str) -> ET.Element:
    """An element at the end of another one; loading refused what XML could not hold."""
    element = ET.SubElement(parent, tag, attributes)
    element.text = text or None
    return element


def document(root: ET.Element) -> bytes:
    """The document, indented but for what stands inside texts."""
    ET.indent(root)
    data: bytes = ET.tostring(root, encoding="UTF-8", xml_declaration=True)
    return data + b"\n"
