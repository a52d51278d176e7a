"""A maker's message changes: what is taken away is taken away, what is added counts in time."""

from dataclasses import replace

from bot.domain.instants import HOUR, SECOND, Instant
from bot.domain.submissions import Submission
from bot.domain.works import Asset, Kind, Work, WorkState
from tests.services.stage import ANN, BEN, HOME, NOON, ONE_ENGINE, Stage

PICTURES = frozenset({Kind.PICTURE})


async def handed_in(stage: Stage, words: str = "Umbrellas", **prompt: object) -> tuple[Submission, Work]:
    opened = await stage.prompt(**prompt)
    message = stage.message(ANN, opened.thread_id, stage.picture("a.png"), stage.picture("b.png"), words=words)
    work = await stage.posted(message)
    assert work is not None
    await stage.deliver()
    return message, work


def edited(message: Submission, later: int, *assets: Asset, words: str | None = None) -> Submission:
    words = message.words if words is None else words
    return replace(message, words=words, assets=assets or message.assets, edited_at=Instant(message.made_at + later))


async def now(stage: Stage, work: Work) -> Work:
    async with stage.db.transaction() as tx:
        return await tx.works.get(work.id)


async def test_new_words_are_the_works_words_and_its_title_follows(stage: Stage) -> None:
    message, work = await handed_in(stage)
    assert await stage.works.message_edited(edited(message, SECOND, words="Parasols"))

    changed = await now(stage, work)
    assert (changed.title, changed.words, changed.state) == ("Parasols", "Parasols", WorkState.ACCEPTED)
    assert [post.owed.action for post in await stage.deliver()] == ["edit"], "the line under it says so"
    assert [one.title for one in await stage.works.find(HOME, "parasol")] == ["Parasols"]


@ONE_ENGINE
async def test_a_title_that_was_given_stays_when_the_words_change(stage: Stage) -> None:
    prompt = await stage.prompt()
    message = stage.message(ANN, prompt.thread_id, stage.picture(), words="rain", title="Monsoon")
    work = await stage.posted(message)
    assert work is not None
    await stage.works.message_edited(edited(message, SECOND, words="more rain"))

    assert ((await now(stage, work)).title, (await now(stage, work)).words) == ("Monsoon", "more rain")


async def test_an_edit_heard_of_again_or_after_a_newer_one_does_nothing(stage: Stage) -> None:
    message, work = await handed_in(stage)
    newer, older = edited(message, 2 * SECOND, words="Newer"), edited(message, SECOND, words="Older")
    assert await stage.works.message_edited(newer)
    assert not await stage.works.message_edited(older)
    assert not await stage.works.message_edited(newer)

    assert (await now(stage, work)).words == "Newer"


@ONE_ENGINE
async def test_a_link_preview_that_appears_is_no_edit(stage: Stage) -> None:
    message, _ = await handed_in(stage)

    assert not await stage.works.message_edited(replace(message, words="anything"))


@ONE_ENGINE
async def test_new_words_after_the_closing_change_nothing(stage: Stage) -> None:
    message, work = await handed_in(stage, closes_at=Instant(NOON + HOUR))
    assert await stage.works.message_edited(edited(message, HOUR - SECOND, words="In time"))
    assert not await stage.works.message_edited(edited(message, HOUR + SECOND, words="Too late"))

    assert (await now(stage, work)).words == "In time"


async def test_a_file_taken_out_is_out_even_after_the_closing_and_its_bytes_stay(stage: Stage) -> None:
    message, work = await handed_in(stage, closes_at=Instant(NOON + HOUR))
    assert await stage.works.message_edited(edited(message, 2 * HOUR, message.assets[1]))

    assert [asset.filename for asset in (await now(stage, work)).assets] == ["b.png"]
    assert stage.store.path(work.assets[0].sha256 or "").is_file()


@ONE_ENGINE
async def test_a_work_that_lost_its_last_file_is_taken_back_where_words_alone_are_no_work(stage: Stage) -> None:
    message, work = await handed_in(stage, kinds=PICTURES)
    assert await stage.works.message_edited(replace(edited(message, SECOND), assets=()))

    assert (await now(stage, work)).state is WorkState.WITHDRAWN


async def test_a_file_added_in_time_is_kept_and_one_the_prompt_does_not_take_is_left_out(stage: Stage) -> None:
    message, work = await handed_in(stage, kinds=PICTURES)
    third = stage.picture("c.png", b"third")
    assert await stage.works.message_edited(edited(message, SECOND, *message.assets, third))
    await stage.keep_all()
    song = stage.files.put("d.wav", b"RIFF")
    assert not await stage.works.message_edited(edited(message, 2 * SECOND, *message.assets, third, song))

    changed = await now(stage, work)
    assert [asset.filename for asset in changed.assets] == ["a.png", "b.png", "c.png"]
    assert all(asset.sha256 for asset in changed.assets)
    assert await stage.works.waiting() == []


async def test_a_file_added_before_the_first_bytes_are_kept_is_kept_with_them(stage: Stage) -> None:
    prompt = await stage.prompt()
    message = stage.message(ANN, prompt.thread_id, stage.picture("a.png"))
    await stage.works.receive_message(message)
    await stage.works.message_edited(edited(message, SECOND, *message.assets, stage.picture("b.png", b"second")))
    await stage.keep_all()

    (work,) = (await stage.prompts.view(HOME, prompt.number)).works
    assert [(asset.filename, asset.sha256 is not None) for asset in work.assets] == [("a.png", True), ("b.png", True)]


@ONE_ENGINE
async def test_a_file_added_that_discord_lost_is_left_out_and_the_work_stays(stage: Stage) -> None:
    message, work = await handed_in(stage)
    gone = replace(stage.picture("gone.png"), url=f"{stage.files.origin}/nothing-here")
    await stage.works.message_edited(edited(message, SECOND, *message.assets, gone))
    await stage.keep_all()

    changed = await now(stage, work)
    assert (changed.state, len(changed.assets)) == (WorkState.ACCEPTED, 2)


@ONE_ENGINE
async def test_edits_of_talk_and_of_what_was_taken_back_do_nothing(stage: Stage) -> None:
    message, work = await handed_in(stage)
    await stage.works.withdraw(ANN, HOME, work.number or 0, stage.snowflake())
    assert not await stage.works.message_edited(edited(message, SECOND, words="Back again"))
    assert not await stage.works.message_edited(edited(stage.message(BEN, None), SECOND, words="talk"))
