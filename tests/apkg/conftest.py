from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.apkg.kit import Folder, Learner, sample


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """The sample deck."""
    return sample(tmp_path / "sample")


@pytest.fixture
def new_learner(tmp_path: Path) -> Iterator[Callable[[], Learner]]:
    """Makes learners, each with a collection that is closed after the test."""
    learners: list[Learner] = []

    def make() -> Learner:
        learners.append(Learner(tmp_path / f"learner-{len(learners)}"))
        return learners[-1]

    yield make
    for learner in learners:
        learner.close()


@pytest.fixture
def learner(new_learner: Callable[[], Learner]) -> Learner:
    return new_learner()
