"""The same deck gives the same bytes, whatever the process that builds it is like."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

from tests.apkg.kit import SHIPPED


def test_two_builds_are_the_same_byte_for_byte(
    home: Path, command: Callable[..., CompletedProcess[str]], tmp_path: Path
) -> None:
    shutil.copytree(SHIPPED, home / "decks")  # keeps the modification times
    (tmp_path / "temporary").mkdir()
    one = {"PYTHONHASHSEED": "1", "TZ": "Pacific/Kiritimati", "LC_ALL": "C.UTF-8"}
    other = {
        "PYTHONHASHSEED": "4242",
        "TZ": "America/New_York",
        "LC_ALL": "C",
        "TMPDIR": str(tmp_path / "temporary"),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    assert command("build", "-o", "one.apkg", env=one).returncode == 0
    time.sleep(2.1)  # zip files and many file systems count in steps of two seconds
    assert command("build", "-o", "other.apkg", env=other).returncode == 0
    assert Path("one.apkg").read_bytes() == Path("other.apkg").read_bytes()
