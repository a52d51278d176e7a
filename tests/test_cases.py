"""The table of docs/cases.md says which test holds which case: it must not name what is no longer there."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
TABLE = (ROOT / "docs" / "cases.md").read_text(encoding="utf-8")
ROWS = dict(re.findall(r"^\| \[?([A-F]\d\d)\b.*\| (`tests/[^|]+) \|$", TABLE, re.MULTILINE))


def functions_in(path: Path) -> set[str]:
    functions = (ast.FunctionDef, ast.AsyncFunctionDef)
    return {node.name for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, functions)}


@pytest.mark.parametrize("case", ROWS)
def test_the_tests_a_case_names_are_there(case: str) -> None:
    for path, name in re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", ROWS[case]):
        assert name in functions_in(ROOT / path), f"{case}: {path}::{name}"


def test_each_case_has_one_row_with_a_test() -> None:
    begun = re.findall(r"^\| \[?([A-F]\d\d)\b", TABLE, re.MULTILINE)
    assert begun == list(ROWS)
    for table in TABLE.split("\n## "):
        within = re.findall(r"^\| \[?([A-F]\d\d)\b", table, re.MULTILINE)
        assert within == sorted(within)


def test_every_case_is_one_that_was_reported(openapi: Path) -> None:
    reported = openapi.parents[1] / "cases.md"
    if not reported.is_file():
        pytest.skip("the list of reported cases is not beside Discord's OpenAPI file")
    assert set(ROWS) <= set(re.findall(r"^\| ([A-F]\d\d) ", reported.read_text(encoding="utf-8"), re.MULTILINE))
