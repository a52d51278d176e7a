"""Moderators: hold, accept, refuse, remove, restore, purge; reports; first looks; pauses."""

from dataclasses import replace

import pytest

from bot.domain.communities import Person
from bot.domain.ids import ChannelId, MemberId
from bot.domain.instants import DAY, DISCORD_EPOCH_MS, Instant
from bot.domain.moderation import Decision
from bot.domain.posts import Action, Owed, Post, PostKind
from bot.domain.prompts import PromptDraft
from bot.domain.refusals import Repeated, Why
from bot.domain.works import Work, WorkState
from bot.services.votes.voting import close_in
from tests.services.stage import ANN, BEN, CLEO, DORA, HOME, MILO, MODERATORS, ONE_ENGINE, Refuses, Stage, member

pytestmark = ONE_ENGINE

MIRA = member(20, "Mira", MODERATORS)


async def decide(stage: Stage, work: Work, decision: Decision, reason: str = "", by: Person = MILO) -> Work:
    done = await stage.moderation.decide(by, HOME, [work.number or 0], decision, stage.snowflake(), reason)
    return done[0]


async def now_is(stage: Stage, work: Work) -> Work:
    async with stage.db.transaction() as tx:
        return await tx.works.get(work.id)


def edits_of(posts: list[Post]) -> set[PostKind]:
    return {post.owed.kind for post in posts if post.owed.action is Action.EDIT}


def newcomer(stage: Stage, days: int = 1) -> Person:
    """Somebody whose account was made that many days ago."""
    made_at = (stage.clock.now() - days * DAY) // 1_000 - DISCORD_EPOCH_MS
    return Person(MemberId((made_at << 22) | 7), "Newcomer")


async def review(stage: Stage, days: int = 7) -> None:
    await stage.moderation.choose_review(MILO, HOME, days, stage.snowflake())


async def test_a_held_work_is_in_no_list_and_comes_back_when_it_is_accepted(stage: Stage) -> None:
    prompt = await stage.prompt()
    work = await stage.work(ANN, prompt)
    await decide(stage, work, Decision.HOLD)

    assert (await now_is(stage, work)).state is WorkState.HELD
    assert (await stage.prompts.view(HOME, prompt.number)).works == ()
    assert await stage.works.find(HOME, "") == []
    with Refuses(Why.NOTHING_TO_VOTE_ON):
        await stage.vote(prompt)
    await decide(stage, work, Decision.ACCEPT)
    assert [one.number for one in (await stage.prompts.view(HOME, prompt.number)).works] == [work.number]


async def test_a_removed_work_is_redrawn_wherever_it_shows_and_tells_its_maker_why(stage: Stage) -> None:
    prompt = await stage.prompt()
    work, other = await stage.work(ANN, prompt), await stage.work(BEN, prompt)
    remix = await stage.work(CLEO, prompt, work)
    vote = await stage.vote(prompt)
    await stage.production(work)
    await stage.deliver()
    await decide(stage, work, Decision.REMOVE, "Not ours to show.")

    assert edits_of(await stage.deliver()) == {PostKind.WORK_ANSWER, PostKind.PROMPT_CARD, PostKind.VOTE_CARD}
    view = await stage.lineage.view(ANN, HOME, work.number or 0)
    assert view.work.state is WorkState.REMOVED
    told = await stage.works.refusal_of(ANN, work.id)
    assert (told.why, told.fields["text"]) == (Why.BY_MODERATORS, "Not ours to show.")
    assert [line.work for line in view.downstream] == [remix.id], "its place in the family stays"
    assert [e.number for e in (await stage.votes.view(HOME, vote.number)).entries if e.hidden] == [work.number]
    credits = (await stage.productions.view(HOME, 1)).lines
    assert [line.maker for line in credits] == [ANN.id], "its credit stays"
    assert [one.number for one in await stage.works.find(HOME, "")] == [remix.number, other.number]


async def test_a_removed_work_comes_back_even_where_its_maker_has_used_the_room(stage: Stage) -> None:
    prompt = await stage.prompt(works_per_member=1)
    work = await stage.work(ANN, prompt)
    await decide(stage, work, Decision.REMOVE, "A misunderstanding.")
    await stage.work(ANN, prompt)
    await decide(stage, work, Decision.RESTORE)

    assert (await now_is(stage, work)).state is WorkState.ACCEPTED
    with Refuses(Why.TOO_MANY_WORKS):
        await stage.work(ANN, prompt)


async def test_the_results_are_drawn_again_without_a_removed_work(stage: Stage) -> None:
    prompt = await stage.prompt()
    work = await stage.work(ANN, prompt)
    vote = await stage.vote(prompt)
    async with stage.db.transaction() as tx:
        await close_in(tx, vote.id, stage.clock.now(), stage.clock.now())
    await stage.deliver()
    await decide(stage, work, Decision.REMOVE, "Found elsewhere.")
    assert PostKind.VOTE_RESULTS in edits_of(await stage.deliver())


async def test_only_moderators_decide_and_a_removal_needs_a_reason(stage: Stage) -> None:
    work = await stage.work(ANN, await stage.prompt())
    for person in (BEN, DORA, ANN):
        with Refuses(Why.NEEDS_MODERATOR):
            await decide(stage, work, Decision.HOLD, by=person)
    with Refuses(Why.REASON_IS_EMPTY):
        await decide(stage, work, Decision.REMOVE, "  ")
    with Refuses(Why.WORK_HAS_CHANGED):
        await decide(stage, work, Decision.ACCEPT)
    assert (await now_is(stage, work)).state is WorkState.ACCEPTED


async def test_nobody_judges_a_contest_they_have_entered(stage: Stage) -> None:
    prompt = await stage.prompt()
    work, own = await stage.work(ANN, prompt), await stage.work(MILO, prompt)
    for decision in (Decision.HOLD, Decision.REMOVE):
        with Refuses(Why.OWN_WORK_TO_JUDGE):
            await decide(stage, own, decision, "Mine.")
    with Refuses(Why.OWN_CONTEST):
        await decide(stage, work, Decision.REMOVE, "Better than mine.")
    await decide(stage, work, Decision.HOLD)
    with Refuses(Why.OWN_CONTEST):
        await decide(stage, work, Decision.ACCEPT)
    await decide(stage, work, Decision.ACCEPT, by=MIRA)


async def test_a_press_that_arrives_twice_decides_once(stage: Stage) -> None:
    work = await stage.work(ANN, await stage.prompt())
    press = stage.snowflake()
    await stage.moderation.decide(MILO, HOME, [work.number or 0], Decision.HOLD, press)
    with pytest.raises(Repeated):
        await stage.moderation.decide(MILO, HOME, [work.number or 0], Decision.HOLD, press)


async def test_of_several_works_all_are_decided_or_none(stage: Stage) -> None:
    prompt = await stage.prompt()
    first, second = await stage.work(ANN, prompt), await stage.work(BEN, prompt)
    await decide(stage, second, Decision.HOLD)
    with Refuses(Why.WORK_HAS_CHANGED):
        await stage.moderation.decide(
            MILO, HOME, [first.number or 0, second.number or 0], Decision.HOLD, stage.snowflake()
        )
    assert (await now_is(stage, first)).state is WorkState.ACCEPTED


async def test_every_decision_is_a_sentence_for_the_team(stage: Stage) -> None:
    community = await stage.communities.find(HOME)
    assert community is not None
    async with stage.db.transaction() as tx:
        await tx.communities.save(replace(community, team_channel=ChannelId(77)))
    work = await stage.work(ANN, await stage.prompt())
    await decide(stage, work, Decision.REMOVE, "Found elsewhere.")
    notes = await stage.delivered(PostKind.TEAM_NOTE)
    entry = await stage.communities.entry(notes[-1].owed.subject["entry"])
    assert (entry.deed, entry.actor, entry.facts["reason"]) == ("work_removed", MILO.id, "Found elsewhere.")


async def test_purged_bytes_are_destroyed_and_refused_when_they_come_again(stage: Stage) -> None:
    prompt = await stage.prompt()
    secret = stage.picture("secret.png", b"private")
    work = await stage.posted(stage.message(ANN, prompt.thread_id, secret, words="My address is here"))
    assert work is not None
    sha256 = work.assets[0].sha256 or ""
    assert stage.store.path(sha256).is_file()
    await decide(stage, work, Decision.PURGE, "Private.")

    assert not stage.store.path(sha256).exists()
    gone = await now_is(stage, work)
    assert (gone.state, gone.title, gone.words) == (WorkState.PURGED, "", "")
    assert [(asset.filename, asset.url, asset.sha256) for asset in gone.assets] == [("", "", sha256)]

    again = await stage.posted(stage.message(BEN, prompt.thread_id, stage.picture("other.png", b"private")))
    assert again is not None
    assert again.state is WorkState.REFUSED
    assert (await stage.works.refusal_of(BEN, again.id)).why is Why.FILE_IS_BARRED
    assert not stage.store.path(sha256).exists()
    with Refuses(Why.WORK_HAS_CHANGED):
        await decide(stage, work, Decision.RESTORE)


async def test_bytes_another_work_holds_stay_until_that_is_purged_too(stage: Stage) -> None:
    prompt = await stage.prompt()
    works = [
        await stage.posted(stage.message(person, prompt.thread_id, stage.picture("same.png", b"same")))
        for person in (ANN, BEN)
    ]
    first, second = works
    assert first is not None
    assert second is not None
    path = stage.store.path(first.assets[0].sha256 or "")
    await decide(stage, first, Decision.PURGE, "Private.")
    assert path.is_file()
    await decide(stage, second, Decision.PURGE, "Private.")
    assert not path.exists()


async def test_a_purge_cut_short_is_finished_at_the_next_start(stage: Stage) -> None:
    work = await stage.work(ANN, await stage.prompt())
    path = stage.store.path(work.assets[0].sha256 or "")
    async with stage.db.transaction() as tx:  # the decision is kept, the process ends before the file is gone
        await tx.works.end(work.id, WorkState.PURGED, None)
        await tx.moderation.bar(HOME, work.id, stage.clock.now())
    assert path.is_file()
    await stage.moderation.destroy()
    assert not path.exists()


async def test_the_message_of_a_removed_work_is_not_handed_in_again(stage: Stage) -> None:
    prompt = await stage.prompt()
    message = stage.message(ANN, prompt.thread_id, stage.picture())
    work = await stage.posted(message)
    assert work is not None
    await decide(stage, work, Decision.REMOVE, "Not ours to show.")
    menu = stage.command(ANN, prompt, *message.assets, message_id=message.message_id, author_id=ANN.id)
    with Refuses(Why.ALREADY_HANDED_IN):
        await stage.works.hand_in(menu)


async def test_a_member_reports_a_work_once_and_a_moderator_settles_it(stage: Stage) -> None:
    work = await stage.work(ANN, await stage.prompt())
    number = work.number or 0
    await stage.moderation.report(BEN, HOME, number, "It is my\nphoto.", stage.snowflake())
    with Refuses(Why.ALREADY_REPORTED):
        await stage.moderation.report(BEN, HOME, number, "Again.", stage.snowflake())
    with Refuses(Why.OWN_WORK_TO_REPORT):
        await stage.moderation.report(ANN, HOME, number, "Mine.", stage.snowflake())

    [waiting] = (await stage.moderation.waiting(MILO, HOME)).waiting
    assert [(one.reporter, one.reason) for one in waiting.reports] == [(BEN.id, "It is my photo.")]
    await stage.moderation.leave_in(MILO, HOME, [number], stage.snowflake())
    assert (await stage.moderation.waiting(MILO, HOME)).waiting == ()
    assert (await now_is(stage, work)).state is WorkState.ACCEPTED
    with Refuses(Why.NEEDS_MODERATOR):
        await stage.moderation.waiting(BEN, HOME)


async def test_the_first_works_of_a_new_account_wait_until_one_is_in(stage: Stage) -> None:
    await review(stage)
    prompt, new = await stage.prompt(), newcomer(stage)
    first = await stage.posted(stage.message(new, prompt.thread_id, stage.picture("one.png", b"1")))
    second = await stage.posted(stage.message(new, prompt.thread_id, stage.picture("two.png", b"2")))
    old = await stage.posted(stage.message(ANN, prompt.thread_id, stage.picture("three.png", b"3")))
    assert first is not None
    assert second is not None
    assert old is not None
    assert (first.state, second.state, old.state) == (WorkState.HELD, WorkState.HELD, WorkState.ACCEPTED)
    assert len(await stage.delivered(PostKind.WORK_ANSWER)) == 3, "one neutral line each"

    waiting = (await stage.moderation.waiting(MILO, HOME)).waiting
    assert [one.work.number for one in waiting] == [first.number, second.number]
    await stage.moderation.leave_in(MILO, HOME, [first.number or 0], stage.snowflake())
    third = await stage.posted(stage.message(new, prompt.thread_id, stage.picture("four.png", b"4")))
    assert third is not None
    assert third.state is WorkState.ACCEPTED


async def test_an_account_as_old_as_was_chosen_does_not_wait(stage: Stage) -> None:
    await review(stage, 7)
    prompt = await stage.prompt()
    work = await stage.posted(stage.message(newcomer(stage, days=8), prompt.thread_id, stage.picture()))
    assert work is not None
    assert work.state is WorkState.ACCEPTED


async def test_the_maker_can_always_see_that_a_work_waits_and_what_is_asked(stage: Stage) -> None:
    await review(stage)
    prompt, new = await stage.prompt(), newcomer(stage)
    work = await stage.posted(stage.message(new, prompt.thread_id, stage.picture()))
    assert work is not None
    view = await stage.lineage.view(new, HOME, work.number or 0)
    assert (view.work.state, view.is_maker, view.asked) == (WorkState.HELD, True, "")
    await stage.moderation.ask_for_a_change(MILO, HOME, [work.number or 0], "Blur the faces.", stage.snowflake())
    assert (await stage.lineage.view(new, HOME, work.number or 0)).asked == "Blur the faces."
    await stage.moderation.leave_in(MILO, HOME, [work.number or 0], stage.snowflake())
    assert (await stage.lineage.view(new, HOME, work.number or 0)).asked == ""


async def test_a_held_work_follows_its_makers_message(stage: Stage) -> None:
    await review(stage)
    prompt, new = await stage.prompt(), newcomer(stage)
    message = stage.message(new, prompt.thread_id, stage.picture(), words="First")
    work = await stage.posted(message)
    assert work is not None
    better = stage.picture("better.png", b"better")
    edited = replace(message, words="Second", assets=(*message.assets, better), edited_at=stage.clock.now())
    assert await stage.works.message_edited(edited)
    await stage.keep_all()
    held = await now_is(stage, work)
    assert (held.state, held.words) == (WorkState.HELD, "Second")
    assert all(asset.sha256 for asset in held.assets)
    assert message.message_id is not None
    assert await stage.works.message_deleted(message.message_id)
    assert (await now_is(stage, work)).state is WorkState.WITHDRAWN


async def test_a_pause_stops_what_is_new_and_keeps_what_members_post(stage: Stage) -> None:
    prompt = await stage.prompt(closes_at=Instant(stage.clock.now() + DAY))
    await stage.work(ANN, prompt)
    await stage.deliver()
    await stage.moderation.pause(MILO, HOME, stage.snowflake())

    with Refuses(Why.PAUSED):
        await stage.work(BEN, prompt)
    with Refuses(Why.PAUSED):
        await stage.prompts.post(DORA, HOME, PromptDraft("Another", "A brief."), None, stage.snowflake())
    with Refuses(Why.PAUSED):
        await stage.vote(prompt)
    posted = await stage.posted(stage.message(CLEO, prompt.thread_id, stage.picture()))
    assert posted is not None
    assert posted.state is WorkState.HELD, "nothing is lost"
    await stage.clock.advance(2 * DAY)
    assert await stage.run_due() == []
    assert await stage.deliver() == []
    async with stage.db.transaction() as tx:
        assert await tx.posts.next_try() is None
        assert await tx.deadlines.next_due() is None, "nothing is woken for while it waits"

    await stage.moderation.go_on(MILO, HOME, stage.snowflake())
    assert len(await stage.run_due()) == 1
    assert PostKind.WORK_ANSWER in {post.owed.kind for post in await stage.deliver()}


async def test_while_it_is_paused_the_team_still_hears_what_is_done(stage: Stage) -> None:
    async with stage.db.transaction() as tx:
        await tx.communities.save(replace(await tx.communities.get(HOME), team_channel=ChannelId(77)))
    await stage.moderation.pause(MILO, HOME, stage.snowflake())
    async with stage.db.transaction() as tx:
        plain = Owed("anything", HOME, ChannelId(77), Action.CREATE, PostKind.WELCOME)
        await tx.posts.owe(plain, stage.clock.now())
    assert [post.owed.kind for post in await stage.deliver()] == [PostKind.TEAM_NOTE]


async def test_an_answer_says_again_how_a_work_stands(stage: Stage) -> None:
    work = await stage.work(ANN, await stage.prompt())
    await stage.deliver()
    for decision in (Decision.HOLD, Decision.ACCEPT):
        await decide(stage, work, decision)
        assert PostKind.WORK_ANSWER in edits_of(await stage.deliver())
