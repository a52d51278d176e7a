"""Messages that a proxy posts in a member's stead: PluralKit and Tupperbox delete the member's own and post it again.

Which comes first, the deletion or the new message, is Discord's to say; either way the work stays one, and its
person's.
"""

from dataclasses import replace

from bot.domain.instants import SECOND, Instant
from bot.domain.submissions import Submission
from bot.domain.works import CHANGEABLE, Asset, Work, WorkState
from bot.services.ports import Transaction
from bot.services.works.answers import redraw
from bot.services.works.looking import waits

AT_MOST = 15 * SECOND
"""Between the member's message and the one posted in its stead."""


async def adopt_in(tx: Transaction, repost: Submission, now: Instant) -> Work | None:
    """Move the work whose message was posted again to the new message; None where there is no such work."""
    if repost.message_id is None or not repost.assets:
        return None
    since = Instant(repost.made_at - AT_MOST)
    near = await tx.works.many(await tx.making.posted_in(repost.channel_id, since, repost.made_at))
    fitting = [work for work in near.values() if _held(work.assets) == _held(repost.assets)]
    for candidate in sorted(fitting, key=lambda one: one.age, reverse=True):
        work = await tx.works.lock(candidate.id)
        was_deleted = work.message_id is not None and await tx.seen.has("delete", work.message_id)
        if work.state not in CHANGEABLE and not (
            was_deleted and work.state is WorkState.WITHDRAWN and work.reason is None
        ):
            continue
        files = [
            replace(new, id=old.id)
            for old, new in zip(sorted(work.assets, key=_name), sorted(repost.assets, key=_name), strict=True)
        ]
        await tx.making.move(work.id, repost.message_id, files)
        if work.state is WorkState.WITHDRAWN:
            await _bring_back(tx, work, now)
        await redraw(tx, work, now)
        return work
    return None


async def _bring_back(tx: Transaction, work: Work, now: Instant) -> None:
    """It was taken for deleted: its place in the prompt is its own again, and so is its number if it had one."""
    if work.prompt_id is not None:
        prompt = await tx.prompts.lock(work.prompt_id)
        await tx.works.take_slot(prompt.id, work.makers[0], work.id, None)  # it had this place a moment ago
    if work.number is not None:
        held = await waits(tx, work)
        await tx.works.accept(work.id, work.number, now)
        if held:
            await tx.works.turn(work.id, WorkState.HELD)
    else:
        await tx.making.receive_again(work.id)


def _name(asset: Asset) -> tuple[str, int]:
    return (asset.filename, asset.size)


def _held(assets: tuple[Asset, ...]) -> list[tuple[str, int]]:
    return sorted(map(_name, assets))
