"""A row in every table, for what must hold whatever is stored: migrations, communities kept apart."""

from dataclasses import dataclass

from bot.domain.absences import Absence
from bot.domain.communities import Community
from bot.domain.deadlines import DeadlineKind
from bot.domain.ids import (
    AssetId,
    ChannelId,
    CommunityId,
    EntryId,
    MessageId,
    ProductionId,
    PromptId,
    RoleId,
    VoteId,
    WorkId,
)
from bot.domain.instants import HOUR, Instant
from bot.domain.lineage import Edge, Telling
from bot.domain.panels import Panel
from bot.domain.votes import Ballot
from bot.domain.works import WorkState
from data.transactions import Transaction
from tests.data import sets
from tests.data.sets import ADA, BEN, CLEO, NOW


@dataclass(frozen=True)
class World:
    community: CommunityId
    prompt: PromptId
    works: tuple[WorkId, ...]
    vote: VoteId
    production: ProductionId


async def build(tx: Transaction, community: CommunityId, name: str, channel: ChannelId) -> World:
    """A small film set that has seen everything once."""
    await tx.communities.ensure(community, name)
    await tx.communities.save(
        Community(community, name, "Europe/Vienna", (channel, ChannelId(channel + 1)), RoleId(7), None, NOW)
    )
    for member, shown in ((ADA, "Ada"), (BEN, "Bén 🎬"), (CLEO, "Cleo's")):
        await tx.people.remember(community, member, f"{shown} of {name}", NOW)
    prompt = await sets.prompt(tx, community, channel=channel, closes_at=Instant(NOW + HOUR), works_per_member=2)
    works = [
        await sets.work(tx, community, prompt_id=prompt, makers=(maker,), title=f"Night of {name}")
        for maker in (BEN, CLEO, BEN)
    ]
    for work in works:
        await tx.works.take_slot(prompt, work.makers[0], work.id, 2)
    await tx.lineage.add(works[1], works[0])
    await tx.lineage.add(works[2], works[1])
    refused = await tx.works.add(sets.handed_in(community, prompt_id=prompt))
    await tx.works.end(refused, WorkState.REFUSED, "too_many_works")
    await tx.works.add(sets.handed_in(community, prompt_id=prompt))
    vote = await sets.vote(tx, prompt, [work.id for work in works], community)
    picked = (await tx.votes.get(vote)).entries[0].id
    await tx.votes.put_ballots([Ballot(vote, ADA, frozenset((EntryId(picked),)), sets.snowflake())])
    number = await tx.communities.take_number(community, "production")
    production = await tx.productions.add(community, number, f"Monsoon of {name}", ADA, NOW)
    await tx.productions.add_use(production, works[2].id, "storm", ADA, NOW)
    credits = await tx.productions.announce(production, channel, Instant(NOW + HOUR), ADA)
    await tx.deadlines.add(f"credits:{credits}", DeadlineKind.CREDITS_ARE_DUE, community, credits, Instant(NOW + HOUR))
    while claimed := await tx.posts.claim(NOW, 10):
        for post in claimed:
            await tx.posts.sent(post, MessageId(sets.snowflake()))
    await tx.lineage.expect(works[2].id, MessageId(sets.snowflake()))
    await tx.works.drop([works[1].assets[0].id or AssetId(0)], NOW)
    await tx.lineage.fetched(BEN, works[0].id, NOW)
    await tx.lineage.refuse(works[2].id, works[0].id)
    await tx.lineage.choose_telling(community, BEN, Telling.AT_ONCE)
    await tx.lineage.note_news(community, BEN, Edge(works[1].id, works[0].id))
    await tx.absences.note("event", NOW)
    await tx.absences.move(community, {channel: MessageId(sets.snowflake())})
    await tx.absences.add(Absence(community, NOW, Instant(NOW + HOUR), works=3, unreadable=(ChannelId(channel + 1),)))
    await tx.seen.first("interaction", sets.snowflake(), 0, NOW)
    await tx.panels.ensure(
        f"card-{community}", Panel(f"panel-{community}"[-16:], community, ADA, {"work": works[0].id})
    )
    return World(community, prompt, tuple(work.id for work in works), vote, production)
