"""Keeping a prompt's reminders due at the right instants: in the transaction that moves or ends its closing."""

from bot.domain.deadlines import Deadline, DeadlineKind
from bot.domain.ids import PromptId
from bot.domain.instants import Instant
from bot.domain.prompts import Prompt, PromptState
from bot.services.ports import Transaction


async def arm(tx: Transaction, prompt_id: PromptId, now: Instant) -> None:
    """Owe what can still be kept of the reminders, and cancel what belonged to another closing. Wake the deadlines."""
    prompt = await tx.prompts.get(prompt_id)
    wanted: dict[str, Instant] = {}
    if prompt.state is PromptState.OPEN and prompt.closes_at is not None:
        for before in await tx.reminders.offsets(prompt_id):
            wanted[_key(prompt, before)] = Instant(prompt.closes_at - before)
    for deadline in await waiting(tx, prompt):
        if deadline.key not in wanted:
            await tx.deadlines.cancel(deadline.key)
    for key, at in wanted.items():
        if at > now:
            await tx.deadlines.add(key, DeadlineKind.PROMPT_REMINDS, prompt.community_id, prompt_id, at)


async def waiting(tx: Transaction, prompt: Prompt) -> list[Deadline]:
    """The reminders that are owed, earliest first."""
    owed = await tx.deadlines.waiting(prompt.community_id)
    return [one for one in owed if one.kind is DeadlineKind.PROMPT_REMINDS and one.subject == prompt.id]


def _key(prompt: Prompt, before: int) -> str:
    """With the closing in it: a closing that was moved has reminders of its own."""
    return f"prompt:{prompt.id}:reminds:{before}:{prompt.closes_at}"
