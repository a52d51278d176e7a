"""The conformance suite itself: enough rules, each with its source, and a page that lists them all."""

import types
from collections.abc import Callable

import pytest

from . import conformance
from .conformance import Rule, rule

ENOUGH = 120


def module(**tests: Callable[..., None]) -> types.ModuleType:
    made = types.ModuleType("tests.sandbox.test_made")
    made.__doc__ = """Things. And more of them."""
    for name, test in tests.items():
        test.__module__ = made.__name__
        setattr(made, name, test)
    return made


def test_there_are_enough_rules():
    assert len(conformance.rules()) >= ENOUGH


def test_no_rule_is_stated_twice():
    sentences = [each.sentence for each in conformance.rules()]
    assert sorted({each for each in sentences if sentences.count(each) > 1}) == []


def test_every_rule_is_a_sentence_with_a_source():
    assert [complaint for module in conformance.modules() for complaint in conformance.complaints(module)] == []


def test_the_page_lists_them_all():
    written = conformance.PAGE.read_text(encoding="utf-8")
    assert written == conformance.page(), "run: python -m tests.sandbox.conformance > docs/sandbox.md"


def test_a_docstring_states_a_rule():
    def test_it() -> None:
        """A thing has
        a limit.

        Why it has.

        Source: discord-api-docs things.mdx,
        "Limits"
        """

    source = 'discord-api-docs things.mdx, "Limits"'
    expected = [Rule("Things", "A thing has a limit.", source, "test_made.py::test_it")]
    assert conformance.rules_of(module(test_it=test_it)) == expected


def test_a_row_states_a_rule():
    @pytest.mark.parametrize("size", [rule("It has one.", "RFC 1", 1), rule("It has two.", "RFC 2", 2), 3])
    def test_it(size: int) -> None:
        """Each of them."""

    found = conformance.rules_of(module(test_it=test_it))
    assert [(each.sentence, each.source) for each in found] == [("It has one.", "RFC 1"), ("It has two.", "RFC 2")]


def without_a_source(answer: dict[str, int]) -> None:
    """50035."""
    assert answer["code"] == 50035


def run_together() -> None:
    """A thing has a limit. Source: RFC 1"""


def of_no_source() -> None:
    """A thing has a limit.

    Source: somebody said so
    """


def no_sentence() -> None:
    """50035 Invalid Form Body

    Source: RFC 1
    """


def of_the_sandbox_alone() -> None:
    """It starts."""


@pytest.mark.parametrize("faulty", [without_a_source, run_together, of_no_source, no_sentence])
def test_a_rule_that_is_not_stated_well_is_told(faulty: Callable[..., None]):
    assert len(conformance.complaints(module(test_it=faulty))) == 1


def test_what_is_no_rule_needs_no_source():
    assert conformance.complaints(module(test_it=of_the_sandbox_alone)) == []
