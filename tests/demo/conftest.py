"""One tour for the whole folder, played as anyone plays it."""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock

ROOT = Path(__file__).parents[2]
MINUTES = 240.0
"""Seconds for what takes a quarter of a minute on an idle machine."""


@dataclass(frozen=True)
class Tour:
    out: Path
    exit_code: int
    said: str

    @property
    def export(self) -> list[dict[str, Any]]:
        return json.loads((self.out / "export.json").read_text(encoding="utf-8"))

    @property
    def requests(self) -> list[dict[str, Any]]:
        lines = (self.out / "requests.jsonl").read_text(encoding="utf-8").splitlines()
        return [json.loads(line) for line in lines]

    @property
    def transcript(self) -> str:
        return (self.out / "transcript.md").read_text(encoding="utf-8")


def bot(*arguments: str) -> Sequence[str]:
    return [sys.executable, "-m", "bot", *arguments]


def environment() -> dict[str, str]:
    """The operator's own, for a program started in another folder: paths are absolute, the project is found."""
    found = {**os.environ, "PYTHONPATH": str(ROOT)}
    if named := found.get("DISCORD_OPENAPI"):
        found["DISCORD_OPENAPI"] = str(Path(named).absolute())
    return found


@pytest.fixture(scope="session")
def tour(tmp_path_factory: pytest.TempPathFactory) -> Tour:
    """Played once, also where several workers share the tests: the first one plays, the others wait."""
    folder = tmp_path_factory.getbasetemp()
    if os.environ.get("PYTEST_XDIST_WORKER"):
        folder = folder.parent
    note = folder / "tour.json"
    with FileLock(folder / "tour.lock"):
        if not note.exists():
            note.write_text(json.dumps(_play(folder)), encoding="utf-8")
    exit_code, said = json.loads(note.read_text(encoding="utf-8"))
    return Tour(folder / "papers", exit_code, said)


def _play(folder: Path) -> tuple[int, str]:
    played = subprocess.run(
        bot("demo", "--tour", "--out", "papers"),
        cwd=folder,
        env=environment(),
        capture_output=True,
        text=True,
        timeout=MINUTES,
        check=False,
    )
    return played.returncode, played.stdout + played.stderr
