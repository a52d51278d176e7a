"""Fetching a work's files, and choosing what one's own is built on."""

from bot.domain.ids import MemberId
from bot.domain.instants import DAY
from bot.domain.refusals import Repeated, Why
from bot.services.lineage import Choice
from tests.services.stage import ANN, AWAY, BEN, CLEO, ELSEWHERE, HOME, ONE_ENGINE, Refuses, Stage

pytestmark = ONE_ENGINE


def of(choice: Choice) -> tuple[list[int | None], list[int | None]]:
    """The numbers that are cited, and those offered."""
    return [work.number for work in choice.cited], [work.number for work in choice.offered]


async def test_the_files_of_a_work_are_handed_out_with_where_its_message_stands(stage: Stage) -> None:
    prompt = await stage.prompt()
    message = stage.message(ANN, prompt.thread_id, stage.picture())
    await stage.posted(message)
    by_command = await stage.work(BEN, prompt)
    answers = await stage.deliver()

    fetched = await stage.lineage.fetch(CLEO, HOME, 1, stage.snowflake())
    assert (fetched.channel_id, fetched.message_id) == (prompt.thread_id, message.message_id)
    assert [asset.filename for asset in fetched.work.assets] == ["rain.png"]
    fetched = await stage.lineage.fetch(CLEO, HOME, 2, stage.snowflake())
    assert fetched.work.id == by_command.id
    assert fetched.message_id == answers[-1].message_id, "no message of its maker holds it, the answer does"


async def test_nobody_gets_the_files_of_what_was_taken_back_not_even_its_maker(stage: Stage) -> None:
    prompt = await stage.prompt()
    await stage.work(ANN, prompt)
    await stage.works.withdraw(ANN, HOME, 1, stage.snowflake())

    for person in (ANN, BEN):
        with Refuses(Why.FILES_NOT_GIVEN) as refused:
            await stage.lineage.fetch(person, HOME, 1, stage.snowflake())
        assert refused.fields == {"number": 1}
    with Refuses(Why.NO_SUCH_WORK):
        await stage.lineage.fetch(BEN, HOME, 2, stage.snowflake())


async def test_a_press_told_twice_hands_the_files_out_once(stage: Stage) -> None:
    await stage.work(ANN, await stage.prompt())
    press = stage.snowflake()
    await stage.lineage.fetch(BEN, HOME, 1, press)
    try:
        await stage.lineage.fetch(BEN, HOME, 1, press)
    except Repeated:
        return
    raise AssertionError("twice")


async def test_works_whose_files_the_maker_fetched_lately_come_first_and_each_once(stage: Stage) -> None:
    fog, rain = await stage.prompt("Fog"), await stage.prompt("Rain")
    for prompt in (fog, rain, rain, fog):
        await stage.work(ANN, prompt)
    for number in (1, 4, 1):
        await stage.clock.advance(1_000_000)
        await stage.lineage.fetch(BEN, HOME, number, stage.snowflake())
    await stage.lineage.fetch(CLEO, HOME, 2, stage.snowflake())
    await stage.clock.advance(1_000_000)
    await stage.work(BEN, rain)

    assert of(await stage.lineage.choice(BEN, HOME, 5)) == ([], [1, 4, 3, 2])
    await stage.clock.advance(31 * DAY)
    assert of(await stage.lineage.choice(BEN, HOME, 5)) == ([], [3, 2]), "a month later that says nothing any more"


async def test_only_what_is_in_and_older_is_offered_and_what_is_cited_stands_apart(stage: Stage) -> None:
    prompt = await stage.prompt()
    first = await stage.work(ANN, prompt)
    await stage.work(ANN, prompt)
    await stage.clock.advance(1_000_000)
    await stage.work(BEN, prompt, first)
    await stage.clock.advance(1_000_000)
    await stage.work(CLEO, prompt)
    await stage.works.withdraw(ANN, HOME, 2, stage.snowflake())
    await stage.lineage.fetch(BEN, HOME, 4, stage.snowflake())

    assert of(await stage.lineage.choice(BEN, HOME, 3)) == ([1], [])
    await stage.works.withdraw(ANN, HOME, 1, stage.snowflake())
    assert of(await stage.lineage.choice(BEN, HOME, 3)) == ([1], []), "a source that was taken back keeps its place"


async def test_a_source_is_found_by_its_number_its_title_or_its_makers_name(stage: Stage) -> None:
    fog, rain = await stage.prompt("Fog"), await stage.prompt("Rain")
    await stage.work(ANN, fog, title="Größe")
    await stage.work(BEN, fog, title="Umbrellas")
    await stage.clock.advance(1_000_000)
    await stage.work(CLEO, rain)

    for text, numbers in (("#1", [1]), ("2", [2]), ("grö", [1]), ("GRÖSSE", [1]), ("umbr", [2]), (" ben ", [2])):
        assert of(await stage.lineage.choice(CLEO, HOME, 3, text)) == ([], numbers), text
    assert of(await stage.lineage.choice(CLEO, HOME, 3, "nothing like it")) == ([], [])


async def test_works_of_another_server_are_never_offered_or_found(stage: Stage) -> None:
    await stage.set_up(AWAY, ELSEWHERE, name="Away")
    away = await stage.prompt(community=AWAY)
    await stage.work(ANN, away, community_id=AWAY)
    await stage.lineage.fetch(BEN, AWAY, 1, stage.snowflake())
    await stage.clock.advance(1_000_000)
    await stage.work(BEN, await stage.prompt())

    for text in ("", "1", "Ann"):
        assert of(await stage.lineage.choice(BEN, HOME, 1, text)) == ([], [])


async def test_only_the_maker_chooses(stage: Stage) -> None:
    await stage.work(ANN, await stage.prompt())
    with Refuses(Why.NOT_YOURS):
        await stage.lineage.choice(BEN, HOME, 1)
    await stage.works.withdraw(ANN, HOME, 1, stage.snowflake())
    with Refuses(Why.WORK_NOT_IN):
        await stage.lineage.choice(ANN, HOME, 1)


async def test_a_caption_that_names_works_is_asked_about_until_the_maker_said_yes_or_no(stage: Stage) -> None:
    prompt = await stage.prompt()
    source = stage.message(ANN, prompt.thread_id, stage.picture())
    await stage.posted(source)
    await stage.posted(stage.message(ANN, prompt.thread_id, stage.picture()))
    await stage.deliver()
    link = f"https://discord.com/channels/{HOME}/{prompt.thread_id}/{source.message_id}"
    await stage.posted(stage.message(BEN, prompt.thread_id, stage.picture(), words=f"{link} with #2, #3, #4 and #99"))
    await stage.posted(stage.message(CLEO, prompt.thread_id, stage.picture()))

    async def asked(person: MemberId = BEN.id) -> list[int | None]:
        looking = BEN if person == BEN.id else CLEO
        return [work.number for work in (await stage.lineage.view(looking, HOME, 3)).seems_built_on]

    assert await asked() == [1, 2], "itself, a younger one and one that is not there are no sources"
    assert await asked(CLEO.id) == []
    assert (await stage.lineage.view(BEN, HOME, 3)).sources == [], "nothing is linked unasked"
    with Refuses(Why.NOT_YOURS):
        await stage.lineage.is_not_built_on(CLEO, HOME, 3, 2, stage.snowflake())
    await stage.lineage.is_not_built_on(BEN, HOME, 3, 2, stage.snowflake())
    await stage.lineage.is_not_built_on(BEN, HOME, 3, 2, stage.snowflake())
    assert await asked() == [1]
    await stage.lineage.cite(BEN, HOME, 3, [1], stage.snowflake())
    assert await asked() == []


async def test_a_link_to_the_answer_of_a_work_names_that_work(stage: Stage) -> None:
    prompt = await stage.prompt()
    await stage.work(ANN, prompt)
    answer = (await stage.deliver())[-1]
    link = f"https://discord.com/channels/{HOME}/{prompt.thread_id}/{answer.message_id}"
    card = f"https://discord.com/channels/{HOME}/{prompt.channel_id}/{prompt.thread_id}"
    await stage.posted(stage.message(BEN, prompt.thread_id, stage.picture(), words=f"{card} {link}"))

    assert [work.number for work in (await stage.lineage.view(BEN, HOME, 2)).seems_built_on] == [1]
