"""What a work is answered with in public, owed inside a transaction: one line, and the cards that count it."""

from bot.domain.ids import ChannelId
from bot.domain.instants import Instant
from bot.domain.posts import Action, Owed, Post, PostKind, answer_key, redrawing, refusal_key
from bot.domain.works import Origin, Work
from bot.services.counting import recount
from bot.services.news import note_remix
from bot.services.ports import Transaction


async def owe_answer(tx: Transaction, work: Work, number: int, now: Instant) -> None:
    """One short answer: under the maker's message, or in the prompt's thread for what came by command.

    Whoever made what it builds on is owed the news.
    """
    owed = Owed(
        answer_key(work.community_id, number),
        work.community_id,
        await place_of(tx, work),
        Action.CREATE,
        PostKind.WORK_ANSWER,
        {"work": number},
        reply_to=work.message_id,
    )
    await tx.posts.owe(owed, now)
    await note_remix(tx, work, now)


async def place_of(tx: Transaction, work: Work) -> ChannelId:
    if work.origin is Origin.COMMAND and work.prompt_id is not None:
        prompt = await tx.prompts.get(work.prompt_id)
        return prompt.thread_id or prompt.channel_id
    return work.channel_id


async def owe_refusal(tx: Transaction, work: Work, now: Instant) -> None:
    prompt = await tx.prompts.get(work.prompt_id) if work.prompt_id is not None else None
    maker = None if prompt is not None and prompt.is_nameless else work.makers[0]
    owed = Owed(
        refusal_key(work.origin_id),
        work.community_id,
        await place_of(tx, work),
        Action.CREATE,
        PostKind.WORK_REFUSAL,
        {"work_id": work.id, "maker": maker},
        reply_to=work.message_id,
    )
    await tx.posts.owe(owed, now)


async def answer_of(tx: Transaction, work: Work) -> Post | None:
    """The line under a work, where there is one."""
    return await tx.posts.by_key(answer_key(work.community_id, work.number)) if work.number is not None else None


async def redraw(tx: Transaction, work: Work, now: Instant) -> None:
    """That line anew, as things stand when it is drawn, and the count of its prompt."""
    await recount(tx, work, now)
    answer = await answer_of(tx, work)
    if answer is not None:
        await tx.posts.owe(redrawing(answer), now)
