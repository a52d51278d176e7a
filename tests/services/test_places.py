"""Works that stand among the team, and works behind an age gate."""

from bot.domain.refusals import Why
from bot.domain.works import Place, Work
from tests.services.stage import ANN, BEN, CLEO, DORA, ELSEWHERE, HOME, MILO, ONE_ENGINE, Refuses, Stage

pytestmark = ONE_ENGINE

STAFF = Place(is_private=True)


async def among_the_team(stage: Stage, source: Work) -> Work:
    """A remix posted in a channel that not everyone may see."""
    reply = stage.message(BEN, ELSEWHERE, stage.picture("b.png", b"b"), reply_to=source.message_id, place=STAFF)
    work = await stage.posted(reply)
    assert work is not None
    assert work.is_private
    return work


async def in_thread(stage: Stage) -> Work:
    prompt = await stage.prompt()
    work = await stage.posted(stage.message(ANN, prompt.thread_id, stage.picture()))
    assert work is not None
    return work


async def test_a_work_in_a_channel_of_the_team_is_in_no_public_list_lineage_or_credits(stage: Stage) -> None:
    work = await in_thread(stage)
    secret = await among_the_team(stage, work)
    number, hidden = work.number or 0, secret.number or 0

    assert [one.number for one in (await stage.prompts.view(HOME, 1)).works] == [number]
    assert [one.number for one in await stage.works.find(HOME, "")] == [number]
    assert (await stage.lineage.view(CLEO, HOME, number)).downstream == ()
    with Refuses(Why.NO_SUCH_WORK):
        await stage.lineage.view(CLEO, HOME, hidden)
    await stage.production(work, secret)
    assert [line.maker for line in (await stage.productions.view(HOME, 1)).lines] == [ANN.id]
    assert [entry.number for entry in (await stage.vote((await stage.prompts.view(HOME, 1)).prompt)).entries] == [
        number
    ]


async def test_its_makers_the_team_and_its_own_channel_see_it(stage: Stage) -> None:
    secret = await among_the_team(stage, await in_thread(stage))
    number = secret.number or 0
    for person in (BEN, DORA, MILO):
        assert (await stage.lineage.view(person, HOME, number)).work.id == secret.id
    assert (await stage.lineage.view(CLEO, HOME, number, ELSEWHERE)).work.id == secret.id


async def test_a_prompt_that_is_itself_among_the_team_shows_its_works_there(stage: Stage) -> None:
    prompt = await stage.prompt()
    work = await stage.posted(stage.message(ANN, prompt.thread_id, stage.picture(), place=STAFF))
    assert work is not None
    assert not work.is_private
    assert len((await stage.prompts.view(HOME, prompt.number)).works) == 1


async def test_a_work_carries_its_channels_age_flag(stage: Stage) -> None:
    prompt = await stage.prompt()
    mild = await stage.posted(stage.message(ANN, prompt.thread_id, stage.picture()))
    mature = await stage.posted(stage.message(BEN, prompt.thread_id, stage.picture(), place=Place(is_mature=True)))
    assert mild is not None
    assert mature is not None
    assert (mild.is_mature, mature.is_mature) == (False, True)
