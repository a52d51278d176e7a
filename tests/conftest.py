"""What every test may use, and one rule: where REQUIRE_ALL is set, a skipped test is a failed one."""

import os
from collections.abc import Generator
from pathlib import Path

import pytest
from hypothesis import settings as hypothesis_settings

REQUIRE_ALL = bool(os.environ.get("REQUIRE_ALL"))

# No test reaches the Discord, the database or the state of whoever runs it.
for name in ("DISCORD_TOKEN", "DISCORD_API", "DISCORD_GATEWAY", "DATABASE_URL", "STATE_DIR", "CLOCK"):
    os.environ.pop(name, None)

# Machines are slow at times, so no example is timed; where nothing may be skipped, nothing is left to chance.
hypothesis_settings.register_profile("callsheet", deadline=None, derandomize=REQUIRE_ALL)
hypothesis_settings.load_profile("callsheet")

# What judges the stand-in and its page says nothing of the rules, and watching every line of it takes minutes.
WITHOUT_COVERAGE = frozenset({"demo", "judges", "page", "sandbox"})


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item) -> None:
    """Coverage rests while such a test runs, from its first fixture to its last."""
    watching = getattr(item.config.pluginmanager.get_plugin("_cov"), "cov_controller", None)
    if watching is None:
        return
    is_watched = item.path.relative_to(Path(__file__).parent).parts[0] not in WITHOUT_COVERAGE
    if watching.started and not is_watched:
        watching.pause()
    elif is_watched and not watching.started:
        watching.resume()


@pytest.fixture(scope="session")
def openapi() -> Path:
    """Discord's OpenAPI file, named by DISCORD_OPENAPI."""
    named = os.environ.get("DISCORD_OPENAPI")
    if not named:
        pytest.skip("DISCORD_OPENAPI does not name Discord's OpenAPI file")
    return Path(named)


def _refuse_skip(report: pytest.TestReport | pytest.CollectReport) -> None:
    if REQUIRE_ALL and report.skipped and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        report.outcome = "failed"
        report.longrepr = f"{reason}\n(REQUIRE_ALL is set, so nothing may be skipped)"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    _refuse_skip(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    _refuse_skip(report)
    return report
