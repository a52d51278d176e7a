import re
from pathlib import Path

from tests.architecture.imports import ROOMS, ROOT

PYTHON = sorted(file for room in (*ROOMS, "tests") for file in (ROOT / room).rglob("*.py"))
TESTS = [file for file in PYTHON if file.is_relative_to(ROOT / "tests") and file != Path(__file__)]
TEXTS = sorted(
    file
    for pattern in ("*.md", "*.toml", "*.txt", "Makefile", ".env.example", ".ci/*", "docs/**/*")
    for file in ROOT.glob(pattern)
    if file.is_file() and file.suffix not in {".png", ".jpg", ".gif", ".webp"}
)

# Files that may be longer than 400 lines, each with its reason beside it.
LONG: dict[str, str] = {}


def matches(pattern: str, files: list[Path]) -> list[str]:
    return [
        f"{file.relative_to(ROOT)}:{number}: {line.strip()}"
        for file in files
        for number, line in enumerate(file.read_text(encoding="utf-8", errors="ignore").splitlines(), 1)
        if re.search(pattern, line)
    ]


def test_no_test_uses_a_mock():
    assert matches(r"unittest\.mock|from unittest import mock|MagicMock|AsyncMock|\bmocker\b", TESTS) == []


def test_no_test_waits_on_the_wall_clock():
    assert matches(r"\btime\.sleep\(|asyncio\.sleep\(\s*(0?\.[1-9]|[1-9])", TESTS) == []


def test_no_room_is_named_for_nothing():
    empty = {"util", "utils", "helper", "helpers", "common", "misc", "manager", "core"}

    assert [file for file in PYTHON if empty & set(file.relative_to(ROOT).with_suffix("").parts)] == []


def test_no_file_holds_more_than_one_can_read():
    long = {
        str(file.relative_to(ROOT)): lines
        for file in PYTHON
        if "versions" not in file.parts and (lines := len(file.read_text(encoding="utf-8").splitlines())) > 400
    }

    assert {name: lines for name, lines in long.items() if name not in LONG} == {}
    assert [name for name in LONG if name not in long] == [], "these are short again: take them off the list"


def test_nothing_knows_the_machine_it_was_written_on():
    others = [file for file in PYTHON if file != Path(__file__)]
    places = {ROOT, ROOT.parent / "shared", Path.home()}
    paths = "|".join(re.escape(str(place)) for place in places if len(place.parts) > 1)

    assert matches(rf"(?<![\w.])({paths}|/home/\w+|/Users/\w+)/", [*TEXTS, *others]) == []
    assert matches(r"--(extra-)?index-url|--find-links|--trusted-host", [*TEXTS, *others]) == []
