"""What was missed is done late, and somebody hears that it was."""

from bot.domain.deadlines import Deadline, DeadlineKind
from bot.domain.instants import HOUR, MINUTE, SECOND, Instant
from bot.due.deadlines import DeadlineLoop
from tests.due.conftest import Works
from tests.services.stage import HOME, NOON, ONE_ENGINE, Stage


class Missed:
    """The loop with a handler that only finishes."""

    def __init__(self, stage: Stage, works: Works) -> None:
        self.stage, self.works = stage, works
        self.late: list[str] = []
        self.waker = works.waker()

    async def finish(self, deadline: Deadline) -> None:
        async with self.stage.db.transaction() as tx:
            await tx.deadlines.finish(deadline.key)

    async def note(self, deadline: Deadline) -> None:
        self.late.append(deadline.key)

    async def run(self) -> None:
        handlers = {DeadlineKind.PROMPT_CLOSES: self.finish}
        loop = DeadlineLoop(self.stage.db, self.stage.clock, self.waker, self.works.timer, handlers, self.note)
        self.works.start_timer(self.waker)
        await self.works.serve(loop.run)
        await self.works.ring(self.waker)


@ONE_ENGINE
async def test_only_what_was_more_than_a_minute_late_counts_as_missed(stage: Stage, works: Works) -> None:
    missed = Missed(stage, works)
    async with stage.db.transaction() as tx:
        for key, ago in {"on time": 0, "nearly": MINUTE, "missed": MINUTE + SECOND, "long ago": HOUR}.items():
            await tx.deadlines.add(key, DeadlineKind.PROMPT_CLOSES, HOME, 1, Instant(NOON - ago))
    await missed.run()

    assert missed.late == ["long ago", "missed"]
