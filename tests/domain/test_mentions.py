"""What a caption seems to name, and when makers are told."""

from datetime import datetime

import pytest

from bot.domain.ids import CommunityId, MessageId
from bot.domain.instants import from_datetime, to_datetime
from bot.domain.lineage import MOST_MENTIONS, Mention, judge_fetch, mentions_in, next_telling
from bot.domain.refusals import Refusal, Why
from bot.domain.works import WorkState
from tests.domain.made import work

HERE = CommunityId(1_100_000_000_000_000_001)
LINK = "https://discord.com/channels/{}/1100000000000000010/1100000000000000077"


def numbers(words: str) -> list[int | None]:
    return [mention.number for mention in mentions_in(words, HERE)]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("After #42, in the rain", [42]),
        ("42", [42]),
        ("A night\n#17\n31 ", [17, 31]),
        ("#17 and #31 and #17", [17, 31]),
        ("42 buses and 3 trams", []),
        ("room#42, &#42; /#42 ##42 #42nd", []),
        ("#1234567890", []),
        ("# 42", []),
        ("# Heading", []),
        ("", []),
    ],
)
def test_a_number_counts_with_its_sign_or_alone_on_a_line(words, found):
    assert numbers(words) == found


def test_a_link_to_a_message_of_this_server_is_a_mention_and_one_of_another_is_not():
    here = Mention(message_id=MessageId(1_100_000_000_000_000_077))
    assert mentions_in(f"from {LINK.format(HERE)}, thanks", HERE) == [here]
    assert mentions_in(f"from <{LINK.format(HERE).replace('discord.com', 'canary.discord.com')}>", HERE) == [here]
    assert mentions_in(LINK.format(HERE + 1), HERE) == []


def test_mentions_come_in_the_order_of_the_words_and_are_never_many():
    words = f"#9 {LINK.format(HERE)} #3"
    assert [mention.number for mention in mentions_in(words, HERE)] == [9, None, 3]
    assert len(mentions_in(" ".join(f"#{number}" for number in range(1, 500)), HERE)) == MOST_MENTIONS


@pytest.mark.parametrize(
    ("now", "told"),
    [
        ("2026-06-01T12:00:00+02:00", "2026-06-01T18:00:00+02:00"),
        ("2026-06-01T18:00:00+02:00", "2026-06-02T18:00:00+02:00"),
        ("2026-06-01T23:59:59+02:00", "2026-06-02T18:00:00+02:00"),
        ("2026-10-24T19:00:00+02:00", "2026-10-25T18:00:00+01:00"),
        ("2026-03-28T19:00:00+01:00", "2026-03-29T18:00:00+02:00"),
    ],
)
def test_the_evening_is_at_six_by_the_communitys_clocks_also_when_they_change(now, told):
    at = next_telling(from_datetime(datetime.fromisoformat(now)), "Europe/Vienna")
    assert to_datetime(at) == datetime.fromisoformat(told)


@pytest.mark.parametrize("state", [state for state in WorkState if state is not WorkState.ACCEPTED])
def test_the_files_of_a_work_that_is_not_in_are_not_handed_out(state):
    with pytest.raises(Refusal) as refused:
        judge_fetch(work(42, state=state))
    assert (refused.value.why, refused.value.fields) == (Why.FILES_NOT_GIVEN, {"number": 42})
