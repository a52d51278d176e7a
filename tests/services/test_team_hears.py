"""What the team is told of: votes that open, credits that are scheduled and taken back."""

from bot.domain.audit import Deed
from bot.domain.instants import DAY, Instant
from tests.services.stage import BEN, DORA, HOME, MILO, NOON, Stage

LATELY = 10


async def test_a_vote_and_credits_are_among_what_was_done_lately(stage: Stage) -> None:
    prompt = await stage.prompt()
    work = await stage.work(BEN, prompt)
    await stage.vote(prompt)
    await stage.production(work)
    await stage.productions.schedule(DORA, HOME, 1, Instant(NOON + DAY), None, stage.snowflake())
    await stage.productions.move(DORA, HOME, 1, Instant(NOON + 2 * DAY), stage.snowflake())
    await stage.productions.cancel(DORA, HOME, 1, stage.snowflake())

    lately = await stage.communities.done_lately(MILO, HOME, LATELY)
    assert [(entry.deed, entry.actor) for entry in reversed(lately)][-4:] == [
        (Deed.VOTE_OPENED, MILO.id),
        (Deed.CREDITS_SCHEDULED, DORA.id),
        (Deed.CREDITS_SCHEDULED, DORA.id),
        (Deed.CREDITS_TAKEN_BACK, DORA.id),
    ]
