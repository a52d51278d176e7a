"""What the calendar says: lists that fit, lengths of time both ways."""

import pytest

from bot.domain.deadlines import DeadlineKind
from bot.domain.instants import DAY, HOUR, MINUTE, SECOND, Instant
from bot.domain.refusals import Refusal, Why
from bot.services.calendar import UNSAID, Act, Item
from cogs.cards.calendar import LABELS, coming_up, item_panel
from cogs.cards.passes import lateness_words
from cogs.times import read_span
from cogs.words.due import WHAT_IS_DUE
from cogs.words.plain import span

NOW = Instant(1_780_315_200_000_000)
TOKEN = "a" * 16


def item(number: int, title: str = "Rain", may: tuple[Act, ...] = tuple(Act)) -> Item:
    return Item(f"d{number}", DeadlineKind.PROMPT_CLOSES, NOW, number, title, number, may)


@pytest.mark.parametrize("many", [1, 25, 26, 125])
def test_a_long_calendar_fits_one_message_and_one_select(many: int) -> None:
    text, view = coming_up([item(number, "🎬" * 90) for number in range(many)], TOKEN)
    assert len(text) <= 2_000
    [select] = view.children
    assert 1 <= len(select.options) <= 25
    assert all(len(option.label) <= 100 for option in select.options)


def test_an_empty_calendar_says_so() -> None:
    text, view = coming_up([], TOKEN)
    assert text.startswith("Nothing is coming up")
    assert not view.children


def test_every_act_has_a_label_and_what_nobody_may_touch_says_why() -> None:
    assert set(LABELS) == set(Act)
    text, view = item_panel(item(1, may=()), TOKEN)
    assert "somebody else" in text
    assert [one.label for one in view.children] == ["Back"]


def test_titles_cannot_dress_up_as_ours() -> None:
    text, _ = coming_up([item(1, "@everyone [here](https://example.org)")], TOKEN)
    assert "@everyone" not in text
    assert "[here]" not in text


def test_every_kind_that_can_be_missed_has_words() -> None:
    assert set(DeadlineKind) - set(WHAT_IS_DUE) == UNSAID


@pytest.mark.parametrize(
    ("micros", "words"),
    [
        (0, "less than a second"),
        (SECOND, "1 second"),
        (2 * MINUTE + 5 * SECOND, "2 minutes and 5 seconds"),
        (3 * DAY + 2 * HOUR + MINUTE, "3 days and 2 hours"),
        (7 * DAY, "7 days"),
    ],
)
def test_a_while_is_said_in_its_two_largest_units(micros: int, words: str) -> None:
    assert span(micros) == words


@pytest.mark.parametrize(
    ("text", "micros"),
    [("5 days", 5 * DAY), ("36 hours", 36 * HOUR), ("for 2 weeks", 14 * DAY), ("a week", 7 * DAY), ("12h", 12 * HOUR)],
)
def test_lengths_are_read_as_people_write_them(text: str, micros: int) -> None:
    assert read_span(text, NOW) == micros


@pytest.mark.parametrize("text", ["Friday", "", "soonish", "-3 days", "9999999999d", "5"])
def test_what_is_no_length_is_refused(text: str) -> None:
    with pytest.raises(Refusal) as refused:
        read_span(text, NOW)
    assert refused.value.why is Why.DURATION_NOT_UNDERSTOOD


def test_a_maker_is_told_how_late_and_why_it_counts() -> None:
    assert lateness_words(0) == ""
    assert lateness_words(2 * MINUTE) == (
        " It came 2 minutes after the closing and counts: it was in the grace time for slow uploads."
    )
    assert "given" in lateness_words(3 * HOUR)
