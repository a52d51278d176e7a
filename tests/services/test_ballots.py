"""The ballot box: every press saved once, nobody told before it is, nobody sunk by a neighbour."""

import asyncio
import random
from contextlib import suppress

import pytest
from sqlalchemy import insert
from sqlalchemy.exc import DBAPIError, IntegrityError

from bot.domain.ids import EntryId, VoteId
from bot.domain.instants import HOUR, SECOND
from bot.domain.posts import PostKind
from bot.domain.prompts import Prompt
from bot.domain.refusals import Refusal, Repeated, Why
from bot.domain.votes import Vote, VoteState
from bot.services.votes.ballots import Standing
from data import Database
from data.tables import ballots
from data.transactions import Transaction
from tests.services.breaking import Breaking, defer_foreign_keys
from tests.services.stage import ANN, BEN, CLEO, DEE, DORA, HOME, ONE_ENGINE, Refuses, Stage, entry_of, member


async def opened(stage: Stage, works: int = 3, closes_in: int = HOUR) -> tuple[Prompt, Vote]:
    """A vote over works of Ann, Ben, Cleo and on."""
    prompt = await stage.prompt()
    for number in range(works):
        await stage.work(member(3 + number), prompt)
    return prompt, await stage.vote(prompt, closes_in=closes_in)


def ids(vote: Vote) -> list[EntryId]:
    return [entry.id for entry in vote.entries]


async def test_two_hundred_voters_at_once_are_two_hundred_ballots_with_their_last_will(box: Stage) -> None:
    _, vote = await opened(box)
    chance = random.Random(7)
    entries = ids(vote)
    presses, last = [], {}
    for number in range(200):
        voter = member(1_000 + number)
        for _ in range(chance.choice((1, 1, 1, 2, 3))):
            picked = frozenset(chance.sample(entries, chance.randrange(len(entries) + 1)))
            presses.append(box.press(vote, voter, *picked))
            last[voter.id] = picked
    chance.shuffle(presses)
    standings = await asyncio.gather(*(box.box.cast(press) for press in presses))

    stored = await box.ballots(vote.id)
    assert {voter: ballot.picks for voter, ballot in stored.items()} == last
    assert all(isinstance(standing, Standing) for standing in standings)
    again = await asyncio.gather(*(box.box.cast(press) for press in presses), return_exceptions=True)
    assert {type(outcome) for outcome in again} == {Repeated}
    assert await box.ballots(vote.id) == stored, "delivered twice, counted once"


async def test_three_choices_fired_at_once_leave_one_ballot_and_the_answers_name_what_stands(box: Stage) -> None:
    _, vote = await opened(box)
    presses = [box.press(vote, DEE, entry) for entry in ids(vote)]
    standings = await asyncio.gather(*(box.box.cast(press) for press in reversed(presses)))

    (stored,) = (await box.ballots(vote.id)).values()
    assert stored.picks == presses[-1].picked
    assert [standing.ballot for standing in standings] == [stored] * 3


async def test_the_same_press_delivered_twice_at_once_is_saved_and_answered_once(box: Stage) -> None:
    _, vote = await opened(box)
    press = box.press(vote, DEE, ids(vote)[0])
    outcomes = await asyncio.gather(*(box.box.cast(press) for _ in range(3)), return_exceptions=True)

    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Repeated", "Repeated", "Standing"]
    assert len(await box.ballots(vote.id)) == 1


async def test_five_presses_on_one_work_are_one_vote_for_it(box: Stage) -> None:
    _, vote = await opened(box)
    for _ in range(5):
        await box.box.cast(box.press(vote, DEE, ids(vote)[0]))
    await box.box.close(vote.id, box.clock.now())

    result = (await box.votes.result(HOME, 1)).result
    assert (result.turnout, result.standings[0].picks) == (1, 1)


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0), (2, 0, 1)])
@ONE_ENGINE
async def test_voted_taken_back_and_voted_again_in_any_order_of_arrival_is_the_last_will(
    box: Stage, order: tuple[int, ...]
) -> None:
    _, vote = await opened(box)
    presses = [box.press(vote, DEE, ids(vote)[0]), box.press(vote, DEE), box.press(vote, DEE, ids(vote)[1])]
    for which in order:
        await box.box.cast(presses[which])

    assert (await box.ballots(vote.id))[DEE.id].picks == presses[2].picked


async def test_a_press_that_took_picks_back_delivered_three_times_takes_them_back_once(box: Stage) -> None:
    _, vote = await opened(box)
    await box.box.cast(box.press(vote, DEE, *ids(vote)[:2]))
    taken_back = box.press(vote, DEE, ids(vote)[0])
    for _ in range(3):
        with suppress(Repeated):
            await box.box.cast(taken_back)

    assert (await box.ballots(vote.id))[DEE.id].picks == {ids(vote)[0]}


async def test_a_refused_ballot_sinks_none_of_its_neighbours(box: Stage) -> None:
    _, vote = await opened(box)
    first, second, _ = ids(vote)
    outcomes = await asyncio.gather(
        box.box.cast(box.press(vote, DORA, first)),
        box.box.cast(box.press(vote, ANN, first, second)),
        box.box.cast(box.press(vote, BEN, EntryId(99))),
        box.box.cast(box.press(vote, CLEO, second)),
        return_exceptions=True,
    )

    own, unknown = outcomes[1], outcomes[2]
    assert isinstance(own, Refusal)
    assert isinstance(unknown, Refusal)
    assert (own.why, own.fields, unknown.why) == (Why.OWN_WORK, {"number": 1}, Why.NO_SUCH_ENTRY)
    assert {voter: ballot.picks for voter, ballot in (await box.ballots(vote.id)).items()} == {
        DORA.id: {first},
        CLEO.id: {second},
    }


async def test_a_press_for_a_vote_that_is_not_there_fails_alone(box: Stage) -> None:
    _, vote = await opened(box)
    stray = box.press(vote, BEN, ids(vote)[0])
    stray = type(stray)(VoteId(77), stray.voter_id, 0, stray.picked, stray.interaction_id, stray.pressed_at)
    outcomes = await asyncio.gather(
        box.box.cast(box.press(vote, DORA, ids(vote)[0])),
        box.box.cast(stray),
        box.box.cast(box.press(vote, DEE, ids(vote)[0])),
        return_exceptions=True,
    )

    assert [isinstance(outcome, Standing) for outcome in outcomes] == [True, False, True]
    assert set(await box.ballots(vote.id)) == {DORA.id, DEE.id}


@ONE_ENGINE
async def test_the_maker_of_an_entry_may_vote_for_the_others(box: Stage) -> None:
    _, vote = await opened(box)
    own, other, _ = ids(vote)

    with Refuses(Why.OWN_WORK):
        await box.box.cast(box.press(vote, ANN, own))
    assert (await box.box.cast(box.press(vote, ANN, other))).ballot.picks == {other}


@ONE_ENGINE
async def test_a_ballot_of_many_pages_keeps_what_was_picked_on_each(box: Stage) -> None:
    _, vote = await opened(box, works=27)
    entries = [entry.id for entry in vote.entries if ANN.id not in entry.makers]
    await box.box.cast(box.press(vote, ANN, entries[0], entries[24]))
    standing = await box.box.cast(box.press(vote, ANN, entries[25], page=1))
    assert standing.ballot.picks == {entries[0], entries[24], entries[25]}
    standing = await box.box.cast(box.press(vote, ANN, entries[3]))

    assert standing.ballot.picks == {entries[3], entries[25]}
    assert (await box.votes.ballot(ANN, HOME, 1)).picks == standing.ballot.picks


async def test_a_press_counts_by_when_it_was_made_and_not_by_when_we_heard(box: Stage) -> None:
    _, vote = await opened(box)
    in_time, too_late = box.snowflake(later=HOUR - SECOND // 1_000), box.snowflake(later=HOUR)
    await box.clock.advance(HOUR + SECOND)

    await box.box.cast(box.press(vote, DEE, ids(vote)[0], at=in_time))
    with Refuses(Why.VOTE_IS_CLOSED) as refused:
        await box.box.cast(box.press(vote, DORA, ids(vote)[0], at=too_late))
    assert refused.fields == {"title": vote.title, "at": vote.closes_at}
    assert set(await box.ballots(vote.id)) == {DEE.id}


async def test_a_close_goes_behind_every_press_that_was_waiting(box: Stage) -> None:
    _, vote = await opened(box)
    before = [box.box.cast(box.press(vote, member(500 + number), ids(vote)[0])) for number in range(300)]
    closing = box.box.close(vote.id, box.clock.now())
    after = [box.box.cast(box.press(vote, member(900 + number), ids(vote)[1])) for number in range(5)]
    outcomes = await asyncio.gather(*before, closing, *after, return_exceptions=True)

    assert all(isinstance(outcome, Standing) for outcome in outcomes[:300])
    assert isinstance(outcomes[300], Vote)
    assert outcomes[300].state is VoteState.CLOSED
    assert all(isinstance(one, Refusal) and one.why is Why.VOTE_IS_CLOSED for one in outcomes[301:])
    assert (await box.votes.result(HOME, 1)).result.turnout == 300
    assert len(await box.delivered(PostKind.VOTE_RESULTS)) == 1


@ONE_ENGINE
async def test_closing_twice_at_once_closes_once(box: Stage) -> None:
    _, vote = await opened(box)
    bell = box.posts_bell.rung
    first, second = await asyncio.gather(
        box.box.close(vote.id, box.clock.now()), box.box.close(vote.id, vote.closes_at)
    )

    assert first == second
    assert box.posts_bell.rung > bell, "the outbox is told that results are owed"
    assert len(await box.delivered(PostKind.VOTE_RESULTS)) == 1


async def test_a_vote_that_runs_over_a_restart_keeps_its_ballots_and_takes_changes(box: Stage) -> None:
    _, vote = await opened(box)
    first, second, _ = ids(vote)
    await box.box.cast(box.press(vote, DEE, first))
    box.rebuild(box.db)
    serving = asyncio.create_task(box.box.run())

    assert (await box.votes.ballot(DEE, HOME, 1)).picks == {first}
    await box.box.cast(box.press(vote, DEE, second))
    assert {voter: ballot.picks for voter, ballot in (await box.ballots(vote.id)).items()} == {DEE.id: {second}}
    serving.cancel()
    with suppress(asyncio.CancelledError):
        await serving


async def broken(box: Stage, db: Database) -> tuple[Breaking, "asyncio.Task[None]"]:
    """A box on a database whose commits can go wrong, served."""
    await defer_foreign_keys(db)
    breaking = Breaking(db)
    box.rebuild(breaking)
    return breaking, asyncio.create_task(box.box.run())


async def stop(serving: "asyncio.Task[None]") -> None:
    serving.cancel()
    with suppress(asyncio.CancelledError):
        await serving


async def test_nobody_is_told_saved_when_the_commit_fails(box: Stage, db: Database) -> None:
    _, vote = await opened(box)
    breaking, serving = await broken(box, db)
    breaking.is_broken = True
    outcomes = await asyncio.gather(
        *(box.box.cast(box.press(vote, voter, ids(vote)[0])) for voter in (DEE, DORA)), return_exceptions=True
    )

    assert all(isinstance(outcome, DBAPIError) for outcome in outcomes)
    breaking.is_broken = False
    assert (await box.box.cast(box.press(vote, DEE, ids(vote)[1]))).ballot.picks == {ids(vote)[1]}
    assert set(await box.ballots(vote.id)) == {DEE.id}
    await stop(serving)


async def test_when_a_shared_commit_fails_each_ballot_is_tried_alone_and_told_its_own_fate(
    box: Stage, db: Database
) -> None:
    _, vote = await opened(box)
    breaking, serving = await broken(box, db)
    presses = [box.press(vote, member(500 + number), ids(vote)[0]) for number in range(5)]
    waiting = [asyncio.ensure_future(box.box.cast(press)) for press in presses]
    breaking.fail = 2
    outcomes = await asyncio.gather(*waiting, return_exceptions=True)

    stored = await box.ballots(vote.id)
    told = {press.voter_id for press, outcome in zip(presses, outcomes, strict=True) if isinstance(outcome, Standing)}
    assert told == set(stored), "told saved is saved, and the other way round"
    assert [isinstance(outcome, IntegrityError) for outcome in outcomes] == [True, False, False, False, False]
    await stop(serving)


async def test_after_a_commit_of_unknown_outcome_what_was_seen_is_read_back_before_anyone_is_answered(
    box: Stage, db: Database
) -> None:
    _, vote = await opened(box)
    breaking, serving = await broken(box, db)
    presses = [box.press(vote, voter, ids(vote)[1]) for voter in (ANN, CLEO, DEE)]
    own = box.press(vote, BEN, ids(vote)[1])
    breaking.lose = 1
    outcomes = await asyncio.gather(*(box.box.cast(press) for press in (*presses, own)), return_exceptions=True)

    assert [isinstance(outcome, Standing) for outcome in outcomes] == [True, True, True, False]
    assert set(await box.ballots(vote.id)) == {ANN.id, CLEO.id, DEE.id}
    with pytest.raises(Repeated):
        await box.box.cast(presses[0])
    await stop(serving)


async def test_a_close_of_unknown_outcome_closes_once(box: Stage, db: Database) -> None:
    _, vote = await opened(box)
    breaking, serving = await broken(box, db)
    breaking.lose = 1

    assert (await box.box.close(vote.id, box.clock.now())).state is VoteState.CLOSED
    assert len(await box.delivered(PostKind.VOTE_RESULTS)) == 1
    await stop(serving)


@ONE_ENGINE
async def test_a_box_that_stops_tells_whoever_waits_by_a_cancellation(box: Stage, db: Database) -> None:
    _, vote = await opened(box)
    box.rebuild(db)
    waiting = asyncio.create_task(box.box.cast(box.press(vote, DEE, ids(vote)[0])))
    await asyncio.sleep(0)
    serving = asyncio.create_task(box.box.run())
    await asyncio.sleep(0)
    await stop(serving)

    with pytest.raises(asyncio.CancelledError):
        await waiting


@ONE_ENGINE
async def test_a_voter_who_went_away_while_waiting_has_voted_all_the_same(box: Stage) -> None:
    _, vote = await opened(box)
    gone = asyncio.create_task(box.box.cast(box.press(vote, DEE, ids(vote)[0])))
    await asyncio.sleep(0)
    gone.cancel()
    await box.box.cast(box.press(vote, DORA, ids(vote)[0]))

    assert set(await box.ballots(vote.id)) == {DEE.id, DORA.id}


async def test_the_tables_themselves_refuse_a_second_ballot_of_one_voter(box: Stage) -> None:
    _, vote = await opened(box)
    await box.box.cast(box.press(vote, DEE, ids(vote)[0]))
    second = {"vote_id": vote.id, "voter_id": DEE.id, "picks": [], "pressed_id": 1}

    async def stuff() -> None:
        async with box.db.transaction() as tx:
            assert isinstance(tx, Transaction)
            await tx.statements.change(insert(ballots), second)

    with pytest.raises(IntegrityError):
        await stuff()
    assert (await box.ballots(vote.id))[DEE.id].picks == {ids(vote)[0]}


@ONE_ENGINE
async def test_a_ballot_names_its_works_by_the_entries_of_its_vote(box: Stage) -> None:
    prompt, vote = await opened(box)
    works = (await box.prompts.view(HOME, prompt.number)).works

    assert [entry_of(vote, work) for work in works] == ids(vote)
