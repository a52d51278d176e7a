"""What stands between a work's bytes and its place in the set: what may not come back, and a moderator's first look."""

from collections.abc import Collection

from bot.domain.audit import Deed
from bot.domain.ids import CommunityId
from bot.domain.instants import Instant
from bot.domain.moderation import waits_for_a_look
from bot.domain.refusals import Refusal, Why
from bot.domain.works import Work, WorkState
from bot.services.ports import Database, Store, Transaction
from bot.services.team import maker_to_name, note


async def judge_bytes(
    db: Database, store: Store, community_id: CommunityId, hashes: Collection[str], now: Instant
) -> None:
    """Destroy again what was purged here before. Raises `Refusal(FILE_IS_BARRED)`."""
    async with db.transaction() as tx:
        barred = await tx.moderation.barred(community_id, hashes)
        if not barred:
            return
        await tx.moderation.bar_bytes(community_id, barred, now)
        ours = barred.intersection(await tx.moderation.to_destroy())
    for sha256 in ours:
        await store.forget(sha256)
    raise Refusal(Why.FILE_IS_BARRED)


async def waits(tx: Transaction, work: Work) -> bool:
    """Whether a moderator is to see this work before it is in. Ask before it is accepted."""
    settings = await tx.moderation.settings(work.community_id)
    has_been_in = bool(settings.review_days) and await tx.moderation.has_been_in(work.community_id, work.makers[0])
    return waits_for_a_look(settings, work.makers[0], work.made_at, has_been_in=has_been_in)


async def hold_in(tx: Transaction, work: Work, number: int, now: Instant) -> None:
    """A work that was just given its number waits for a moderator, and the team hears of it."""
    await tx.works.turn(work.id, WorkState.HELD)
    community = await tx.communities.get(work.community_id)
    await note(tx, community, Deed.WORK_WAITS, None, now, number=number, maker=maker_to_name(work))
