"""Things to stand on: a community, a prompt, works, a vote, each in one line."""

from dataclasses import replace
from itertools import count

from bot.domain.ids import (
    ChannelId,
    CommunityId,
    EntryId,
    MemberId,
    MessageId,
    PostId,
    PromptId,
    VoteId,
    WorkId,
)
from bot.domain.instants import HOUR, Instant, instant_of
from bot.domain.posts import Action, Owed, PostKind
from bot.domain.prompts import PromptDraft
from bot.domain.votes import Ballot, Rule
from bot.domain.works import Asset, Kind, Origin, Work, WorkState
from data.transactions import Transaction

HOME = CommunityId(1_100_000_000_000_000_001)
AWAY = CommunityId(1_100_000_000_000_000_002)
CHANNEL = ChannelId(1_100_000_000_000_000_010)
ADA = MemberId(1_100_000_000_000_000_101)
BEN = MemberId(1_100_000_000_000_000_102)
CLEO = MemberId(1_100_000_000_000_000_103)
NOW = instant_of(1_200_000_000_000_000_000)

_snowflakes = count(1_200_000_000_000_000_000, 1 << 22)


def snowflake() -> int:
    """A new one, a millisecond younger than the last."""
    return next(_snowflakes)


async def communities(tx: Transaction) -> None:
    await tx.communities.ensure(HOME, "Home")
    await tx.communities.ensure(AWAY, "Away")


def owed(key: str, community: CommunityId = HOME, **changes: object) -> Owed:
    plain = Owed(key, community, CHANNEL, Action.CREATE, PostKind.WORK_ANSWER, {"work": 1})
    return replace(plain, **changes)  # type: ignore[arg-type]


async def post(tx: Transaction, community: CommunityId = HOME, **changes: object) -> PostId:
    return await tx.posts.owe(owed(f"post-{snowflake()}", community, **changes), NOW)


async def prompt(
    tx: Transaction, community: CommunityId = HOME, *, channel: ChannelId = CHANNEL, **draft: object
) -> PromptId:
    """Makes the community as well."""
    await tx.communities.ensure(community, f"Community {community}")
    card = await post(tx, community, kind=PostKind.PROMPT_CARD)
    thread = await post(tx, community, kind=PostKind.PROMPT_THREAD, action=Action.THREAD, after=card)
    plain = PromptDraft("Rain at night", "One minute, no words.", opens_at=NOW)
    return await tx.prompts.add(
        community,
        await tx.communities.take_number(community, "prompt"),
        replace(plain, **draft),  # type: ignore[arg-type]
        ADA,
        channel,
        card,
        thread,
    )


def handed_in(community: CommunityId = HOME, **changes: object) -> Work:
    origin = snowflake()
    plain = Work(
        id=WorkId(0),
        community_id=community,
        number=None,
        prompt_id=None,
        state=WorkState.RECEIVED,
        origin=Origin.MESSAGE,
        origin_id=origin,
        made_at=instant_of(origin),
        channel_id=CHANNEL,
        message_id=MessageId(origin),
        title="Umbrellas",
        words="",
        makers=(BEN,),
        assets=(Asset("umbrellas.png", 1_024, Kind.PICTURE, "image/png", origin + 1, "https://cdn.invalid/u"),),
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


async def work(tx: Transaction, community: CommunityId = HOME, **changes: object) -> Work:
    """An accepted one, with the community's next number."""
    work_id = await tx.works.add(handed_in(community, **changes))
    await tx.works.accept(work_id, await tx.communities.take_number(community, "work"), NOW)
    return await tx.works.get(work_id)


async def vote(tx: Transaction, prompt_id: PromptId, works: list[WorkId], community: CommunityId = HOME) -> VoteId:
    return await tx.votes.add(
        community,
        await tx.communities.take_number(community, "vote"),
        prompt_id,
        "Rain at night",
        Rule.APPROVAL,
        NOW,
        Instant(NOW + HOUR),
        CHANNEL,
        CLEO,
        await post(tx, community, kind=PostKind.VOTE_CARD),
        works,
    )


def rush(vote_id: VoteId, voters: int) -> list[Ballot]:
    """A ballot each of so many voters."""
    return [Ballot(vote_id, MemberId(ADA + voter), frozenset({EntryId(1)}), 1_000 + voter) for voter in range(voters)]
