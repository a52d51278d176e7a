"""How far channels were read, when we were last there, and what was found afterwards."""

from dataclasses import replace

from bot.domain.absences import Absence
from bot.domain.ids import ChannelId, MessageId
from bot.domain.instants import HOUR, Instant
from bot.domain.posts import Action, PostKind
from bot.domain.works import WorkState
from data import Database
from tests.data import sets
from tests.data.sets import AWAY, CHANNEL, HOME, NOW

THREAD = ChannelId(901)
ELSEWHERE = ChannelId(902)


async def test_watched_is_where_a_work_can_come_and_nothing_else(db: Database) -> None:
    async with db.transaction() as tx:
        await sets.communities(tx)
        for community, channel in ((HOME, CHANNEL), (AWAY, ChannelId(CHANNEL + 1))):
            card = sets.owed(f"card {community}", community, channel_id=channel, kind=PostKind.PROMPT_CARD)
            card_id = await tx.posts.owe(card, NOW)
            kind, action = PostKind.PROMPT_THREAD, Action.THREAD
            thread = sets.owed(f"thread {community}", community, kind=kind, action=action, after=card_id)
            await tx.posts.owe(thread, NOW)
        await tx.posts.owe(sets.owed("hello", channel_id=ChannelId(950), kind=PostKind.WELCOME), NOW)
        message = 700
        while claimed := await tx.posts.claim(NOW, 10):
            for post in claimed:
                message += 1
                await tx.posts.sent(post, MessageId(THREAD if post.owed.key == f"thread {HOME}" else message))
        await tx.works.add(sets.handed_in(channel_id=ELSEWHERE, message_id=MessageId(960)))
        gone = await tx.works.add(sets.handed_in(channel_id=ChannelId(970)))
        await tx.works.end(gone, WorkState.WITHDRAWN, None)
        watched = {one.channel_id: one for one in await tx.absences.watched(HOME)}
        assert set(watched) == {CHANNEL, THREAD, ELSEWHERE}
        assert watched[THREAD].watermark == THREAD, "a thread is read from its beginning"
        assert watched[ELSEWHERE].watermark == 960
        assert not watched[CHANNEL].told


async def test_a_watermark_never_moves_back_and_remembers_that_the_team_was_told(db: Database) -> None:
    async with db.transaction() as tx:
        await sets.communities(tx)
        await tx.works.add(sets.handed_in(channel_id=CHANNEL, message_id=MessageId(5)))
        for mark in (10, 30, 20):
            await tx.absences.move(HOME, {CHANNEL: MessageId(mark), ELSEWHERE: MessageId(mark)})
        await tx.absences.told(HOME, CHANNEL, NOW)
        [one] = await tx.absences.watched(HOME)
        assert (one.watermark, one.told) == (30, True)
        await tx.absences.told(HOME, CHANNEL, None)
        assert not (await tx.absences.watched(HOME))[0].told
        await tx.absences.move(HOME, {})


async def test_the_last_time_we_were_there_is_the_latest_that_was_noted(db: Database) -> None:
    async with db.transaction() as tx:
        assert await tx.absences.last("event") is None
        for at in (NOW, Instant(NOW + HOUR), NOW):
            await tx.absences.note("event", at)
        await tx.absences.note("post", NOW)
        assert await tx.absences.last("event") == NOW + HOUR
        assert await tx.absences.last("post") == NOW


async def test_absences_are_told_newest_first(db: Database) -> None:
    first = Absence(HOME, None, NOW, works=3)
    second = Absence(AWAY, NOW, Instant(NOW + HOUR), 1, 2, 3, 4, (CHANNEL, THREAD))
    async with db.transaction() as tx:
        await sets.communities(tx)
        for one in (first, second):
            await tx.absences.add(one)
        assert await tx.absences.newest(5) == [second, first]
        assert await tx.absences.newest(1) == [second]


async def test_an_edit_is_the_newest_only_if_none_newer_was_noted(db: Database) -> None:
    async with db.transaction() as tx:
        assert await tx.seen.newest("edit", 5, 20, NOW)
        assert not await tx.seen.newest("edit", 5, 10, NOW)
        assert not await tx.seen.newest("edit", 5, 20, NOW)
        assert await tx.seen.newest("edit", 5, 30, NOW)
        assert await tx.seen.newest("edit", 6, 1, NOW)


async def test_files_come_and_go_and_the_work_has_those_that_are_there(db: Database) -> None:
    async with db.transaction() as tx:
        await sets.communities(tx)
        work = await sets.work(tx, HOME)
        [first] = work.assets
        await tx.works.add_assets(
            work.id, [replace(first, filename="second.png"), replace(first, filename="third.png")]
        )
        second = (await tx.works.get(work.id)).assets[1]
        for _ in range(2):
            await tx.works.drop([asset.id for asset in (first, second) if asset.id is not None], NOW)
        assert [asset.filename for asset in (await tx.works.get(work.id)).assets] == ["third.png"]
        assert await tx.works.with_files_to_keep() == [work.id]
        await tx.works.add_assets(work.id, [replace(first, filename="fourth.png")])
        await tx.works.reword(work.id, "ÄRGER", "words")
        changed = await tx.works.get(work.id)
        assert [asset.filename for asset in changed.assets] == ["third.png", "fourth.png"]
        assert [found.id for found in await tx.works.matching(HOME, "ärger", 5)] == [work.id]


async def test_a_works_message_stands_in_its_channel_until_the_work_is_out(db: Database) -> None:
    async with db.transaction() as tx:
        await sets.communities(tx)
        works = [await sets.work(tx, HOME) for _ in range(3)]
        await tx.works.end(works[1].id, WorkState.WITHDRAWN, None)
        assert await tx.works.standing_in(CHANNEL) == [works[2].message_id, works[0].message_id]
        assert await tx.works.standing_in(ELSEWHERE) == []


async def test_replies_that_came_first_are_found_by_what_they_reply_to(db: Database) -> None:
    async with db.transaction() as tx:
        await sets.communities(tx)
        early = [await sets.work(tx, HOME) for _ in range(2)]
        for work in early:
            await tx.lineage.expect(work.id, MessageId(77))
        assert await tx.lineage.expecting(MessageId(77)) == [work.id for work in early]
        assert await tx.lineage.expecting(MessageId(78)) == []


async def test_a_refused_post_is_found_and_owed_again_as_if_it_had_never_been_sent(db: Database) -> None:
    async with db.transaction() as tx:
        await sets.communities(tx)
        post_id = await tx.posts.owe(sets.owed("card"), NOW)
        [claimed] = await tx.posts.claim(NOW, 5)
        await tx.posts.sent(claimed, MessageId(70))
        await tx.posts.failed(await tx.posts.get(post_id), "404 10008 Unknown Message", NOW)
        [refused] = await tx.posts.refused(HOME)
        assert (refused.id, refused.refusal_code, refused.refusal_text) == (post_id, 10_008, "Unknown Message")
        assert await tx.posts.refused(AWAY) == []
        await tx.posts.again(post_id)
        assert await tx.posts.refused(HOME) == []
        [anew] = await tx.posts.claim(NOW, 5)
        assert (anew.message_id, anew.attempts, anew.sending_at) == (None, 1, NOW)
        await tx.posts.sent(anew, MessageId(71))
        assert (await tx.posts.get(post_id)).message_id == 71
