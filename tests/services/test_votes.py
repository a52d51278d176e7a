"""Opening, seeing and counting votes."""

import asyncio

import pytest

from bot.domain.deadlines import DeadlineKind
from bot.domain.instants import DAY, HOUR, MINUTE, SECOND, Instant
from bot.domain.posts import Action, PostKind
from bot.domain.refusals import Refusal, Repeated, Why
from bot.domain.votes import VoteState
from bot.services.votes.voting import LATE_PRESSES
from tests.services.stage import (
    ANN,
    AWAY,
    BEN,
    CLEO,
    DEE,
    DORA,
    ELSEWHERE,
    HOME,
    MILO,
    NOON,
    ONE_ENGINE,
    ROBOT,
    Refuses,
    Stage,
    entry_of,
)

LATE = HOUR + LATE_PRESSES


@ONE_ENGINE
async def test_a_vote_is_over_what_is_in_the_prompt_when_it_opens(box: Stage) -> None:
    prompt = await box.prompt()
    first, gone, third = [await box.work(person, prompt) for person in (ANN, BEN, CLEO)]
    await box.works.withdraw(BEN, HOME, gone.number or 0, box.snowflake())
    await box.deliver()
    vote = await box.vote(prompt, closes_in=HOUR, title="  The \n best ")
    await box.work(DEE, prompt)

    assert [(entry.number, entry.makers) for entry in vote.entries] == [
        (first.number, {ANN.id}),
        (third.number, {CLEO.id}),
    ]
    assert (vote.title, vote.number, vote.state, vote.moderator_id) == ("The best", 1, VoteState.OPEN, MILO.id)
    assert (vote.opens_at, vote.closes_at, vote.channel_id) == (NOON, NOON + HOUR, prompt.thread_id)
    assert (await box.votes.view(HOME, 1)).entries == vote.entries
    (card,) = await box.delivered(PostKind.VOTE_CARD)
    assert (card.owed.action, card.owed.channel_id) == (Action.CREATE, prompt.thread_id)


@ONE_ENGINE
async def test_a_vote_without_a_title_has_its_prompts(box: Stage) -> None:
    prompt = await box.prompt("Fog")
    await box.work(ANN, prompt)

    assert (await box.vote(prompt, title=" ")).title == "Fog"


@ONE_ENGINE
async def test_a_vote_is_refused_where_there_is_nothing_to_vote_on(box: Stage) -> None:
    prompt = await box.prompt()
    with Refuses(Why.NOTHING_TO_VOTE_ON) as refused:
        await box.vote(prompt)
    assert refused.fields == {"title": "Rain at night"}

    await box.work(ANN, prompt)
    await box.works.withdraw(ANN, HOME, 1, box.snowflake())
    with Refuses(Why.NOTHING_TO_VOTE_ON):
        await box.vote(prompt)
    with Refuses(Why.NO_SUCH_PROMPT):
        await box.votes.open(MILO, HOME, 9, Instant(NOON + HOUR), "", box.snowflake())
    assert await box.votes.list_of(HOME) == []


@ONE_ENGINE
async def test_a_vote_has_to_close_between_a_minute_and_a_year_from_now(box: Stage) -> None:
    prompt = await box.prompt()
    await box.work(ANN, prompt)

    for closes_in, why in ((MINUTE - 1, Why.TIME_IS_PAST), (-HOUR, Why.TIME_IS_PAST), (367 * DAY, Why.TIME_TOO_FAR)):
        with Refuses(why):
            await box.vote(prompt, closes_in=closes_in)
    assert (await box.vote(prompt, closes_in=MINUTE)).closes_at == NOON + MINUTE


async def test_only_one_vote_over_the_same_works_runs_at_a_time(box: Stage) -> None:
    prompt = await box.prompt()
    await box.work(ANN, prompt)
    outcomes = await asyncio.gather(*(box.vote(prompt) for _ in range(5)), return_exceptions=True)

    refusals = [outcome for outcome in outcomes if isinstance(outcome, Refusal)]
    assert len(refusals) == 4
    assert {(refusal.why, refusal.fields["number"]) for refusal in refusals} == {(Why.VOTE_ALREADY_OPEN, 1)}
    await box.box.close((await box.votes.view(HOME, 1)).id, box.clock.now())
    assert (await box.vote(prompt)).number == 2


@ONE_ENGINE
async def test_the_same_interaction_opens_one_vote(box: Stage) -> None:
    prompt = await box.prompt()
    await box.work(ANN, prompt)
    interaction = box.snowflake()
    await box.votes.open(MILO, HOME, 1, Instant(NOON + HOUR), "", interaction)

    with pytest.raises(Repeated):
        await box.votes.open(MILO, HOME, 1, Instant(NOON + HOUR), "", interaction)
    assert len(await box.delivered(PostKind.VOTE_CARD)) == 1


@ONE_ENGINE
async def test_bots_have_no_ballot(box: Stage) -> None:
    prompt = await box.prompt()
    await box.work(ANN, prompt)
    await box.vote(prompt)

    with Refuses(Why.BOTS_DO_NOT_VOTE):
        await box.votes.ballot(ROBOT, HOME, 1)


@ONE_ENGINE
async def test_a_ballot_shows_its_own_voter_what_stands_and_nobody_else(box: Stage) -> None:
    prompt = await box.prompt()
    first, second = await box.work(ANN, prompt), await box.work(BEN, prompt)
    vote = await box.vote(prompt)
    await box.box.cast(box.press(vote, CLEO, entry_of(vote, first), entry_of(vote, second)))

    assert (await box.votes.ballot(CLEO, HOME, 1)).picks == {entry_of(vote, first), entry_of(vote, second)}
    assert (await box.votes.ballot(DEE, HOME, 1)).picks == frozenset()
    with Refuses(Why.NO_SUCH_VOTE):
        await box.votes.ballot(CLEO, HOME, 2)


@ONE_ENGINE
async def test_while_a_vote_is_open_nothing_tells_how_it_stands(box: Stage) -> None:
    prompt = await box.prompt()
    first = await box.work(ANN, prompt)
    await box.work(BEN, prompt)
    untouched = await box.vote(prompt)
    before = await box.exports.export(HOME)
    await box.box.cast(box.press(untouched, CLEO, entry_of(untouched, first)))

    with Refuses(Why.NO_SUCH_VOTE):
        await box.votes.result(HOME, 1)
    assert await box.exports.export(HOME) == before, "not even the export is any different"
    assert before["votes"][0]["ballots"] is None
    assert before["votes"][0]["result"] is None
    assert await box.votes.view(HOME, 1) == untouched
    assert await box.votes.list_of(HOME) == [untouched]
    assert [post.owed.kind for post in await box.deliver()].count(PostKind.VOTE_RESULTS) == 0


async def test_a_vote_closes_by_itself_a_moment_after_its_end_and_owes_its_results_once(box: Stage) -> None:
    prompt = await box.prompt()
    work = await box.work(ANN, prompt)
    vote = await box.vote(prompt, closes_in=HOUR)
    await box.box.cast(box.press(vote, CLEO, entry_of(vote, work)))
    await box.deliver()
    await box.clock.advance(LATE - 1)
    assert await box.run_due() == []
    await box.clock.advance(1)

    assert await box.run_due() == [DeadlineKind.VOTE_CLOSES]
    closed = await box.votes.view(HOME, 1)
    assert (closed.state, closed.closed_at) == (VoteState.CLOSED, NOON + HOUR), "it ended when it said"
    said = [(post.owed.kind, post.owed.action) for post in await box.deliver()]
    assert [one for one in said if one[0] is not PostKind.PROMPT_CARD] == [
        (PostKind.VOTE_CARD, Action.EDIT),
        (PostKind.VOTE_RESULTS, Action.CREATE),
    ]
    assert (await box.votes.result(HOME, 1)).result.winners == (entry_of(vote, work),)
    assert await box.run_due() == []


@ONE_ENGINE
async def test_a_vote_closed_by_hand_just_before_its_time_owes_one_result(box: Stage) -> None:
    prompt = await box.prompt()
    await box.work(ANN, prompt)
    vote = await box.vote(prompt, closes_in=HOUR)
    await box.clock.advance(HOUR - SECOND)
    assert (await box.votes.to_close(MILO, HOME, 1)).id == vote.id
    closed = await box.box.close(vote.id, box.clock.now())
    await box.clock.advance(DAY)

    assert await box.run_due() == []
    assert closed.closed_at == NOON + HOUR - SECOND
    assert len(await box.delivered(PostKind.VOTE_RESULTS)) == 1
    with Refuses(Why.VOTE_IS_CLOSED) as refused:
        await box.votes.to_close(MILO, HOME, 1)
    assert refused.fields == {"title": vote.title, "at": closed.closed_at}
    with Refuses(Why.VOTE_IS_CLOSED):
        await box.votes.ballot(CLEO, HOME, 1)


async def test_a_timer_taken_before_somebody_closed_by_hand_changes_nothing(box: Stage) -> None:
    prompt = await box.prompt()
    await box.work(ANN, prompt)
    vote = await box.vote(prompt, closes_in=HOUR)
    await box.clock.advance(LATE)
    async with box.db.transaction() as tx:
        due = await tx.deadlines.claim(box.clock.now(), 10)
    (taken,) = [one for one in due if one.kind is DeadlineKind.VOTE_CLOSES]
    await box.box.close(vote.id, box.clock.now())
    await box.box.close_on_time(taken)

    assert (await box.votes.view(HOME, 1)).closed_at == NOON + LATE
    assert len(await box.delivered(PostKind.VOTE_RESULTS)) == 1


async def test_the_timer_of_one_vote_never_closes_the_next_one(box: Stage) -> None:
    prompt = await box.prompt()
    await box.work(ANN, prompt)
    first = await box.vote(prompt, closes_in=HOUR)
    await box.box.close(first.id, box.clock.now())
    second = await box.vote(prompt, closes_in=DAY)
    await box.clock.advance(LATE)

    assert await box.run_due() == []
    assert (await box.votes.view(HOME, second.number)).state is VoteState.OPEN


@ONE_ENGINE
async def test_an_entry_withdrawn_while_the_vote_runs_keeps_its_ballots_and_its_place(box: Stage) -> None:
    prompt = await box.prompt()
    first, second = await box.work(ANN, prompt), await box.work(BEN, prompt)
    vote = await box.vote(prompt)
    await box.box.cast(box.press(vote, CLEO, entry_of(vote, first)))
    await box.works.withdraw(ANN, HOME, first.number or 0, box.snowflake())
    await box.box.cast(box.press(vote, DEE, entry_of(vote, second)))
    await box.box.close(vote.id, box.clock.now())

    result = (await box.votes.result(HOME, 1)).result
    assert (result.turnout, result.winners) == (2, (entry_of(vote, first), entry_of(vote, second)))


@ONE_ENGINE
async def test_a_tie_is_a_tie(box: Stage) -> None:
    prompt = await box.prompt()
    works = [await box.work(person, prompt) for person in (ANN, BEN, CLEO)]
    vote = await box.vote(prompt)
    for voter, picked in ((DEE, works[:2]), (DORA, works[1:2]), (MILO, works[:1])):
        await box.box.cast(box.press(vote, voter, *(entry_of(vote, work) for work in picked)))
    await box.box.close(vote.id, box.clock.now())
    view = await box.votes.result(HOME, 1)

    assert [(one.place, one.picks, len(one.entries)) for one in view.result.standings] == [(1, 2, 2), (3, 0, 1)]
    assert view.result.winners == (entry_of(vote, works[0]), entry_of(vote, works[1]))
    assert set(view.works) == {work.id for work in works}


@ONE_ENGINE
async def test_a_vote_nobody_voted_in_has_no_winner(box: Stage) -> None:
    prompt = await box.prompt()
    await box.work(ANN, prompt)
    vote = await box.vote(prompt)
    await box.box.close(vote.id, box.clock.now())
    result = (await box.votes.result(HOME, 1)).result

    assert (result.turnout, result.winners) == (0, ())
    assert [one.picks for one in result.standings] == [0]


@ONE_ENGINE
async def test_votes_are_listed_newest_first_by_state_and_each_server_sees_its_own(box: Stage) -> None:
    await box.set_up(AWAY, ELSEWHERE, name="Away")
    prompt, away = await box.prompt(), await box.prompt(community=AWAY)
    await box.work(ANN, prompt)
    await box.work(ANN, away, community_id=AWAY)
    first = await box.vote(prompt)
    await box.box.close(first.id, box.clock.now())
    await box.vote(prompt)
    await box.vote(away)

    async def numbers(state: VoteState | None = None) -> list[int]:
        return [vote.number for vote in await box.votes.list_of(HOME, state)]

    assert await numbers() == [2, 1]
    assert await numbers(VoteState.OPEN) == [2]
    assert [vote.number for vote in await box.votes.list_of(AWAY)] == [1]
    with Refuses(Why.NO_SUCH_VOTE):
        await box.votes.view(AWAY, 2)
    with Refuses(Why.NO_SUCH_VOTE):
        await box.votes.result(AWAY, 2)
