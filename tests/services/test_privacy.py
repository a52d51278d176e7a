"""Being told what is kept, and being forgotten."""

import pytest
from sqlalchemy import select

from bot.domain.audit import Deed
from bot.domain.instants import DAY, Instant
from bot.domain.posts import Action, PostKind
from bot.domain.privacy import ERASED, SOMEONE
from bot.domain.refusals import Repeated
from bot.domain.works import WorkState
from bot.services.privacy import Forgotten
from bot.services.team import note
from data.tables import metadata
from tests.services.stage import ANN, AWAY, BEN, CLEO, DORA, HOME, MILO, OWNER, STAGE, Stage, entry_of


async def sweep(stage: Stage) -> list[bool]:
    return [await stage.privacy.erase(sha256) for sha256 in await stage.privacy.owed()]


async def every_row(stage: Stage) -> str:
    """The whole database, as text."""
    async with stage.db.transaction() as tx:
        rows = [(table.name, await tx.statements.rows(select(table))) for table in metadata.sorted_tables]
    return "\n".join(f"{name}: {tuple(row)}" for name, found in rows for row in found)


async def test_a_member_gets_everything_that_is_kept_about_them_and_nothing_of_others(box: Stage):
    prompt = await box.prompt()
    song = await box.work(BEN, prompt, title="Ben's song")
    rain = await box.work(ANN, prompt, song, title="Rain", words="Drip.")
    vote = await box.vote(prompt)
    await box.box.cast(box.press(vote, ANN, entry_of(vote, song)))
    await box.box.cast(box.press(vote, CLEO, entry_of(vote, rain)))
    await box.production(rain, role="score")
    kept = await box.privacy.export(ANN, HOME)
    (work,) = kept["works"]
    assert (work["number"], work["title"], work["words"], work["built_on"]) == (2, "Rain", "Drip.", [1])
    assert (work["files"][0]["name"], work["files"][0]["size"]) == ("Ann.png", 3)
    assert kept["ballots"] == [{"vote": 1, "picks": [1]}]
    assert kept["credits"] == [{"production": 1, "title": "Monsoon", "works": [2], "roles": ["score"]}]
    assert kept["member"] == {"id": str(ANN.id), "name_kept": "Ann"}
    assert str(CLEO.id) not in str(kept)
    assert str(BEN.id) not in str(kept)
    assert [one["title"] for one in (await box.privacy.export(DORA, HOME))["directed"]] == ["Rain at night", "Monsoon"]
    assert [one["deed"] for one in (await box.privacy.export(OWNER, HOME))["audit"]] == [Deed.SET_UP]


async def test_whoever_is_forgotten_is_in_no_row_any_more(box: Stage):
    prompt = await box.prompt()
    rain = await box.posted(box.message(ANN, prompt.thread_id, box.picture("hush-1.png"), words="hush words"))
    refused = await box.posted(box.message(ANN, prompt.thread_id, box.picture("hush-2.png", b""), words="hush too"))
    remix = await box.work(BEN, prompt, rain)
    assert refused.state is WorkState.REFUSED
    vote = await box.vote(prompt)
    await box.box.cast(box.press(vote, ANN, entry_of(vote, remix)))
    await box.box.close(vote.id, box.clock.now())
    await box.production(rain)
    await box.productions.schedule(DORA, HOME, 1, box.clock.now(), None, box.snowflake())
    await box.run_due()
    await box.deliver()
    await box.panels.private(HOME, ANN.id, {"maker": str(ANN.id)})
    async with box.db.transaction() as tx:
        community = await tx.communities.get(HOME)
        await note(tx, community, Deed.PROMPT_CLOSED, ANN.id, box.clock.now(), number=1, title="hush words")
    assert str(ANN.id) in await every_row(box)
    assert "hush" in await every_row(box)

    assert await box.privacy.forget(ANN, HOME, box.snowflake()) == Forgotten(2, 0)
    left = await every_row(box)
    assert str(ANN.id) not in left
    assert "'Ann'" not in left
    assert "hush" not in left
    assert (await box.privacy.export(ANN, HOME))["works"] == []


async def test_numbers_lineage_and_credits_stay_by_someone(stage: Stage):
    prompt = await stage.prompt()
    rain = await stage.work(ANN, prompt, title="Rain")
    remix = await stage.work(BEN, prompt, rain, title="Remix")
    await stage.production(remix)
    await stage.privacy.forget(ANN, HOME, stage.snowflake())
    (source,) = (await stage.lineage.view(BEN, HOME, remix.number)).built_on
    assert (source.number, source.state, source.makers) == (rain.number, WorkState.WITHDRAWN, (SOMEONE,))
    assert (source.title, source.words, source.assets) == (ERASED, "", ())
    lines = (await stage.productions.view(HOME, 1)).lines
    assert [(line.maker, line.works) for line in lines] == [(BEN.id, ((2, "Remix"),)), (SOMEONE, ((1, ERASED),))]


async def test_posted_credits_say_someone_instead_and_are_drawn_again(stage: Stage):
    prompt = await stage.prompt()
    await stage.production(await stage.work(ANN, prompt, title="Rain"), await stage.work(BEN, prompt, title="Fog"))
    await stage.productions.schedule(DORA, HOME, 1, stage.clock.now(), None, stage.snowflake())
    await stage.run_due()
    await stage.deliver()
    await stage.privacy.forget(ANN, HOME, stage.snowflake())
    edits = [post for post in await stage.deliver() if post.owed.action is Action.EDIT]
    assert {PostKind.CREDITS, PostKind.WORK_ANSWER, PostKind.PROMPT_CARD} == {post.owed.kind for post in edits}
    (credits,) = [post for post in edits if post.owed.kind is PostKind.CREDITS]
    assert [(line["maker"], line["name"], line["works"]) for line in credits.owed.subject["lines"]] == [
        ("0", "someone", [[1, ERASED]]),
        (str(BEN.id), "Ben", [[2, "Fog"]]),
    ]


async def test_whoever_opts_out_is_neither_named_nor_shown_in_credits_that_are_still_to_come(stage: Stage):
    prompt = await stage.prompt()
    await stage.production(await stage.work(ANN, prompt, title="Rain"), await stage.work(BEN, prompt, title="Fog"))
    await stage.productions.schedule(DORA, HOME, 1, Instant(stage.clock.now() + DAY), None, stage.snowflake())
    await stage.privacy.forget(ANN, HOME, stage.snowflake())
    await stage.deliver()
    await stage.clock.advance(DAY)
    await stage.run_due()
    (credits,) = await stage.delivered(PostKind.CREDITS)
    assert "Ann" not in str(credits.owed.subject)
    assert str(ANN.id) not in str(credits.owed.subject)
    assert [line["name"] for line in credits.owed.subject["lines"]] == ["someone", "Ben"]
    assert (await stage.lineage.view(BEN, HOME, 1)).work.assets == ()


async def test_a_counted_ballot_stays_nobodys_and_the_result_with_it(box: Stage):
    prompt = await box.prompt()
    rain = await box.work(DORA, prompt)
    await box.work(OWNER, prompt)
    vote = await box.vote(prompt)
    for voter in (ANN, BEN, CLEO):
        await box.box.cast(box.press(vote, voter, entry_of(vote, rain)))
    await box.box.close(vote.id, box.clock.now())
    before = (await box.votes.result(HOME, 1)).result
    for voter in (ANN, BEN):
        await box.privacy.forget(voter, HOME, box.snowflake())
    assert (await box.votes.result(HOME, 1)).result == before
    assert sorted(await box.ballots(vote.id)) == [1, 2, CLEO.id]


async def test_a_ballot_in_an_open_vote_is_taken_out_so_that_nobody_votes_twice(box: Stage):
    prompt = await box.prompt()
    rain = await box.work(DORA, prompt)
    await box.work(OWNER, prompt)
    vote = await box.vote(prompt)
    await box.box.cast(box.press(vote, ANN, entry_of(vote, rain)))
    await box.privacy.forget(ANN, HOME, box.snowflake())
    assert await box.ballots(vote.id) == {}
    await box.box.cast(box.press(vote, ANN, entry_of(vote, rain)))
    assert len(await box.ballots(vote.id)) == 1


async def test_bytes_go_once_no_work_holds_them(stage: Stage):
    prompt = await stage.prompt()
    mine = await stage.posted(stage.message(ANN, prompt.thread_id, stage.picture(content=b"the same")))
    only = await stage.posted(stage.message(ANN, prompt.thread_id, stage.picture(content=b"only mine")))
    await stage.posted(stage.message(BEN, prompt.thread_id, stage.picture(content=b"the same")))
    await stage.privacy.forget(ANN, HOME, stage.snowflake())
    assert stage.erasing_bell.rung == 1
    assert await sweep(stage) == [True, True]
    assert stage.store.path(mine.assets[0].sha256 or "").read_bytes() == b"the same"
    assert not stage.store.path(only.assets[0].sha256 or "").exists()
    assert await stage.privacy.owed() == []
    await stage.privacy.forget(BEN, HOME, stage.snowflake())
    await sweep(stage)
    assert not stage.store.path(mine.assets[0].sha256 or "").exists()


async def test_bytes_that_may_be_coming_in_again_are_not_deleted_meanwhile(stage: Stage):
    prompt = await stage.prompt()
    mine = await stage.posted(stage.message(ANN, prompt.thread_id, stage.picture(content=b"the same")))
    await stage.privacy.forget(ANN, HOME, stage.snowflake())
    await stage.works.receive_message(stage.message(BEN, prompt.thread_id, stage.picture(content=b"the same")))
    assert await sweep(stage) == [False]
    await stage.keep_all()
    assert await sweep(stage) == [True]
    assert stage.store.path(mine.assets[0].sha256 or "").is_file()


async def test_what_was_forgotten_is_not_brought_back_from_the_channels_history(stage: Stage):
    prompt = await stage.prompt()
    message = stage.message(ANN, prompt.thread_id, stage.picture())
    await stage.posted(message)
    await stage.privacy.forget(ANN, HOME, stage.snowflake())
    assert await stage.works.receive_message(message) is None
    assert await stage.works.message_edited(message) is False
    assert (await stage.privacy.export(ANN, HOME))["works"] == []


async def test_forgetting_twice_is_forgetting_once_and_a_press_counts_once(stage: Stage):
    prompt = await stage.prompt()
    await stage.work(ANN, prompt)
    interaction = stage.snowflake()
    await stage.privacy.forget(ANN, HOME, interaction)
    with pytest.raises(Repeated):
        await stage.privacy.forget(ANN, HOME, interaction)
    before = await every_row(stage)
    await stage.deliver()
    assert await stage.privacy.forget(ANN, HOME, stage.snowflake()) == Forgotten(0, 0)
    assert await stage.deliver() == []
    assert "Ann" not in before


async def test_whoever_was_forgotten_may_come_back_as_somebody_new(stage: Stage):
    prompt = await stage.prompt(works_per_member=1)
    await stage.work(ANN, prompt)
    await stage.privacy.forget(ANN, HOME, stage.snowflake())
    again = await stage.work(ANN, prompt, title="Anew")
    assert (again.number, again.makers) == (2, (ANN.id,))


async def test_one_server_forgetting_somebody_leaves_the_others_alone(stage: Stage):
    await stage.set_up(AWAY, STAGE, name="Away")
    prompt = await stage.prompt(community=AWAY)
    await stage.work(ANN, prompt, community_id=AWAY, prompt_number=prompt.number)
    await stage.privacy.forget(ANN, HOME, stage.snowflake())
    assert len((await stage.privacy.export(ANN, AWAY))["works"]) == 1


async def test_the_team_reads_that_somebody_was_forgotten_and_not_who(stage: Stage):
    prompt = await stage.prompt()
    await stage.work(ANN, prompt)
    await stage.privacy.forget(ANN, HOME, stage.snowflake())
    newest = (await stage.communities.done_lately(MILO, HOME, 1))[0]
    assert (newest.deed, newest.actor, newest.facts) == (Deed.MEMBER_FORGOTTEN, SOMEONE, {"works": 1})
