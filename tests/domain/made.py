"""Values to judge, each in one line."""

from dataclasses import replace

from bot.domain.ids import ChannelId, CommunityId, EntryId, MemberId, PromptId, VoteId, WorkId
from bot.domain.instants import HOUR, Instant
from bot.domain.prompts import Prompt, PromptDraft, PromptState
from bot.domain.votes import Entry, Press, Rule, Vote, VoteState
from bot.domain.works import Asset, Kind, Origin, Work, WorkState

NOW = Instant(1_780_315_200_000_000)
HOME = CommunityId(1)
CHANNEL = ChannelId(2)


def draft(**changes: object) -> PromptDraft:
    return replace(PromptDraft("Rain", "One minute.", opens_at=NOW), **changes)  # type: ignore[arg-type]


def prompt(**changes: object) -> Prompt:
    plain = Prompt(
        id=PromptId(1),
        community_id=HOME,
        number=4,
        title="Rain",
        brief="One minute.",
        kinds=frozenset(),
        pays="nothing",
        opens_at=NOW,
        closes_at=Instant(NOW + HOUR),
        works_per_member=None,
        state=PromptState.OPEN,
        closed_at=None,
        director_id=MemberId(1),
        channel_id=CHANNEL,
        thread_id=None,
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


def asset(filename: str = "rain.png", kind: Kind = Kind.PICTURE, size: int = 5) -> Asset:
    return Asset(filename, size, kind)


def work(number: int, *makers: int, made_at: int | None = None, **changes: object) -> Work:
    plain = Work(
        id=WorkId(number),
        community_id=HOME,
        number=number,
        prompt_id=None,
        state=WorkState.ACCEPTED,
        origin=Origin.MESSAGE,
        origin_id=number,
        made_at=Instant(number if made_at is None else made_at),
        channel_id=CHANNEL,
        message_id=None,
        title=f"Work {number}",
        words="",
        makers=tuple(map(MemberId, makers or (number,))),
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


def vote(*makers: int, **changes: object) -> Vote:
    """A vote with one entry for each maker given; entry 1 is by the first, and so on."""
    plain = Vote(
        id=VoteId(1),
        community_id=HOME,
        number=2,
        prompt_id=PromptId(1),
        title="Rain",
        rule=Rule.APPROVAL,
        state=VoteState.OPEN,
        opens_at=NOW,
        closes_at=Instant(NOW + HOUR),
        closed_at=None,
        channel_id=CHANNEL,
        moderator_id=MemberId(9),
        entries=tuple(
            Entry(EntryId(place), WorkId(place), 100 + place, f"Work {place}", frozenset({MemberId(maker)}))
            for place, maker in enumerate(makers, 1)
        ),
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


def press(*picked: int, voter: int = 50, page: int = 0, interaction: int = 10, at: int = NOW) -> Press:
    return Press(VoteId(1), MemberId(voter), page, frozenset(map(EntryId, picked)), interaction, Instant(at))
