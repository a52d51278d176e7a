"""Replies that were heard of before what they reply to was part of the set: they get the edge they came for."""

from collections.abc import Collection
from dataclasses import replace

from bot.domain.ids import MessageId
from bot.domain.instants import Instant
from bot.domain.lineage import judge_source
from bot.domain.posts import Action, answer_key, redrawing, refusal_key
from bot.domain.reasons import read_reason
from bot.domain.refusals import Refusal, Why
from bot.domain.works import Work, WorkState
from bot.services.news import note_remix
from bot.services.ports import Transaction

NOT_FOR_ITS_PROMPT = frozenset({Why.PROMPT_NOT_OPEN_YET, Why.PROMPT_IS_CLOSED, Why.WRONG_KIND})
"""Reasons that do not hold for a remix: it can be a free-standing work."""


async def link_replies(tx: Transaction, source: Work, messages: Collection[MessageId], now: Instant) -> None:
    """Build the works that reply to one of these messages on the source, which came in just now."""
    waiting = [one for message_id in messages for one in await tx.lineage.expecting(message_id)]
    early = await tx.works.many(waiting)
    for work in early.values():
        if work.state is WorkState.REFUSED and not await _may_be_free(tx, work):
            continue
        try:
            judge_source(work, source)
        except Refusal:
            continue
        new = await tx.lineage.add(work, source)
        if work.state is WorkState.REFUSED:
            await _reconsider(tx, work, now)
        elif new and work.number is not None:
            await _redraw(tx, work, now)
            await note_remix(tx, work, now)


async def link_replies_to_it(tx: Transaction, source: Work, now: Instant) -> None:
    """The same for a work that a moderator let in: replies to its maker's message and to our line under it."""
    answer = await tx.posts.by_key(answer_key(source.community_id, source.number or 0))
    there = (source.message_id, answer.message_id if answer else None)
    await link_replies(tx, source, [message_id for message_id in there if message_id is not None], now)


async def _may_be_free(tx: Transaction, work: Work) -> bool:
    """Whether only its prompt stood in the way of a refused work, and its message is there still."""
    if work.message_id is not None and await tx.seen.has("delete", work.message_id):
        return False
    return read_reason(work.reason).why in NOT_FOR_ITS_PROMPT


async def _reconsider(tx: Transaction, work: Work, now: Instant) -> None:
    """What was refused as an answer to a prompt turns out to be a remix, and that is always welcome."""
    await tx.works.reconsider(work.id)
    line = await tx.posts.by_key(refusal_key(work.origin_id))
    if line is not None:
        withdrawn = replace(line.owed, key=f"{line.owed.key}:gone", action=Action.DELETE, after=line.id, reply_to=None)
        await tx.posts.owe(withdrawn, now)


async def _redraw(tx: Transaction, work: Work, now: Instant) -> None:
    """The line under it names its source now."""
    line = await tx.posts.by_key(answer_key(work.community_id, work.number or 0))
    if line is not None:
        await tx.posts.owe(redrawing(line), now)
