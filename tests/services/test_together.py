"""Messages in one breath, made one work and taken apart; and several makers of one work."""

from bot.domain.instants import HOUR, MINUTE, SECOND, Instant
from bot.domain.posts import Action, PostKind
from bot.domain.prompts import Prompt
from bot.domain.refusals import Why
from bot.domain.works import Work, WorkState
from bot.services.works import Submission
from tests.services.stage import ANN, BEN, CLEO, DEE, HOME, ONE_ENGINE, Refuses, Stage

pytestmark = ONE_ENGINE


async def messages(stage: Stage, prompt: Prompt, count: int = 3, apart: int = 20 * SECOND) -> list[Submission]:
    """Ann's, `apart` after each other, answered."""
    sent: list[Submission] = []
    for number in range(count):
        picture = stage.picture(f"{number}.png", str(number).encode())
        sent.append(stage.message(ANN, prompt.thread_id, picture, words=f"part {number}"))
        await stage.posted(sent[-1])
        await stage.deliver()
        await stage.clock.advance(apart)
    return sent


async def of(stage: Stage, number: int) -> Work:
    async with stage.db.transaction() as tx:
        return await tx.works.by_number(HOME, number)


async def run(stage: Stage, number: int) -> tuple[int, ...]:
    return (await stage.works.desk.view(ANN, HOME, number)).run


async def test_three_quick_messages_are_offered_as_one_work_under_the_last_alone(stage: Stage) -> None:
    await messages(stage, await stage.prompt())

    assert [await run(stage, number) for number in (1, 2, 3)] == [(), (), (1, 2, 3)]


async def test_the_answer_that_offered_it_before_is_drawn_anew_when_another_follows(stage: Stage) -> None:
    prompt = await stage.prompt()
    await messages(stage, prompt, 2)
    await stage.posted(stage.message(ANN, prompt.thread_id, stage.picture("c.png", b"c")))

    sent = await stage.deliver()
    assert sorted((post.owed.action, post.owed.subject["work"]) for post in sent) == [
        (Action.CREATE, 3),
        (Action.EDIT, 2),
    ]


async def test_messages_far_apart_or_with_other_sources_are_not_offered(stage: Stage) -> None:
    prompt = await stage.prompt()
    await messages(stage, prompt, 2, apart=3 * MINUTE)
    assert await run(stage, 2) == ()
    ben = await stage.work(BEN, prompt)
    await stage.posted(stage.message(ANN, prompt.thread_id, stage.picture("x.png", b"x"), reply_to=None))
    await stage.posted(stage.message(ANN, prompt.thread_id, stage.picture("y.png", b"y")))
    await stage.lineage.cite(ANN, HOME, 5, [ben.number or 0], stage.snowflake())

    assert await run(stage, 5) == ()
    with Refuses(Why.NOTHING_TO_JOIN):
        await stage.works.together.join(ANN, HOME, 5, stage.snowflake())


async def test_made_one_they_hold_all_files_and_words_and_one_place_in_the_prompt(stage: Stage) -> None:
    prompt = await stage.prompt(works_per_member=3)
    await messages(stage, prompt)
    whole = await stage.works.together.join(ANN, HOME, 3, stage.snowflake())

    assert (whole.number, [asset.filename for asset in whole.assets]) == (1, ["0.png", "1.png", "2.png"])
    assert whole.words == "part 0\npart 1\npart 2"
    assert [work.number for work in (await stage.prompts.view(HOME, 1)).works] == [1]
    assert (await stage.works.desk.view(ANN, HOME, 3)).part_of == 1
    assert await stage.works.desk.shown_with(whole) == (), "each stands in a message of hers"
    for _ in range(2):
        await stage.clock.advance(HOUR)
        assert (await stage.work(ANN, prompt)).state is WorkState.ACCEPTED


async def test_taken_apart_each_is_a_work_of_its_own_again(stage: Stage) -> None:
    await messages(stage, await stage.prompt(works_per_member=3))
    await stage.works.together.join(ANN, HOME, 3, stage.snowflake())
    assert await stage.works.together.part(ANN, HOME, 1, stage.snowflake()) == [1, 2, 3]

    works = (await stage.prompts.view(HOME, 1)).works
    assert [(work.words, [asset.filename for asset in work.assets]) for work in works] == [
        ("part 0", ["0.png"]),
        ("part 1", ["1.png"]),
        ("part 2", ["2.png"]),
    ]
    assert await run(stage, 3) == (1, 2, 3)
    with Refuses(Why.NOT_JOINED):
        await stage.works.together.part(ANN, HOME, 1, stage.snowflake())


async def test_a_part_cannot_be_handed_in_again_by_itself(stage: Stage) -> None:
    await messages(stage, await stage.prompt())
    await stage.works.together.join(ANN, HOME, 3, stage.snowflake())

    assert not (await stage.lineage.view(ANN, HOME, 3)).may_come_back
    with Refuses(Why.ALREADY_HANDED_IN):
        await stage.works.hand_in_again(ANN, HOME, 3, stage.snowflake())


async def test_a_deleted_message_takes_its_own_files_and_the_last_one_the_work(stage: Stage) -> None:
    sent = await messages(stage, await stage.prompt())
    await stage.works.together.join(ANN, HOME, 3, stage.snowflake())
    for message, left in ((sent[1], ["0.png", "2.png"]), (sent[0], ["2.png"])):
        assert not await stage.works.message_deleted(message.message_id or 0)  # type: ignore[arg-type]
        assert [asset.filename for asset in (await of(stage, 1)).assets] == left
    assert await stage.works.message_deleted(sent[2].message_id or 0)  # type: ignore[arg-type]

    assert (await of(stage, 1)).state is WorkState.WITHDRAWN


async def test_every_message_of_a_work_made_of_several_is_looked_for_after_an_absence(stage: Stage) -> None:
    prompt = await stage.prompt()
    sent = await messages(stage, prompt)
    await stage.works.together.join(ANN, HOME, 3, stage.snowflake())
    assert prompt.thread_id is not None

    async with stage.db.transaction() as tx:
        assert await tx.works.standing_in(prompt.thread_id) == [one.message_id for one in reversed(sent)]


async def test_only_their_maker_makes_them_one(stage: Stage) -> None:
    await messages(stage, await stage.prompt())
    with Refuses(Why.NOT_YOURS):
        await stage.works.together.join(BEN, HOME, 3, stage.snowflake())


async def ask(stage: Stage, work: Work, *people: object) -> None:
    named = [person.id for person in people]  # type: ignore[attr-defined]
    await stage.works.makers.ask(ANN, HOME, work.number or 0, named, stage.snowflake())


async def test_one_silent_line_asks_everybody_who_was_named(stage: Stage) -> None:
    work = await stage.work(ANN, await stage.prompt())
    await stage.deliver()
    await ask(stage, work, BEN, CLEO, ANN)

    (line,) = await stage.deliver()
    assert (line.owed.kind, line.owed.subject["members"]) == (PostKind.MAKERS_ASKED, [str(BEN.id), str(CLEO.id)])
    with Refuses(Why.NOBODY_NEW_NAMED):
        await ask(stage, work, BEN)


async def test_who_was_named_is_a_maker_once_they_say_so_and_never_before(stage: Stage) -> None:
    prompt = await stage.prompt()
    work = await stage.work(ANN, prompt)
    await ask(stage, work, BEN, CLEO)
    assert (await of(stage, 1)).makers == (ANN.id,)
    await stage.works.makers.answer(BEN, HOME, 1, stage.snowflake(), made_it=True)
    await stage.works.makers.answer(CLEO, HOME, 1, stage.snowflake(), made_it=False)

    assert (await of(stage, 1)).makers == (ANN.id, BEN.id)
    vote = await stage.vote(prompt)
    assert vote.entries[0].makers == frozenset({ANN.id, BEN.id})
    assert await stage.works.makers.standing(HOME, 1, [BEN.id, CLEO.id]) == {BEN.id: True}


async def test_who_has_not_said_yet_is_seen_by_the_maker_and_themselves_alone(stage: Stage) -> None:
    work = await stage.work(ANN, await stage.prompt())
    await ask(stage, work, BEN, CLEO)
    seen = [(await stage.works.desk.view(person, HOME, 1)).waiting for person in (ANN, BEN, CLEO, DEE)]

    assert seen == [(BEN.id, CLEO.id), (BEN.id,), (CLEO.id,), ()]


async def test_a_confirmed_maker_may_take_the_work_back_and_may_leave_it(stage: Stage) -> None:
    prompt = await stage.prompt(works_per_member=1)
    work = await stage.work(ANN, prompt)
    await ask(stage, work, BEN)
    await stage.works.makers.answer(BEN, HOME, 1, stage.snowflake(), made_it=True)
    await stage.works.withdraw(BEN, HOME, 1, stage.snowflake())
    await stage.works.hand_in_again(BEN, HOME, 1, stage.snowflake())
    assert (await stage.work(BEN, prompt)).state is WorkState.ACCEPTED, "the place it takes is Ann's"
    await stage.works.makers.answer(BEN, HOME, 1, stage.snowflake(), made_it=False)

    assert (await of(stage, 1)).makers == (ANN.id,)


async def test_whoever_was_not_named_cannot_say_they_made_it(stage: Stage) -> None:
    await stage.work(ANN, await stage.prompt())
    with Refuses(Why.NOT_ASKED):
        await stage.works.makers.answer(BEN, HOME, 1, stage.snowflake(), made_it=True)


async def test_the_terms_are_asked_until_answered_and_the_newest_answer_counts(stage: Stage) -> None:
    await stage.work(ANN, await stage.prompt())
    assert (await stage.works.desk.view(ANN, HOME, 1)).asks_terms
    assert not (await stage.works.desk.view(BEN, HOME, 1)).asks_terms
    await stage.works.desk.consent(ANN, HOME, stage.snowflake(), outside=True)
    await stage.works.desk.consent(ANN, HOME, stage.snowflake(SECOND), outside=False)

    said = await stage.works.desk.consent_of(ANN, HOME)
    assert said is not None
    assert (said.outside, said.at) == (False, Instant(stage.clock.now() + SECOND))
    assert not (await stage.works.desk.view(ANN, HOME, 1)).asks_terms
