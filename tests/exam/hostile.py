"""A deck whose texts hold the marks of every format that exams are written in."""

from __future__ import annotations

import json
import struct
import zlib

from tests import folders


def _png(width: int, height: int) -> bytes:
    """A white picture, small and sound."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    lines = zlib.compress(b"".join(b"\0" + b"\xff" * width for _ in range(height)))
    chunks = chunk(b"IHDR", header) + chunk(b"IDAT", lines) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + chunks


def _json(data: object) -> str:
    """Flow YAML: characters stand as themselves."""
    return json.dumps(data, ensure_ascii=False)


DOT = _png(3, 3)
WHEEL = _png(5, 4)

MARKS = r"a ~ b = c # d { e } f : g \ h"
CARDS = [
    {
        "id": "all-marks",
        "scenario": MARKS,
        "question": f"::name:: {MARKS}?",
        "answer": f"={MARKS}",
        "distractors": [
            {"text": f"~{MARKS}", "why": f"#{MARKS}"},
            {"text": "%50%half", "why": "####general"},
            {"text": "% of all", "why": "// no comment"},
        ],
        "why": "$CATEGORY: no category",
        "sources": ["code §2"],
    },
    {
        "id": "all-brackets",
        "question": "[plain] is a word, [html] too",
        "answer": "Canada -> Ottawa",
        "distractors": ["[markdown]", "TRUE", "=-1"],
        "why": "// a comment it is not",
    },
    {
        "id": "all-code",
        "scenario": "```\n// first\n\n\n}second{\n```",
        "question": r"Is \(a \neq b\) so, and \[ \nu = 1 \]?",
        "answer": "Yes,\nit\nis",
        "distractors": [
            {"text": "- one\n- two", "why": "1. first\n2. second"},
            "| a | b |\n|---|---|\n| c | d |",
        ],
    },
    {
        "id": "all-markup",
        "question": "<b>bold</b> & <script>alert(1)</script> ]]> {{c1::x}} [sound:x.mp3]",
        "answer": "a < b > c",
        "distractors": ["&lt;b&gt; typed", "\"quoted\" 'twice'", "</script><!--"],
        "why": "**bold** and *thin*, [a link](https://example.org/?a=1&b=2)",
    },
    {
        "id": "all-tongues",
        "question": "¿Qué significa 🦉 en 日本語?",
        "answer": "بومة",
        "distractors": ["ינשוף", "👩🏽‍🚀", "e\u0301 is é"],
        "why": "السبب هنا",
    },
    {
        "id": "all-pictures",
        "scenario": '![A "dot" = {red}](dot.png)',
        "question": "What is ![it](dot.png)?",
        "answer": "![A wheel](wheel.png)",
        "distractors": [{"text": "A dot", "why": "See ![the wheel](wheel.png)."}, "Nothing"],
        "why": "It is ![a dot, red](dot.png).",
    },
    {
        "id": "in-order",
        "formerly": "once-called",
        "question": "How many?",
        "options": [
            {"text": "-5", "why": "Less."},
            {"text": "+7", "why": "More."},
            {"text": "@home", "why": "Just so."},
            "=1+2",
        ],
        "answer": "@home",
        "why": "Because.",
    },
]

FILES: folders.Files = {
    "deck.yaml": _json(
        {
            "id": "hostile",
            "name": "Beta // hard: {talks}",
            "topics": {"one": "Topic / one", "two": "Topic ~two = #2"},
        }
    ),
    "sources.yaml": _json(
        {
            "sources": [
                {"id": "code", "title": "The code: {x}", "kind": "page",
                 "url": "https://example.org/code?a=1#two"},
            ]
        }
    ),
    "cards/one.yaml": _json(
        {"topic": "one", "cards": [{"kind": "choice", **card} for card in CARDS[:4]]}
    ),
    "cards/two.yaml": _json(
        {"topic": "two", "cards": [{"kind": "choice", **card} for card in CARDS[4:]]}
    ),
    "media/dot.png": DOT,
    "media/wheel.png": WHEEL,
}  # fmt: skip
