"""Packages of npm for the tests: pinned versions, fetched once and checked."""

from __future__ import annotations

import base64
import hashlib
import os
import subprocess
import tarfile
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Package:
    """``integrity`` is the SHA-512 of the package, in base64, as the registry gives it."""

    name: str
    version: str
    integrity: str

    def read(self, file: str, cache: Path) -> str:
        """The text of a file of the package; ``cache`` keeps the package between runs."""
        archive = cache / f"{self.name}-{self.version}.tgz"
        if not archive.exists() or _digest(archive) != self.integrity:
            self._fetch(archive)
        if _digest(archive) != self.integrity:
            raise RuntimeError(f"{archive} is not the package that these tests were written for")
        with tarfile.open(archive) as opened:
            member = opened.extractfile(f"package/{file}")
            assert member is not None
            return member.read().decode()

    def _fetch(self, archive: Path) -> None:
        # Into a folder of its own, for test processes that run side by side.
        folder = archive.parent / f"fetch-{os.getpid()}"
        folder.mkdir(parents=True, exist_ok=True)
        subprocess.run(
            ["npm", "pack", f"{self.name}@{self.version}", "--pack-destination", str(folder)],
            check=True,
            capture_output=True,
        )
        (folder / archive.name).replace(archive)
        folder.rmdir()


def _digest(archive: Path) -> str:
    return base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode()


AXE = Package(
    "axe-core",
    "4.14.1",
    "FHfa+lmNjQZfJz1q8wKqIDwC6DExcHt/pkjNQb09a3NPjCKg2rhu5qb2S4r76ASyFNNtuFooJpZe37OgudVGtQ==",
)
"""The accessibility checker."""
GIFT = Package(
    "gift-pegjs",
    "1.0.2",
    "S/A2wBDdia2QWKpB5FtASx1gguep1wg5If5glDWJgUMiABICJT7ogArGfsdgozevhBdbdOiHhrykJP86hbgvRw==",
)
"""A parser of Moodle's GIFT format."""
