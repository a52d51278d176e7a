"""What a prompt kept back is shown, inside a transaction: its thread is open again, its works have their lines."""

from bot.domain.instants import Instant
from bot.domain.posts import answer_key, redrawing
from bot.domain.prompts import Prompt
from bot.services.news import note_remix
from bot.services.ports import Transaction


async def unseal(tx: Transaction, prompt: Prompt, now: Instant) -> None:
    """It has closed: anyone may write in its thread, and what was hidden until now is seen and heard of."""
    thread = await tx.posts.by_key(f"prompt:{prompt.community_id}:{prompt.number}:thread")
    if thread is not None:
        await tx.posts.owe(redrawing(thread), now)
    if not prompt.shows.is_hidden:
        return
    await redraw_lines(tx, prompt, now)
    for work in await tx.works.of_prompt(prompt.id):
        await note_remix(tx, work, now)


async def redraw_lines(tx: Transaction, prompt: Prompt, now: Instant) -> None:
    """The line under each of its works, as it may be shown now."""
    for work in await tx.works.of_prompt(prompt.id):
        line = await tx.posts.by_key(answer_key(work.community_id, work.number)) if work.number is not None else None
        if line is not None:
            await tx.posts.owe(redrawing(line), now)
