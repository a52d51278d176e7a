"""The rule of tests/conftest.py, tried on a small project of its own."""

from pathlib import Path

import pytest

from tests.architecture.imports import ROOT

pytest_plugins = ["pytester"]

SKIPS = """
import pytest
def test_runs(): pass
def test_skips(): pytest.skip("no such server")
@pytest.mark.skip(reason="later")
def test_is_marked(): pass
@pytest.mark.xfail(reason="known", strict=True)
def test_is_known_to_fail(): assert False
def test_reads(openapi): pass
"""


@pytest.fixture
def project(pytester: pytest.Pytester) -> Path:
    pytester.makeconftest((ROOT / "tests" / "conftest.py").read_text(encoding="utf-8"))
    pytester.makepyfile(test_some=SKIPS, test_whole="import pytest\npytest.importorskip('no_such_module')\n")
    return pytester.path


def test_skips_are_skips_on_a_developers_machine(project, pytester, monkeypatch):
    monkeypatch.delenv("REQUIRE_ALL", raising=False)
    monkeypatch.delenv("DISCORD_OPENAPI", raising=False)

    pytester.runpytest_subprocess("-p", "no:cacheprovider").assert_outcomes(passed=1, skipped=4, xfailed=1)


def test_where_everything_is_required_a_skip_fails_with_its_reason(project, pytester, monkeypatch):
    monkeypatch.setenv("REQUIRE_ALL", "1")
    monkeypatch.delenv("DISCORD_OPENAPI", raising=False)

    # A mark or a fixture that skips does so before the test runs, so pytest calls its failure an error.
    result = pytester.runpytest_subprocess("-p", "no:cacheprovider", "--continue-on-collection-errors")

    result.assert_outcomes(passed=1, failed=1, errors=3, xfailed=1)
    result.stdout.fnmatch_lines(["*no such server*", "*nothing may be skipped*"])
