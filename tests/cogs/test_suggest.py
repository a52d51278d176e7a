import pytest

from cogs.suggest import MOST, choices

FORTY = [(number, f"Night bus {number}") for number in range(40, 0, -1)]


@pytest.mark.parametrize("typed", ["", "   ", "\t", "bus", "NIGHT "])
def test_of_forty_discord_is_given_the_newest_it_takes(typed):
    assert [choice.value for choice in choices(FORTY, typed)] == list(range(40, 40 - MOST, -1))


@pytest.mark.parametrize(
    "title", ["x" * 300, "\U0001f3ac" * 300, "   ", "", "\u200f\u0634\u0627\u0631\u0639", "#" * 101]
)
def test_whatever_a_thing_is_called_its_name_is_one_discord_takes(title):
    (choice,) = choices([(7, title)], "7")
    assert choice.value == 7
    assert 1 <= len(choice.name.strip()) <= 100
    assert choice.name.startswith("7")


def test_what_nothing_is_called_offers_nothing():
    assert choices(FORTY, "tram") == []
