"""The calm count on a prompt's card: a row that says "count again", and at most one edit a minute from it."""

from bot.domain.deadlines import DeadlineKind
from bot.domain.ids import PromptId
from bot.domain.instants import MINUTE, Instant
from bot.domain.works import Work
from bot.services.ports import Transaction

EVERY = MINUTE


def counting_key(prompt_id: PromptId) -> str:
    return f"prompt:{prompt_id}:count"


async def recount(tx: Transaction, work: Work, now: Instant) -> None:
    """A work came or went. All that do so before the next full minute are one deadline and one edit.

    The loop looks once a minute by itself, so nobody has to be woken.
    """
    if work.prompt_id is None:
        return
    due_at = Instant((now // EVERY + 1) * EVERY)
    await tx.deadlines.add(
        counting_key(work.prompt_id), DeadlineKind.PROMPT_IS_COUNTED, work.community_id, work.prompt_id, due_at
    )
