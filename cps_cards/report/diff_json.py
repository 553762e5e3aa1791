"""A comparison of two decks as JSON, for programs."""

from __future__ import annotations

import json
from typing import TextIO

from cps_cards.diff.comparison import Comparison
from cps_cards.report import diff_view


def write(comparison: Comparison, stream: TextIO) -> None:
    # Only ASCII: valid whatever the encoding of the stream, and whatever half a surrogate pair.
    json.dump(diff_view.view(comparison), stream, indent=2, ensure_ascii=True)
    stream.write("\n")
