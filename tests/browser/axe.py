"""axe-core, the accessibility checker: one pinned version, fetched once and checked."""

from __future__ import annotations

import base64
import hashlib
import os
import subprocess
import tarfile
from pathlib import Path

VERSION = "4.14.1"
INTEGRITY = (
    "FHfa+lmNjQZfJz1q8wKqIDwC6DExcHt/pkjNQb09a3NPjCKg2rhu5qb2S4r76ASyFNNtuFooJpZe37OgudVGtQ=="
)
"""SHA-512 of the package, in base64, as the registry gives it."""


def source(cache: Path) -> str:
    """The text of ``axe.min.js``; ``cache`` keeps the package between runs."""
    package = cache / f"axe-core-{VERSION}.tgz"
    if not package.exists() or _digest(package) != INTEGRITY:
        _fetch(package)
    if _digest(package) != INTEGRITY:
        raise RuntimeError(f"{package} is not the axe-core that these tests were written for")
    with tarfile.open(package) as archive:
        member = archive.extractfile("package/axe.min.js")
        assert member is not None
        return member.read().decode()


def _digest(package: Path) -> str:
    return base64.b64encode(hashlib.sha512(package.read_bytes()).digest()).decode()


def _fetch(package: Path) -> None:
    # Into a folder of its own, for test processes that run side by side.
    folder = package.parent / f"fetch-{os.getpid()}"
    folder.mkdir(parents=True, exist_ok=True)
    subprocess.run(
        ["npm", "pack", f"axe-core@{VERSION}", "--pack-destination", str(folder)],
        check=True,
        capture_output=True,
    )
    (folder / package.name).replace(package)
    folder.rmdir()
