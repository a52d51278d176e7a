"""What makers put right in a work that is in: words, files, and whether it is one at all."""

from dataclasses import replace

import pytest

from bot.domain.instants import HOUR, SECOND, Instant
from bot.domain.making import Outside, OutsideKind
from bot.domain.posts import Action, PostKind
from bot.domain.refusals import Repeated, Why
from bot.domain.works import Kind, Work, WorkState
from tests.services.stage import ANN, BEN, HOME, NOON, ONE_ENGINE, Refuses, Stage

pytestmark = ONE_ENGINE

CLOSES = Instant(NOON + HOUR)


async def posted(stage: Stage, **draft: object) -> Work:
    """Ann's, by message, with its answer there."""
    prompt = await stage.prompt(**draft)
    work = await stage.posted(stage.message(ANN, prompt.thread_id, stage.picture(), words="rain"))
    assert work is not None
    await stage.deliver()
    return work


async def now(stage: Stage, work: Work) -> Work:
    async with stage.db.transaction() as tx:
        return await tx.works.get(work.id)


async def put(stage: Stage, work: Work, *names: str, at: int | None = None, replacing: bool = True) -> Work:
    files = [stage.picture(name, name.encode()) for name in names]
    interaction = at or stage.snowflake()
    return await stage.works.refining.put_files(ANN, HOME, work.number or 0, files, interaction, replacing=replacing)


async def edit(stage: Stage, work: Work, title: str, words: str, credit: str = "") -> Work:
    return await stage.works.refining.edit(ANN, HOME, work.number or 0, title, words, credit, stage.snowflake())


async def test_a_file_replaced_a_second_before_the_closing_counts_and_a_second_after_it_is_refused(
    stage: Stage,
) -> None:
    work = await posted(stage, closes_at=CLOSES)
    changed = await put(stage, work, "better.png", at=stage.snowflake(HOUR - SECOND))
    assert [asset.filename for asset in changed.assets] == ["better.png"]
    with Refuses(Why.CHANGE_IS_LATE) as refused:
        await put(stage, work, "best.png", at=stage.snowflake(HOUR + SECOND))

    assert (refused.fields["number"], refused.fields["at"]) == (work.number, CLOSES)
    assert [asset.filename for asset in (await now(stage, work)).assets] == ["better.png"]


async def test_what_was_replaced_is_kept_as_an_earlier_version_for_its_maker_alone(stage: Stage) -> None:
    work = await posted(stage)
    await put(stage, work, "better.png")
    mine = await stage.works.desk.view(ANN, HOME, work.number or 0)

    assert [(asset.filename, at) for asset, at in mine.earlier] == [("rain.png", stage.clock.now())]
    assert stage.store.path(work.assets[0].sha256 or "").is_file()
    assert (await stage.works.desk.view(BEN, HOME, work.number or 0)).earlier == ()


async def test_the_answer_is_drawn_anew_with_the_files_that_stand_in_no_message(stage: Stage) -> None:
    work = await posted(stage)
    changed = await put(stage, work, "more.png", replacing=False)

    assert [post.owed.action for post in await stage.deliver()] == [Action.EDIT]
    assert [asset.filename for asset in changed.assets] == ["rain.png", "more.png"]
    assert [asset.filename for asset in await stage.works.desk.shown_with(changed)] == ["more.png"]


async def test_an_edit_of_the_message_neither_takes_added_files_nor_brings_replaced_ones_back(stage: Stage) -> None:
    prompt = await stage.prompt()
    message = stage.message(ANN, prompt.thread_id, stage.picture(), words="rain")
    work = await stage.posted(message)
    assert work is not None
    await put(stage, work, "better.png")
    await stage.works.message_edited(replace(message, words="rain again", edited_at=Instant(NOON + SECOND)))

    changed = await now(stage, work)
    assert ([asset.filename for asset in changed.assets], changed.words) == (["better.png"], "rain again")


async def test_a_free_standing_work_may_change_at_any_time(stage: Stage) -> None:
    prompt = await stage.prompt(closes_at=CLOSES)
    first = await stage.work(BEN, prompt)
    await stage.clock.advance(2 * HOUR)
    work = await stage.work(ANN, prompt, first)
    assert work.prompt_id is None

    assert [asset.filename for asset in (await put(stage, work, "new.png")).assets] == ["new.png"]


async def test_what_people_vote_on_stays_as_it_is(stage: Stage) -> None:
    prompt = await stage.prompt()
    work = await stage.work(ANN, prompt)
    await stage.vote(prompt)
    with Refuses(Why.IN_A_VOTE):
        await put(stage, work, "better.png")
    with Refuses(Why.IN_A_VOTE):
        await edit(stage, work, work.title, "new words")

    assert (await edit(stage, work, "A new title", work.words)).title == "A new title"


async def test_files_the_prompt_does_not_take_and_too_many_of_them_change_nothing(stage: Stage) -> None:
    work = await posted(stage, kinds=frozenset({Kind.PICTURE}))
    song = stage.files.put("song.wav", b"RIFF")
    with Refuses(Why.WRONG_KIND):
        await stage.works.refining.put_files(ANN, HOME, 1, [song], stage.snowflake(), replacing=False)
    with Refuses(Why.TOO_MANY_FILES):
        await put(stage, work, *[f"{name}.png" for name in range(10)], replacing=False)
    lost = replace(stage.picture("lost.png"), url=f"{stage.files.origin}/nothing")
    with Refuses(Why.FILE_IS_LOST):
        await stage.works.refining.put_files(ANN, HOME, 1, [lost], stage.snowflake(), replacing=True)

    assert [asset.filename for asset in (await now(stage, work)).assets] == ["rain.png"]


async def test_only_a_maker_changes_a_work_and_each_form_counts_once(stage: Stage) -> None:
    work = await posted(stage)
    with Refuses(Why.NOT_YOURS):
        await stage.works.refining.edit(BEN, HOME, 1, "Mine now", "", "", stage.snowflake())
    with Refuses(Why.NOT_YOURS):
        await stage.works.refining.put_files(BEN, HOME, 1, [stage.picture()], stage.snowflake(), replacing=True)
    interaction = stage.snowflake()
    await put(stage, work, "once.png", at=interaction, replacing=False)
    with pytest.raises(Repeated):
        await put(stage, work, "once.png", at=interaction, replacing=False)

    assert len((await now(stage, work)).assets) == 2


async def test_title_words_and_credit_words_change_and_an_empty_title_follows_the_words(stage: Stage) -> None:
    work = await posted(stage)
    await edit(stage, work, "Monsoon", "It rains.", "Rain by Ann")
    changed = await now(stage, work)
    assert (changed.title, changed.words, changed.credit) == ("Monsoon", "It rains.", "Rain by Ann")
    await edit(stage, work, " ", "It pours.")

    changed = await now(stage, work)
    assert (changed.title, changed.credit) == ("It pours.", "")


async def test_words_after_the_closing_are_refused_and_the_title_is_not(stage: Stage) -> None:
    work = await posted(stage, closes_at=CLOSES)
    await stage.clock.advance(2 * HOUR)
    with Refuses(Why.CHANGE_IS_LATE):
        await edit(stage, work, "Monsoon", "other words")

    assert (await edit(stage, work, "Monsoon", "rain")).title == "Monsoon"


async def test_a_message_that_was_talk_is_no_entry_and_the_line_under_it_goes(stage: Stage) -> None:
    work = await posted(stage, works_per_member=1)
    await stage.works.refining.not_an_entry(ANN, HOME, 1, stage.snowflake())
    (gone,) = await stage.deliver()

    assert (gone.owed.action, gone.owed.kind, gone.target_id is not None) == (
        Action.DELETE,
        PostKind.WORK_ANSWER,
        True,
    )
    assert (await now(stage, work)).state is WorkState.WITHDRAWN
    other = await stage.posted(
        stage.message(ANN, (await stage.prompts.view(HOME, 1)).prompt.thread_id, stage.picture())
    )
    assert other is not None
    assert other.state is WorkState.ACCEPTED, "its place in the prompt is free"


async def test_it_can_be_an_entry_after_all_and_is_answered_again(stage: Stage) -> None:
    work = await posted(stage)
    await stage.works.refining.not_an_entry(ANN, HOME, 1, stage.snowflake())
    await stage.deliver()
    await stage.works.hand_in_again(ANN, HOME, 1, stage.snowflake())

    assert [post.owed.action for post in await stage.deliver()] == [Action.CREATE]
    assert ((await now(stage, work)).state, (await now(stage, work)).reason) == (WorkState.ACCEPTED, None)


async def test_thought_better_of_at_once_the_line_never_went(stage: Stage) -> None:
    await posted(stage)
    await stage.works.refining.not_an_entry(ANN, HOME, 1, stage.snowflake())
    await stage.works.hand_in_again(ANN, HOME, 1, stage.snowflake())

    assert Action.DELETE not in [post.owed.action for post in await stage.deliver()]


async def test_what_others_built_on_and_what_came_by_command_stays_an_entry(stage: Stage) -> None:
    work = await posted(stage)
    by_command = await stage.work(ANN, (await stage.prompts.view(HOME, 1)).prompt)
    await stage.work(BEN, None, work)
    with Refuses(Why.IS_BUILT_ON):
        await stage.works.refining.not_an_entry(ANN, HOME, 1, stage.snowflake())
    with Refuses(Why.NO_MESSAGE_OF_YOURS):
        await stage.works.refining.not_an_entry(ANN, HOME, by_command.number or 0, stage.snowflake())


async def test_what_came_from_outside_is_named_shown_to_all_and_taken_out(stage: Stage) -> None:
    await posted(stage)
    font = Outside(OutsideKind.FONT, "Inter", "https://rsms.me/inter", "OFL")
    await stage.works.refining.set_outside(ANN, HOME, 1, font, [], stage.snowflake())
    (shown,) = (await stage.works.desk.view(BEN, HOME, 1)).outside
    assert replace(shown, id=0) == font
    with Refuses(Why.OUTSIDE_NEEDS_A_NAME):
        await stage.works.refining.set_outside(ANN, HOME, 1, replace(font, name=" "), [], stage.snowflake())
    with Refuses(Why.LINK_NOT_UNDERSTOOD):
        await stage.works.refining.set_outside(ANN, HOME, 1, replace(font, link="javascript:x"), [], stage.snowflake())
    await stage.works.refining.set_outside(ANN, HOME, 1, None, [shown.id], stage.snowflake())

    assert (await stage.works.desk.view(BEN, HOME, 1)).outside == ()
