"""The outbox: exactly once, in order, whatever Discord, the database or the power do."""

import asyncio
from dataclasses import replace

import pytest_asyncio

from bot.domain.ids import ChannelId, PostId
from bot.domain.instants import MINUTE, SECOND
from bot.domain.posts import NONCE_WINDOW, Action, Owed, Post, PostKind, PostState
from bot.due.posts import PostLoop
from bot.due.waking import Waker
from bot.services.ports import Undeliverable
from data import Database
from tests.due.conftest import Works, serving
from tests.due.outbox import Fault, Recorder
from tests.services.breaking import Breaking
from tests.services.stage import FOYER, HOME, ONE_ENGINE, STAGE, Stage

LOST = ConnectionResetError("no answer came")


class Outbox:
    """The loop, its publisher, and rows to owe."""

    def __init__(self, stage: Stage, works: Works) -> None:
        self.stage = stage
        self.works = works
        self.waker: Waker = works.waker()
        self.discord = Recorder()

    def loop(self, db: Database | Breaking | None = None) -> PostLoop:
        return PostLoop(db or self.stage.db, self.stage.clock, self.waker, self.works.timer, self.discord)

    async def start(self, db: Database | Breaking | None = None) -> None:
        self.works.start_timer(self.waker)
        await self.works.serve(self.loop(db).run)

    async def owe(self, key: str, channel: ChannelId = STAGE, **changes: object) -> PostId:
        plain = Owed(key, HOME, channel, Action.CREATE, PostKind.WORK_ANSWER, {"work": 1})
        async with self.stage.db.transaction() as tx:
            return await tx.posts.owe(replace(plain, **changes), self.stage.clock.now())  # type: ignore[arg-type]

    async def ring(self) -> None:
        await self.works.ring(self.waker)

    async def post(self, key: str) -> Post:
        async with self.stage.db.transaction() as tx:
            post = await tx.posts.by_key(key)
        assert post is not None
        return post

    async def states(self, *keys: str) -> list[PostState]:
        return [(await self.post(key)).state for key in keys]


@pytest_asyncio.fixture
async def outbox(stage: Stage, works: Works) -> Outbox:
    return Outbox(stage, works)


async def test_what_is_owed_is_sent_once_however_often_the_loop_is_rung(outbox: Outbox) -> None:
    for number in range(5):
        await outbox.owe(f"p{number}", ChannelId(STAGE + number % 2))
    await outbox.start()
    for _ in range(4):
        await outbox.ring()

    assert sorted(outbox.discord.tries) == [f"p{number}" for number in range(5)]
    assert set(await outbox.states("p0", "p1", "p2", "p3", "p4")) == {PostState.SENT}
    assert (await outbox.post("p0")).message_id is not None


async def test_a_channel_reads_in_the_order_things_were_owed(outbox: Outbox) -> None:
    for number in range(12):
        await outbox.owe(f"p{number:02}", (STAGE, FOYER)[number % 2])
    await outbox.start()
    await outbox.ring()

    assert outbox.discord.rooms[STAGE].messages == [f"p{number:02}" for number in range(0, 12, 2)]
    assert outbox.discord.rooms[FOYER].messages == [f"p{number:02}" for number in range(1, 12, 2)]


@ONE_ENGINE
async def test_a_thread_waits_for_its_card_an_edit_for_its_message_and_a_delete_takes_it_away(outbox: Outbox) -> None:
    card = await outbox.owe("card")
    await outbox.owe("thread", action=Action.THREAD, after=card)
    await outbox.owe("edit", action=Action.EDIT, after=card)
    await outbox.start()
    await outbox.ring()
    room = outbox.discord.rooms[STAGE]

    assert outbox.discord.tries == ["card", "thread", "edit"]
    assert (room.messages, room.threads, [key for key, _ in room.edits]) == (["card"], ["thread"], ["edit"])
    assert (await outbox.post("thread")).message_id == (await outbox.post("card")).message_id
    await outbox.owe("delete", action=Action.DELETE, after=card)
    await outbox.ring()
    assert (room.messages, await outbox.states("delete")) == ([], [PostState.SENT])


async def test_of_five_posts_the_one_discord_refuses_stops_none_of_the_others(outbox: Outbox) -> None:
    for number in range(5):
        await outbox.owe(f"p{number}")
    outbox.discord.faults["p0"] = Fault(Undeliverable("400 50035 Invalid Form Body"))
    await outbox.start()
    await outbox.ring()
    await outbox.works.advance(60 * MINUTE)

    assert outbox.discord.shown == ["p1", "p2", "p3", "p4"]
    assert outbox.discord.tries.count("p0") == 1, "trying again is useless"
    assert await outbox.states("p0") == [PostState.FAILED]


@ONE_ENGINE
async def test_what_belongs_to_a_refused_post_is_given_up_with_it(outbox: Outbox) -> None:
    card = await outbox.owe("card")
    await outbox.owe("thread", action=Action.THREAD, after=card)
    await outbox.owe("other")
    outbox.discord.faults["card"] = Fault(Undeliverable("400 50035 Invalid Form Body"))
    await outbox.start()
    await outbox.ring()

    assert outbox.discord.tries == ["card", "other"]
    assert await outbox.states("card", "thread", "other") == [PostState.FAILED, PostState.FAILED, PostState.SENT]


async def test_a_post_that_may_have_arrived_is_sent_again_with_its_nonce_and_stands_once(outbox: Outbox) -> None:
    await outbox.owe("p")
    outbox.discord.faults["p"] = Fault(LOST, arrives=True)
    await outbox.start()
    await outbox.ring()
    assert await outbox.states("p") == [PostState.UNSURE]
    await outbox.works.advance(2 * SECOND)

    assert outbox.discord.tries == ["p", "p"]
    assert outbox.discord.looked == [], "inside the window the nonce is enough"
    assert (outbox.discord.shown, await outbox.states("p")) == (["p"], [PostState.SENT])


async def test_after_the_nonce_is_forgotten_we_look_before_we_send_again(outbox: Outbox) -> None:
    await outbox.owe("arrived")
    await outbox.owe("never", FOYER)
    outbox.discord.faults["arrived"] = Fault(LOST, arrives=True)
    outbox.discord.faults["never"] = Fault(LOST)
    await outbox.start()
    await outbox.ring()
    outbox.discord.remembers_nonces = False
    await outbox.works.advance(NONCE_WINDOW)

    assert sorted(outbox.discord.looked) == ["arrived", "never"]
    assert sorted(outbox.discord.tries) == ["arrived", "never", "never"]
    assert sorted(outbox.discord.shown) == ["arrived", "never"]
    assert await outbox.states("arrived", "never") == [PostState.SENT, PostState.SENT]
    assert (await outbox.post("arrived")).message_id is not None


@ONE_ENGINE
async def test_a_failed_search_is_made_again_and_nothing_is_sent_meanwhile(outbox: Outbox) -> None:
    await outbox.owe("p")
    outbox.discord.faults["p"] = Fault(LOST, arrives=True)
    await outbox.start()
    await outbox.ring()
    outbox.discord.remembers_nonces = False
    find = outbox.discord.find

    async def fails(post: Post) -> None:
        outbox.discord.looked.append(post.owed.key)
        raise LOST

    outbox.discord.find = fails  # type: ignore[method-assign]
    await outbox.works.advance(NONCE_WINDOW)
    assert (outbox.discord.tries, outbox.discord.looked) == (["p"], ["p"])
    outbox.discord.find = find  # type: ignore[method-assign]
    await outbox.works.advance(4 * SECOND)

    assert (outbox.discord.shown, await outbox.states("p")) == (["p"], [PostState.SENT])


async def test_a_power_cut_between_sending_and_hearing_posts_once(outbox: Outbox) -> None:
    await outbox.owe("p")
    await outbox.owe("q")
    outbox.discord.held["p"] = asyncio.Event()
    async with serving(outbox.loop().run):
        outbox.waker()
        await outbox.discord.asked.wait()
    assert await outbox.states("p") == [PostState.SENDING]
    outbox.discord.held.clear()
    await outbox.start()
    await outbox.ring()

    assert outbox.discord.shown == ["p", "q"]
    assert await outbox.states("p", "q") == [PostState.SENT, PostState.SENT]


async def test_what_was_under_way_in_a_crash_long_ago_is_looked_for_first(outbox: Outbox) -> None:
    for key, channel in (("arrived", STAGE), ("never", FOYER)):
        await outbox.owe(key, channel)
    async with outbox.stage.db.transaction() as tx:
        claimed = await tx.posts.claim(outbox.stage.clock.now(), 10)
    await outbox.discord.create(claimed[0])
    outbox.discord.remembers_nonces = False
    await outbox.stage.clock.advance(60 * MINUTE)
    await outbox.start()
    await outbox.ring()

    assert sorted(outbox.discord.looked) == ["arrived", "never"]
    assert outbox.discord.tries == ["arrived", "never"]
    assert sorted(outbox.discord.shown) == ["arrived", "never"]


@ONE_ENGINE
async def test_an_edit_under_way_in_a_crash_is_simply_made_again(outbox: Outbox) -> None:
    card = await outbox.owe("card")
    await outbox.start()
    await outbox.ring()
    await outbox.owe("edit", action=Action.EDIT, after=card)
    async with outbox.stage.db.transaction() as tx:
        await tx.posts.claim(outbox.stage.clock.now(), 10)
        assert await tx.posts.forget_claims() == 1
    await outbox.ring()

    assert (outbox.discord.tries, outbox.discord.looked) == (["card", "edit"], [])


async def test_an_edit_owed_again_while_one_is_on_its_way_goes_out_after_it(outbox: Outbox) -> None:
    card = await outbox.owe("card")
    await outbox.start()
    await outbox.ring()
    await outbox.owe("edit", action=Action.EDIT, after=card, subject={"turn": 1})
    outbox.discord.held["edit"] = asyncio.Event()
    outbox.discord.asked.clear()
    outbox.waker()
    await outbox.discord.asked.wait()
    for turn in (2, 3):
        await outbox.owe("edit", action=Action.EDIT, after=card, subject={"turn": turn})
        outbox.waker()
    outbox.discord.held["edit"].set()
    await outbox.works.quiet()

    assert outbox.discord.rooms[STAGE].edits == [("edit", {"turn": 1}), ("edit", {"turn": 3})]


@ONE_ENGINE
async def test_an_edit_that_failed_for_now_is_made_again_without_looking(outbox: Outbox) -> None:
    card = await outbox.owe("card")
    await outbox.owe("edit", action=Action.EDIT, after=card)
    outbox.discord.faults["edit"] = Fault(LOST)
    await outbox.start()
    await outbox.ring()
    assert await outbox.states("edit") == [PostState.READY]
    await outbox.works.advance(2 * SECOND)

    assert (outbox.discord.tries, outbox.discord.looked) == (["card", "edit", "edit"], [])
    assert await outbox.states("edit") == [PostState.SENT]


@ONE_ENGINE
async def test_a_thread_that_may_be_open_is_opened_once(outbox: Outbox) -> None:
    card = await outbox.owe("card")
    await outbox.owe("thread", action=Action.THREAD, after=card)
    outbox.discord.faults["thread"] = Fault(LOST, arrives=True)
    await outbox.start()
    await outbox.ring()
    await outbox.works.advance(2 * SECOND)

    assert outbox.discord.rooms[STAGE].threads == ["thread"]
    assert await outbox.states("thread") == [PostState.SENT]


@ONE_ENGINE
async def test_a_post_that_waits_for_its_next_try_waits_longer_each_time_and_holds_nobody_up(outbox: Outbox) -> None:
    await outbox.owe("p")
    await outbox.owe("q")
    outbox.discord.faults["p"] = Fault(LOST, times=3)
    await outbox.start()
    await outbox.ring()
    assert (outbox.discord.tries, outbox.discord.shown) == (["p", "q"], ["q"])
    for seconds in (2, 4, 8):
        before = len(outbox.discord.tries)
        await outbox.works.advance(seconds * SECOND - 1)
        assert len(outbox.discord.tries) == before
        await outbox.works.advance(1)
        assert len(outbox.discord.tries) == before + 1

    assert outbox.discord.shown == ["q", "p"]
    assert await outbox.loop().next_try() is None


@ONE_ENGINE
async def test_one_slow_channel_holds_up_its_own_posts_only(outbox: Outbox) -> None:
    await outbox.owe("slow")
    await outbox.owe("after it")
    await outbox.owe("elsewhere", FOYER)
    outbox.discord.held["slow"] = asyncio.Event()
    elsewhere = asyncio.Event()
    outbox.discord.before["elsewhere"] = elsewhere.set
    await outbox.start()
    outbox.waker()
    await elsewhere.wait()
    assert outbox.discord.tries == ["slow", "elsewhere"]
    outbox.discord.held["slow"].set()
    await outbox.works.quiet()

    assert outbox.discord.rooms[STAGE].messages == ["slow", "after it"]


@ONE_ENGINE
async def test_a_database_in_trouble_costs_rounds_and_not_the_loop(outbox: Outbox, db: Database) -> None:
    breaking = Breaking(db)
    await outbox.start(breaking)
    await outbox.ring()
    await outbox.owe("p")
    breaking.fail = 2
    for _ in range(5):
        await outbox.ring()

    assert (outbox.discord.tries, await outbox.states("p")) == (["p"], [PostState.SENT])


async def test_a_post_whose_sending_could_not_be_noted_holds_up_its_channel_only_until_the_next_look(
    outbox: Outbox,
) -> None:
    breaking = Breaking(outbox.stage.db)
    await outbox.start(breaking)
    await outbox.ring()
    await outbox.owe("p")
    await outbox.owe("q")
    outbox.discord.before["p"] = lambda: setattr(breaking, "fail", 1)
    for _ in range(3):
        await outbox.ring()
    await outbox.works.advance(MINUTE)

    assert outbox.discord.shown == ["p", "q"]
    assert await outbox.states("p", "q") == [PostState.SENT] * 2
