from __future__ import annotations

from tests.cli.conftest import command, cps, home

__all__ = ["command", "cps", "home"]
