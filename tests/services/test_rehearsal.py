"""A rehearsal goes from step to step by its deadline, survives its process, and touches nothing of the community's."""

import asyncio
from contextlib import suppress

import pytest

from bot.domain.deadlines import DeadlineKind
from bot.domain.ids import ChannelId
from bot.domain.instants import HOUR
from bot.domain.refusals import Repeated, Why
from bot.domain.rehearsal import LAST_PAUSE, PAUSE, STEPS, UNKNOWN_CHANNEL, Rehearsal, Step, Trouble
from tests.services.stage import ANN, AWAY, DORA, ELSEWHERE, HOME, ONE_ENGINE, OWNER, STAGE, Refuses, Stage

pytestmark = ONE_ENGINE
THREAD = ChannelId(1_100_000_000_000_000_777)


class Hands:
    """A Discord that notes what was shown and refuses what it is told to."""

    def __init__(self) -> None:
        self.shown: list[Step] = []
        self.threads: list[ChannelId] = []
        self.refuses: dict[Step, Trouble] = {}
        self.down = False
        self.may_delete = True

    async def open(self, rehearsal: Rehearsal) -> ChannelId | Trouble:
        self._answer()
        if Step.OPENING in self.refuses:
            return self.refuses[Step.OPENING]
        self.threads.append(THREAD)
        return THREAD

    async def play(self, rehearsal: Rehearsal) -> list[Trouble]:
        self._answer()
        assert rehearsal.thread_id == THREAD
        self.shown.append(rehearsal.step)
        return [self.refuses[rehearsal.step]] if rehearsal.step in self.refuses else []

    async def clear(self, rehearsal: Rehearsal) -> bool:
        self._answer()
        if rehearsal.thread_id in self.threads:
            self.threads.remove(THREAD)
        return self.may_delete

    def _answer(self) -> None:
        if self.down:
            raise ConnectionError


async def turn(stage: Stage, hands: Hands, later: int = 0) -> int:
    """Do what is due `later` from now; how many steps that was."""
    await stage.clock.advance(later)
    async with stage.db.transaction() as tx:
        claimed = await tx.deadlines.claim(stage.clock.now(), 50)
    for deadline in claimed:
        assert deadline.kind is DeadlineKind.REHEARSAL_GOES_ON
        await stage.rehearsals.go_on(hands, deadline)
    return len(claimed)


async def latest(stage: Stage) -> Rehearsal:
    found = await stage.rehearsals.latest(HOME)
    assert found is not None
    return found


async def test_every_step_comes_by_itself_and_then_the_thread_goes(stage: Stage) -> None:
    hands, before = Hands(), await stage.exports.export_all()
    begun = await stage.rehearsals.begin(OWNER, HOME, stage.snowflake())
    assert (begun.channel_id, await turn(stage, hands)) == (STAGE, 1)
    for _ in STEPS[1:-1]:
        assert await turn(stage, hands, PAUSE - 1) == 0
        assert await turn(stage, hands, 1) == 1
    assert (hands.shown, hands.threads) == (list(STEPS[:-1]), [THREAD])

    assert await turn(stage, hands, LAST_PAUSE) == 1
    ended = await latest(stage)
    assert (hands.threads, ended.ended_at, ended.troubles, ended.left_behind) == ([], stage.clock.now(), (), False)
    assert await turn(stage, hands, HOUR) == 0
    assert await stage.exports.export_all() == before


async def test_next_brings_the_step_at_once_and_only_once(stage: Stage) -> None:
    hands = Hands()
    begun = await stage.rehearsals.begin(OWNER, HOME, stage.snowflake())
    await turn(stage, hands)
    press = stage.snowflake()
    await stage.rehearsals.next(OWNER, HOME, begun.id, Step.OPENING, press)
    with pytest.raises(Repeated):
        await stage.rehearsals.next(OWNER, HOME, begun.id, Step.OPENING, press)
    assert (await turn(stage, hands), await turn(stage, hands)) == (1, 0)

    await stage.rehearsals.next(OWNER, HOME, begun.id, Step.OPENING, stage.snowflake())
    assert await turn(stage, hands) == 0, "what follows the first step has come already"
    assert hands.shown == [Step.OPENING, Step.PROMPT]


async def test_next_is_for_whoever_asked_and_ends_with_it(stage: Stage) -> None:
    hands = Hands()
    begun = await stage.rehearsals.begin(OWNER, HOME, stage.snowflake())
    await turn(stage, hands)
    for person in (ANN, DORA):
        with Refuses(Why.PANEL_IS_ANOTHERS):
            await stage.rehearsals.next(person, HOME, begun.id, Step.OPENING, stage.snowflake())
    with Refuses(Why.REHEARSAL_IS_OVER):
        await stage.rehearsals.next(OWNER, AWAY, begun.id, Step.OPENING, stage.snowflake())

    await turn(stage, hands, HOUR)
    with Refuses(Why.REHEARSAL_IS_OVER):
        await stage.rehearsals.next(OWNER, HOME, begun.id, Step.PROMPT, stage.snowflake())


async def test_there_is_one_at_a_time_and_the_next_may_follow(stage: Stage) -> None:
    hands = Hands()
    first = await stage.rehearsals.begin(OWNER, HOME, stage.snowflake())
    both = await asyncio.gather(*(stage.rehearsals.begin(OWNER, HOME, stage.snowflake()) for _ in range(2)))
    assert {one.id for one in both} == {first.id}
    await turn(stage, hands)
    await turn(stage, hands, HOUR)
    second = await stage.rehearsals.begin(OWNER, HOME, stage.snowflake())
    assert second.id > first.id
    assert await turn(stage, hands) == 1


async def test_after_an_absence_it_is_only_cleared_away(stage: Stage) -> None:
    hands = Hands()
    await stage.rehearsals.begin(OWNER, HOME, stage.snowflake())
    await turn(stage, hands)
    stage.rebuild(stage.db)
    assert await turn(stage, hands, HOUR) == 1
    assert (hands.shown, hands.threads) == ([Step.OPENING], [])

    await stage.rehearsals.begin(OWNER, HOME, stage.snowflake())
    assert await turn(stage, hands, HOUR) == 1
    assert (hands.threads, (await latest(stage)).ended_at) == ([], stage.clock.now()), "never opened, never shown"


async def test_what_is_refused_is_kept_once_and_the_show_goes_on(stage: Stage) -> None:
    hands = Hands()
    hands.refuses[Step.WORK] = Trouble(Step.WORK, 50_013, ("attach_files",))
    await stage.rehearsals.begin(OWNER, HOME, stage.snowflake())
    hands.may_delete = False
    for _ in STEPS:
        await turn(stage, hands, LAST_PAUSE)
    ended = await latest(stage)
    assert hands.shown == list(STEPS[:-1])
    assert (ended.troubles, ended.left_behind) == ((hands.refuses[Step.WORK],), True)


async def test_a_thread_that_cannot_be_opened_or_is_deleted_ends_it(stage: Stage) -> None:
    for step, trouble in (
        (Step.OPENING, Trouble(Step.OPENING, 50_013, ("create_private_threads",))),
        (Step.PROMPT, Trouble(Step.PROMPT, UNKNOWN_CHANNEL)),
    ):
        hands = Hands()
        hands.refuses[step] = trouble
        await stage.rehearsals.begin(OWNER, HOME, stage.snowflake())
        await turn(stage, hands)
        await turn(stage, hands, PAUSE)
        ended = await latest(stage)
        assert (ended.troubles, ended.ended_at is not None) == ((trouble,), True)
        assert await turn(stage, hands, HOUR) == 0


async def test_while_discord_does_not_answer_nothing_moves(stage: Stage) -> None:
    hands = Hands()
    await stage.rehearsals.begin(OWNER, HOME, stage.snowflake())
    await turn(stage, hands)
    hands.down = True
    with suppress(ConnectionError):
        await turn(stage, hands, PAUSE)
    hands.down = False
    assert (await latest(stage)).step is Step.PROMPT
    assert await turn(stage, hands, 2 * 60_000_000) == 1, "its lease has ended"
    assert hands.shown == [Step.OPENING, Step.PROMPT]


async def test_a_rehearsal_needs_a_set_up_server(empty_stage: Stage) -> None:
    await empty_stage.communities.greet(HOME, "Home", ELSEWHERE)
    with Refuses(Why.NOT_SET_UP):
        await empty_stage.rehearsals.begin(OWNER, HOME, empty_stage.snowflake())
    assert await empty_stage.rehearsals.latest(HOME) is None


async def test_a_rehearsal_is_neither_coming_up_nor_missed(stage: Stage) -> None:
    await stage.rehearsals.begin(OWNER, HOME, stage.snowflake())
    assert await stage.calendar.coming_up(DORA, HOME) == []
