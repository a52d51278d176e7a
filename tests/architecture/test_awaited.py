"""A coroutine nobody awaited does nothing, so a rule in it never applies; as a condition it is always true."""

from pathlib import Path

from mypy import api

from tests.architecture.imports import ROOT

FORGOTTEN = """
async def is_barred() -> bool:
    return True


async def vote() -> None:
    is_barred()
    if is_barred():
        return
    if await is_barred():
        return
"""


def test_the_lint_notices_a_coroutine_that_is_not_awaited(tmp_path: Path):
    module = tmp_path / "voting.py"
    module.write_text(FORGOTTEN, encoding="utf-8")
    found, _, _ = api.run(
        ["--config-file", str(ROOT / "pyproject.toml"), "--cache-dir", str(tmp_path / "cache"), str(module)]
    )

    noticed = [(line.split(":")[1], line.rpartition("[")[2]) for line in found.splitlines() if ": error:" in line]
    assert noticed == [("7", "unused-coroutine]"), ("8", "truthy-bool]")]
