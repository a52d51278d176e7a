"""Ways in: message, reply, command, menu; and what becomes of the bytes."""

import hashlib
from dataclasses import replace

import pytest

from bot.domain.communities import Person
from bot.domain.ids import ChannelId, MessageId
from bot.domain.instants import HOUR, Instant
from bot.domain.posts import Action, PostKind
from bot.domain.prompts import Prompt
from bot.domain.refusals import Repeated, Why
from bot.domain.works import MAX_WORDS, Kind, Origin, Work, WorkState
from tests.services.stage import ANN, BEN, CLEO, ELSEWHERE, HOME, NOON, ONE_ENGINE, STAGE, Refuses, Stage

pytestmark = ONE_ENGINE


async def card_of(stage: Stage, prompt: Prompt) -> MessageId:
    async with stage.db.transaction() as tx:
        message_id = (await tx.posts.get(await tx.prompts.card_post(prompt.id))).message_id
    assert message_id is not None
    return message_id


async def accepted(stage: Stage, person: Person, prompt: Prompt, **changes: object) -> Work:
    work = await stage.posted(stage.message(person, prompt.thread_id, stage.picture(), **changes))
    assert work is not None
    assert work.state is WorkState.ACCEPTED
    return work


async def test_a_message_with_a_file_in_the_thread_becomes_a_numbered_work(stage: Stage) -> None:
    prompt = await stage.prompt()
    submission = stage.message(ANN, prompt.thread_id, stage.picture(), words="Umbrellas\nof Vienna")
    work = await stage.posted(submission)

    assert work is not None
    assert (work.number, work.state, work.prompt_id, work.makers) == (1, WorkState.ACCEPTED, prompt.id, (ANN.id,))
    assert (work.title, work.words, work.origin) == ("Umbrellas", "Umbrellas\nof Vienna", Origin.MESSAGE)
    assert (work.made_at, work.message_id) == (submission.made_at, submission.message_id)


async def test_a_work_is_promised_before_its_bytes_are_here_and_numbered_after(stage: Stage) -> None:
    prompt = await stage.prompt()
    submission = stage.message(ANN, prompt.thread_id, stage.picture())
    await stage.works.receive_message(submission)

    async with stage.db.transaction() as tx:
        promised = await tx.works.by_origin(submission.origin_id)
    assert promised is not None
    assert (promised.state, promised.number) == (WorkState.RECEIVED, None)
    assert stage.keeping_bell.rung == 1
    assert await stage.deliver() == [], "nobody is told before the bytes are kept"
    assert stage.files.fetched == []
    await stage.keep_all()
    (answer,) = await stage.deliver()
    assert answer.owed.kind is PostKind.WORK_ANSWER


async def test_the_answer_stands_under_the_makers_message(stage: Stage) -> None:
    prompt = await stage.prompt()
    work = await accepted(stage, ANN, prompt)

    (answer,) = await stage.deliver()
    assert (answer.owed.action, answer.owed.channel_id) == (Action.CREATE, prompt.thread_id)
    assert (answer.owed.reply_to, answer.owed.subject) == (work.message_id, {"work": 1})


async def test_the_bytes_on_our_disk_are_those_that_were_handed_in(stage: Stage) -> None:
    prompt = await stage.prompt()
    picture, sound = bytes(range(256)) * 3_000, b"RIFF" + b"\0" * 70_000
    work = await stage.posted(
        stage.message(ANN, prompt.thread_id, stage.files.put("夜 bus.png", picture), stage.files.put("rain.wav", sound))
    )

    assert work is not None
    assert [(asset.filename, asset.kind) for asset in work.assets] == [
        ("夜 bus.png", Kind.PICTURE),
        ("rain.wav", Kind.SOUND),
    ]
    for asset, content in zip(work.assets, (picture, sound), strict=True):
        assert asset.sha256 == hashlib.sha256(content).hexdigest()
        assert asset.size == len(content)
        assert stage.store.path(asset.sha256).read_bytes() == content


async def test_the_same_bytes_handed_in_twice_are_two_works_and_one_file(stage: Stage) -> None:
    prompt = await stage.prompt()
    first, second = await accepted(stage, ANN, prompt), await accepted(stage, BEN, prompt)

    assert first.assets[0].sha256 == second.assets[0].sha256
    assert (first.number, second.number) == (1, 2)


async def test_a_reply_to_the_card_counts_wherever_the_card_stands(stage: Stage) -> None:
    prompt = await stage.prompt()
    work = await stage.posted(stage.message(ANN, STAGE, stage.picture(), reply_to=await card_of(stage, prompt)))

    assert work is not None
    assert (work.prompt_id, work.origin, work.channel_id) == (prompt.id, Origin.REPLY, STAGE)


async def test_words_alone_count_as_a_reply_to_a_card_that_takes_words(stage: Stage) -> None:
    takes_words = await stage.prompt(kinds=frozenset({Kind.WORDS}))
    takes_pictures = await stage.prompt(kinds=frozenset({Kind.PICTURE}))
    takes_anything = await stage.prompt()

    work = await stage.posted(
        stage.message(ANN, STAGE, reply_to=await card_of(stage, takes_words), words="  A haiku.  ")
    )
    assert work is not None
    assert (work.state, work.words, work.title) == (WorkState.ACCEPTED, "A haiku.", "A haiku.")
    for prompt in (takes_pictures, takes_anything):
        talk = stage.message(ANN, STAGE, reply_to=await card_of(stage, prompt), words="Is this still open?")
        assert await stage.posted(talk) is None


@pytest.mark.parametrize("words", ["", "Lovely weather!"])
async def test_talk_in_a_thread_and_files_elsewhere_are_left_alone(stage: Stage, words: str) -> None:
    prompt = await stage.prompt(kinds=frozenset({Kind.WORDS}))

    assert await stage.posted(stage.message(ANN, prompt.thread_id, words=words)) is None
    assert await stage.posted(stage.message(ANN, ELSEWHERE, stage.picture(), words=words)) is None
    assert await stage.posted(stage.message(ANN, STAGE, stage.picture(), reply_to=MessageId(9), words=words)) is None
    assert await stage.deliver() == []


async def test_a_message_delivered_again_and_again_is_one_work(stage: Stage) -> None:
    prompt = await stage.prompt()
    submission = stage.message(ANN, prompt.thread_id, stage.picture())
    for _ in range(3):
        await stage.posted(submission)

    assert [work.number for work in (await stage.prompts.view(HOME, 1)).works] == [1]
    assert len(await stage.deliver()) == 1


async def test_a_command_answers_with_the_work_once_its_bytes_are_kept(stage: Stage) -> None:
    prompt = await stage.prompt()
    work = await stage.works.hand_in(stage.command(ANN, prompt, stage.picture(), title="  Night \n bus "))

    assert (work.number, work.state, work.title, work.origin) == (1, WorkState.ACCEPTED, "Night bus", Origin.COMMAND)
    assert work.assets[0].sha256 is not None
    (answer,) = await stage.deliver()
    assert (answer.owed.channel_id, answer.owed.reply_to) == (prompt.thread_id, None), "shown in the prompt's thread"


async def test_a_command_before_the_thread_is_there_is_answered_beside_the_card(stage: Stage) -> None:
    prompt = await stage.prompt(delivered=False)
    await stage.works.hand_in(stage.command(ANN, prompt, stage.picture()))

    assert (await stage.delivered(PostKind.WORK_ANSWER))[0].owed.channel_id == STAGE


async def test_a_command_in_a_thread_needs_no_prompt_named(stage: Stage) -> None:
    prompt = await stage.prompt()
    work = await stage.works.hand_in(
        stage.command(ANN, None, stage.picture(), channel_id=prompt.thread_id, prompt_number=None)
    )

    assert work.prompt_id == prompt.id


async def test_words_alone_may_be_handed_in_by_command(stage: Stage) -> None:
    prompt = await stage.prompt()
    work = await stage.works.hand_in(stage.command(ANN, prompt, words="x" * (MAX_WORDS + 5)))

    assert (work.state, len(work.words), work.assets) == (WorkState.ACCEPTED, MAX_WORDS, ())


async def test_a_command_that_names_nothing_to_answer_or_build_on_is_refused(stage: Stage) -> None:
    with Refuses(Why.WHICH_PROMPT):
        await stage.works.hand_in(stage.command(ANN, None, stage.picture()))
    with Refuses(Why.NO_SUCH_PROMPT) as refused:
        await stage.works.hand_in(stage.command(ANN, None, stage.picture(), prompt_number=9))
    assert refused.fields == {"number": 9}


async def test_a_command_with_neither_file_nor_words_is_refused(stage: Stage) -> None:
    prompt = await stage.prompt()
    work = await stage.work(BEN, prompt)

    with Refuses(Why.NOTHING_HANDED_IN):
        await stage.works.hand_in(stage.command(ANN, prompt))
    with Refuses(Why.NOTHING_HANDED_IN):
        await stage.works.hand_in(stage.command(ANN, None, built_on=(work.number,), words=" "))


async def test_the_same_command_delivered_again_is_repeated_and_makes_nothing(stage: Stage) -> None:
    prompt = await stage.prompt()
    submission = stage.command(ANN, prompt, stage.picture())
    await stage.works.hand_in(submission)

    with pytest.raises(Repeated):
        await stage.works.hand_in(submission)
    assert len((await stage.prompts.view(HOME, 1)).works) == 1


async def test_a_refused_command_leaves_nothing_and_may_be_given_again(stage: Stage) -> None:
    prompt = await stage.prompt(kinds=frozenset({Kind.SOUND}))
    submission = stage.command(ANN, prompt, stage.picture())
    for _ in range(2):
        with Refuses(Why.WRONG_KIND):
            await stage.works.hand_in(submission)

    assert await stage.works.waiting() == []
    assert await stage.deliver() == []
    assert (await stage.works.hand_in(replace(submission, assets=(stage.files.put("a.wav", b"RIFF"),)))).number == 1


async def test_the_menu_hands_in_a_message_as_of_when_it_was_posted(stage: Stage) -> None:
    prompt = await stage.prompt(closes_at=Instant(NOON + HOUR))
    message = stage.message(ANN, prompt.thread_id, stage.picture())
    await stage.clock.advance(2 * HOUR)
    by_menu = replace(message, origin=Origin.MENU, origin_id=stage.snowflake())
    work = await stage.works.hand_in(by_menu)

    assert (work.made_at, work.message_id, work.origin) == (message.made_at, message.message_id, Origin.MENU)
    (answer,) = await stage.deliver()
    assert answer.owed.reply_to == message.message_id


async def test_a_message_that_is_a_work_already_is_not_handed_in_again(stage: Stage) -> None:
    prompt = await stage.prompt()
    message = stage.message(ANN, prompt.thread_id, stage.picture())
    await stage.works.receive_message(message)
    by_menu = replace(message, origin=Origin.MENU, origin_id=stage.snowflake())

    with Refuses(Why.ALREADY_HANDED_IN) as refused:
        await stage.works.hand_in(by_menu)
    assert refused.fields == {"number": None}, "its number comes with its bytes"
    await stage.keep_all()
    with Refuses(Why.ALREADY_HANDED_IN) as refused:
        await stage.works.hand_in(by_menu)
    assert refused.fields == {"number": 1}


async def test_a_withdrawn_or_refused_message_may_be_handed_in_by_menu(stage: Stage) -> None:
    prompt = await stage.prompt()
    withdrawn = stage.message(ANN, prompt.thread_id, stage.picture())
    work = await stage.posted(withdrawn)
    assert work is not None
    await stage.works.withdraw(ANN, HOME, work.number or 0, stage.snowflake())
    refused = stage.message(BEN, prompt.thread_id, *[stage.picture()] * 11)
    assert (await stage.posted(refused)) is not None

    again = replace(withdrawn, origin=Origin.MENU, origin_id=stage.snowflake())
    better = replace(refused, origin=Origin.MENU, origin_id=stage.snowflake(), assets=refused.assets[:1])
    assert (await stage.works.hand_in(again)).number == 2
    assert (await stage.works.hand_in(better)).number == 3


async def test_a_free_standing_work_is_answered_where_it_was_made(stage: Stage) -> None:
    source = await stage.work(ANN, await stage.prompt())
    await stage.deliver()
    await stage.works.hand_in(stage.command(BEN, None, stage.picture(), built_on=(source.number,)))

    (answer,) = await stage.deliver()
    assert answer.owed.channel_id == ELSEWHERE


async def test_works_are_found_by_what_was_typed(stage: Stage) -> None:
    prompt = await stage.prompt()
    for person, title in ((ANN, "Umbrellas"), (BEN, "Night bus"), (CLEO, "Umbra")):
        await stage.work(person, prompt, title=title)

    assert [work.title for work in await stage.works.find(HOME, " UMBR ")] == ["Umbra", "Umbrellas"]
    assert [work.title for work in await stage.works.find(HOME, "2")] == ["Night bus"]
    assert len(await stage.works.find(HOME, "", limit=2)) == 2


async def test_a_post_with_several_files_and_one_with_only_a_link_each_have_a_stated_result(stage: Stage) -> None:
    prompt = await stage.prompt()
    four = [stage.picture("a.png"), stage.picture("b.png"), stage.picture("c.png"), stage.files.put("d.wav", b"RIFF")]
    work = await stage.posted(stage.message(ANN, prompt.thread_id, *four))

    assert work is not None
    assert [asset.filename for asset in work.assets] == ["a.png", "b.png", "c.png", "d.wav"]
    assert all(asset.sha256 for asset in work.assets)
    gif_picker = stage.message(ANN, prompt.thread_id, words="https://tenor.com/view/rain-1")
    assert await stage.posted(gif_picker) is None, "a link is talk"


async def test_a_message_in_an_unknown_channel_of_an_unknown_server_is_not_ours(empty_stage: Stage) -> None:
    assert await empty_stage.posted(empty_stage.message(ANN, ChannelId(1), empty_stage.picture())) is None
