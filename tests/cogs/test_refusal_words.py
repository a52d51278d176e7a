import re

import pytest

from bot.domain.instants import Instant
from bot.domain.refusals import Refusal, Why
from bot.domain.works import MAX_FILE_BYTES, Kind
from cogs.words.errors import unexpected
from cogs.words.refusals import KINDS, SENTENCES, refusal

FACTS = {
    "at": Instant(1_780_315_200_000_000),
    "count": 11,
    "filename": "a.png",
    "kind": "smell",
    "length": 91,
    "limit": 10,
    "number": 42,
    "role": 77,
    "takes": ["picture", "sound"],
    "text": "soonish",
    "title": "Rain",
    "works": 2,
    "zone": "Europe/Atlantis",
}


@pytest.mark.parametrize("why", Why)
def test_every_refusal_has_whole_sentences_with_its_facts_in_them(why):
    said = refusal(Refusal(why, **FACTS))

    assert said[0].isupper() or said[0] in "“#"
    assert said.endswith(".")
    assert not re.search(r"[{}]|\bNone\b", said)
    assert len(said) < 600


def test_every_code_has_words_and_every_kind_a_name():
    assert set(SENTENCES) == set(Why)
    assert set(KINDS) == set(Kind)


@pytest.mark.parametrize("why", Why)
def test_a_fact_that_is_missing_leaves_no_hole(why):
    assert "{" not in refusal(Refusal(why))


@pytest.mark.parametrize(
    ("refused", "part"),
    [
        (Refusal(Why.NEEDS_DIRECTOR, role=77), "<@&77>"),
        (Refusal(Why.NEEDS_MODERATOR, role=77), "<@&77>"),
        (Refusal(Why.NO_FILE, takes=["sound"]), "takes sound"),
        (Refusal(Why.WRONG_KIND, filename="a.png", takes=["sound", "video"]), "sound and video"),
        (Refusal(Why.WRONG_KIND, filename="a.png", takes=["sound", "video"]), "`a.png`"),
        (Refusal(Why.FILE_TOO_LARGE, limit=MAX_FILE_BYTES), "100 MB"),
        (Refusal(Why.TOO_MANY_WORKS, title="Rain", works=2), "“Rain” takes 2"),
        (Refusal(Why.PROMPT_IS_CLOSED, title="Rain", at=1_780_315_200_000_000), "<t:1780315200:"),
    ],
)
def test_the_facts_are_said_in_words(refused, part):
    assert part in refusal(refused)


def test_a_name_in_a_refusal_pings_nobody():
    said = refusal(Refusal(Why.TIME_NOT_UNDERSTOOD, text="@everyone <@1> **now**"))

    assert not re.search(r"[<@](?!\u200b)", said)
    assert r"\*\*now\*\*" in said


def test_an_unexpected_error_is_told_with_its_reference():
    assert "`A1B2C3`" in unexpected("A1B2C3")


@pytest.mark.parametrize("why", [Why.WORK_NOT_IN, Why.SOURCE_NOT_IN])
def test_a_work_that_is_no_longer_in_is_said_with_the_reason(why):
    assert "#11 isn't in any more: its maker took it back, or its message was deleted." in refusal(
        Refusal(why, number=11)
    )
