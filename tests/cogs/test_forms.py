"""Every form opens: Discord refuses one whose words or fields are beyond its limits, and nobody would see it."""

from typing import Any

import pytest
from discord import ui

from bot.domain.instants import Instant
from cogs.forms import FORMS
from tests.domain.made import NOW

TOKEN = "a" * 16
LONG = "\U0001f3ac" * 100
# What the panels know: the longest there is of everything a form asks of them.
KNOWN: dict[str, Any] = {
    "work": 99_999,
    "prompt": 99_999,
    "vote": 99_999,
    "production": 99_999,
    "how": LONG,
    "title": LONG,
    "words": LONG,
    "credit": LONG,
    "brief": LONG,
    "closes_at": Instant(NOW),
    "built_on": range(1_000, 1_025),
    "now": [(str(number), LONG) for number in range(25)],
    "pays": LONG,
    "works_each": "20",
    "co_directors": ["123456789012345678"] * 3,
    "files": [(str(number), LONG) for number in range(4)],
    "state": "finished",
    "closes": "2026-12-01 18:00",
    "opens": "",
    "running": [(str(number), LONG) for number in range(25)],
}


@pytest.mark.parametrize("mark", FORMS, ids=":".join)
def test_a_form_keeps_within_discords_limits(mark):
    made = FORMS[mark](TOKEN, KNOWN, {})
    assert 1 <= len(made.title) <= 45
    assert len(made.custom_id) <= 100
    assert 1 <= len(made.children) <= 5
    for part in made.children:
        if isinstance(part, ui.TextDisplay):
            assert 1 <= len(part.content) <= 4_000
            continue
        assert isinstance(part, ui.Label)
        assert 1 <= len(part.text) <= 45
        assert len(part.description or "") <= 100
        inner = part.component
        assert len(inner.custom_id) <= 100
        if isinstance(inner, ui.TextInput):
            assert inner.max_length is None or 1 <= inner.max_length <= 4_000
            assert len(inner.placeholder or "") <= 100
        if isinstance(inner, ui.Select):
            assert 1 <= len(inner.options) <= 25
            assert all(1 <= len(option.label) <= 100 for option in inner.options)
    made.to_dict()


@pytest.mark.parametrize("mark", FORMS, ids=":".join)
def test_a_form_is_sent_to_the_press_it_is_kept_under(mark):
    """*Try again* finds it by that."""
    assert FORMS[mark](TOKEN, KNOWN, {}).custom_id.startswith(f"{mark[0]}:{mark[1]}:{TOKEN}")
