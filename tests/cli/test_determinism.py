"""The same deck gives the same bytes, whatever the process that builds it is like."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

from tests.apkg.kit import PICTURE, SHIPPED, plain
from tests.cli.conftest import environment

LATER = """
import time
now = time.time
time.time = lambda: now() + 5e7  # a year and a half
from cps_cards import cli
cli.main()
"""


def test_two_builds_are_the_same_byte_for_byte(
    home: Path, command: Callable[..., CompletedProcess[str]], tmp_path: Path
) -> None:
    shutil.copytree(SHIPPED, home / "decks")  # keeps the modification times
    (tmp_path / "temporary").mkdir()
    pictures = plain(home / "pictures", 1)
    texts = "".join(f"![{n}]({n}.png) " for n in range(20))
    pictures.edit("cards/t001.yaml", "Answer 1.", f'"{texts}"')
    for n in range(20):
        pictures.write(f"media/{n}.png", PICTURE + bytes([n]))
    one = {"PYTHONHASHSEED": "1", "TZ": "Pacific/Kiritimati", "LC_ALL": "C.UTF-8"}
    other = {
        "PYTHONHASHSEED": "4242",
        "TZ": "America/New_York",
        "LC_ALL": "C",
        "TMPDIR": str(tmp_path / "temporary"),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    for deck in ("decks", "pictures"):
        assert command("build", deck, "-o", f"{deck}-1.apkg", env=one).returncode == 0
    for deck in ("decks", "pictures"):
        build = ["build", deck, "-o", f"{deck}-2.apkg"]
        subprocess.run([sys.executable, "-c", LATER, *build], env=environment(other), check=True)
        assert Path(f"{deck}-1.apkg").read_bytes() == Path(f"{deck}-2.apkg").read_bytes()
