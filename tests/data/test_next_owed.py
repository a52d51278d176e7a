from bot.domain.deadlines import LEASE, DeadlineKind
from bot.domain.instants import HOUR, MINUTE, Instant
from data import Database
from tests.data.sets import HOME, NOW, communities

SOON, LATER = Instant(NOW + MINUTE), Instant(NOW + HOUR)


async def test_what_is_owed_next_is_told_with_its_kind(db: Database) -> None:
    async with db.transaction() as tx:
        await communities(tx)
        assert await tx.deadlines.next_owed() is None
        await tx.deadlines.add("prompt", DeadlineKind.PROMPT_CLOSES, HOME, 1, LATER)
        await tx.deadlines.add("vote", DeadlineKind.VOTE_CLOSES, HOME, 2, SOON)
        assert await tx.deadlines.next_owed() == (SOON, DeadlineKind.VOTE_CLOSES)
        await tx.deadlines.claim(SOON, 1)
        assert await tx.deadlines.next_owed() == (Instant(SOON + LEASE), DeadlineKind.VOTE_CLOSES)
        await tx.deadlines.cancel("vote")
        assert await tx.deadlines.next_owed() == (LATER, DeadlineKind.PROMPT_CLOSES)
