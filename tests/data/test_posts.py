import asyncio

from bot.domain.ids import ChannelId, MessageId, PostId
from bot.domain.instants import MINUTE, SECOND, Instant
from bot.domain.posts import Action, Post, PostState
from data import Database
from data.transactions import Transaction
from tests.data.sets import CHANNEL, NOW, communities, owed

LATER = Instant(NOW + MINUTE)
OTHER = ChannelId(CHANNEL + 1)
MESSAGE = MessageId(77)


async def owe(db: Database, *posts: str, **changes: object) -> list[PostId]:
    async with db.transaction() as tx:
        await communities(tx)
        return [await tx.posts.owe(owed(key, **changes), NOW) for key in posts]


async def claim(db: Database, at: Instant = NOW, limit: int = 10) -> list[Post]:
    async with db.transaction() as tx:
        return await tx.posts.claim(at, limit)


async def send_all(tx: Transaction, at: Instant = NOW) -> list[str]:
    """Claim and send until nothing is left; the keys in order."""
    keys = []
    while claimed := await tx.posts.claim(at, 10):
        for post in claimed:
            keys.append(post.owed.key)
            await tx.posts.sent(post, MessageId(1_000 + post.id))
    return keys


async def test_an_owed_post_comes_back_as_it_was_owed(db: Database) -> None:
    (post_id,) = await owe(db, "a", reply_to=MessageId(5), subject={"work": 3, "pages": [1, 2], "who": None})
    async with db.transaction() as tx:
        post = await tx.posts.get(post_id)
        assert post == await tx.posts.by_key("a")
        assert await tx.posts.by_key("b") is None
    assert post.owed == owed("a", reply_to=MessageId(5), subject={"work": 3, "pages": [1, 2], "who": None})
    assert (post.state, post.revision, post.attempts) == (PostState.READY, 1, 0)


async def test_a_key_is_owed_once(db: Database) -> None:
    (first,) = await owe(db, "a")
    (again,) = await owe(db, "a", subject={"work": 2})
    async with db.transaction() as tx:
        assert again == first
        assert (await tx.posts.get(first)).owed.subject == {"work": 1}
        assert await send_all(tx) == ["a"]
        assert await tx.posts.owe(owed("a"), LATER) == first
        assert await tx.posts.claim(LATER, 10) == []


async def test_a_claim_takes_the_oldest_of_each_channel_and_no_more(db: Database) -> None:
    await owe(db, "a1", "a2")
    await owe(db, "b1", "b2", channel_id=OTHER)
    claimed = await claim(db)
    assert [post.owed.key for post in claimed] == ["a1", "b1"]
    assert [(post.state, post.attempts, post.sending_at) for post in claimed] == [(PostState.SENDING, 1, NOW)] * 2
    assert await claim(db) == [], "one is on its way in each channel"
    async with db.transaction() as tx:
        await tx.posts.sent(claimed[1], MESSAGE)
    assert [post.owed.key for post in await claim(db)] == ["b2"]


async def test_a_claim_takes_no_more_than_its_limit(db: Database) -> None:
    for number in range(5):
        await owe(db, f"p{number}", channel_id=ChannelId(CHANNEL + number))
    assert [post.owed.key for post in await claim(db, limit=2)] == ["p0", "p1"]
    assert [post.owed.key for post in await claim(db, limit=2)] == ["p2", "p3"]


async def test_a_post_waits_for_the_one_it_comes_after(db: Database) -> None:
    (card,) = await owe(db, "card")
    await owe(db, "thread", action=Action.THREAD, after=card, channel_id=OTHER)
    (claimed,) = await claim(db)
    assert claimed.owed.key == "card"
    async with db.transaction() as tx:
        assert await tx.posts.next_try() is None, "settling the card is the time to ask again"
        await tx.posts.sent(claimed, MESSAGE)
        assert await tx.posts.next_try() == NOW
        (thread,) = await tx.posts.claim(NOW, 10)
    assert (thread.owed.key, thread.target_id) == ("thread", MESSAGE)


async def test_what_comes_after_a_failed_post_fails_with_it(db: Database) -> None:
    (card,) = await owe(db, "card")
    (thread,) = await owe(db, "thread", action=Action.THREAD, after=card, channel_id=OTHER)
    (edit,) = await owe(db, "edit", action=Action.EDIT, after=thread)
    await owe(db, "unrelated")
    (claimed,) = await claim(db)
    async with db.transaction() as tx:
        await tx.posts.failed(claimed, "missing permission", NOW)
        assert await tx.posts.next_try() is not None
        assert await send_all(tx) == ["unrelated"]
        assert [(await tx.posts.get(which)).state for which in (card, thread, edit)] == [PostState.FAILED] * 3
        assert await tx.posts.next_try() is None


async def test_a_retry_waits_for_its_time_and_holds_nobody_up(db: Database) -> None:
    await owe(db, "a", "b")
    (claimed,) = await claim(db)
    async with db.transaction() as tx:
        await tx.posts.retry(claimed, LATER, unsure=False)
        assert await send_all(tx) == ["b"]
        assert await tx.posts.next_try() == LATER
        assert await tx.posts.claim(Instant(LATER - 1), 10) == []
        (again,) = await tx.posts.claim(LATER, 10)
    assert (again.owed.key, again.attempts, again.state, again.sending_at) == (
        "a",
        2,
        PostState.SENDING,
        LATER,
    )


async def test_an_unsure_post_is_returned_unsure_with_the_start_of_its_first_try(db: Database) -> None:
    await owe(db, "a")
    (claimed,) = await claim(db)
    async with db.transaction() as tx:
        await tx.posts.retry(claimed, LATER, unsure=True)
    (again,) = await claim(db, LATER)
    assert (again.state, again.sending_at) == (PostState.UNSURE, NOW)
    assert await claim(db, LATER) == [], "it is claimed all the same"
    async with db.transaction() as tx:
        await tx.posts.retry(again, LATER, unsure=False)
    (looked_for,) = await claim(db, LATER)
    assert (looked_for.state, looked_for.sending_at) == (PostState.SENDING, LATER)


async def test_an_edit_that_may_have_arrived_is_simply_made_again(db: Database) -> None:
    (card,) = await owe(db, "card")
    await owe(db, "edit", action=Action.EDIT, after=card)
    async with db.transaction() as tx:
        (claimed,) = await tx.posts.claim(NOW, 10)
        await tx.posts.sent(claimed, MESSAGE)
        (edit,) = await tx.posts.claim(NOW, 10)
        await tx.posts.retry(edit, LATER, unsure=True)
        (again,) = await tx.posts.claim(LATER, 10)
    assert again.state is PostState.SENDING


async def test_after_a_crash_a_create_is_unsure_and_an_edit_ready(db: Database) -> None:
    (card,) = await owe(db, "card")
    await owe(db, "edit", action=Action.EDIT, after=card)
    async with db.transaction() as tx:
        assert await send_all(tx) == ["card", "edit"]
    await owe(db, "edit", action=Action.EDIT, after=card)
    await owe(db, "new", channel_id=OTHER)
    assert len(await claim(db)) == 2
    async with db.transaction() as tx:
        assert await tx.posts.forget_claims() == 2
        assert await tx.posts.forget_claims() == 0
        assert await tx.posts.next_try() == 0
        again = {post.owed.key: post for post in await tx.posts.claim(LATER, 10)}
    assert (again["edit"].state, again["edit"].sending_at) == (PostState.SENDING, LATER)
    assert (again["new"].state, again["new"].sending_at) == (PostState.UNSURE, NOW)


async def test_an_edit_owed_again_is_ready_again_with_its_new_subject(db: Database) -> None:
    (card,) = await owe(db, "card")
    (edit,) = await owe(db, "edit", action=Action.EDIT, after=card, subject={"n": 1})
    async with db.transaction() as tx:
        assert await send_all(tx) == ["card", "edit"]
        assert await tx.posts.claim(LATER, 10) == []
    assert await owe(db, "edit", action=Action.EDIT, after=card, subject={"n": 2}) == [edit]
    (again,) = await claim(db)
    assert (again.owed.subject, again.revision, again.attempts) == ({"n": 2}, 2, 1)


async def test_an_edit_owed_again_while_one_is_on_its_way_is_sent_once_more(db: Database) -> None:
    (card,) = await owe(db, "card")
    await owe(db, "edit", action=Action.EDIT, after=card)
    async with db.transaction() as tx:
        (claimed,) = await tx.posts.claim(NOW, 10)
        await tx.posts.sent(claimed, MESSAGE)
        (first,) = await tx.posts.claim(NOW, 10)
    await owe(db, "edit", action=Action.EDIT, after=card)
    assert await claim(db) == [], "the first is still on its way"
    async with db.transaction() as tx:
        await tx.posts.sent(first, None)
        assert await tx.posts.next_try() == 0
        (second,) = await tx.posts.claim(NOW, 10)
        assert (second.revision, second.attempts) == (2, 1)
        await tx.posts.sent(second, None)
        assert await tx.posts.claim(LATER, 10) == []


async def test_a_failed_edit_owed_again_is_tried_again(db: Database) -> None:
    (card,) = await owe(db, "card")
    await owe(db, "edit", action=Action.EDIT, after=card)
    async with db.transaction() as tx:
        (claimed,) = await tx.posts.claim(NOW, 10)
        await tx.posts.sent(claimed, MESSAGE)
        (edit,) = await tx.posts.claim(NOW, 10)
        await tx.posts.failed(edit, "unknown message", NOW)
        assert await tx.posts.claim(LATER, 10) == []
    await owe(db, "edit", action=Action.EDIT, after=card)
    assert len(await claim(db)) == 1


async def test_a_message_leads_to_the_post_it_was_and_not_to_its_thread(db: Database) -> None:
    (card,) = await owe(db, "card")
    await owe(db, "thread", action=Action.THREAD, after=card)
    async with db.transaction() as tx:
        for _ in range(2):
            (claimed,) = await tx.posts.claim(NOW, 10)
            await tx.posts.sent(claimed, MESSAGE)
        found = await tx.posts.by_message(MESSAGE)
        assert found is not None
        assert found.id == card
        assert await tx.posts.by_message(MessageId(1)) is None


async def test_two_claimers_at_once_never_take_the_same_post(db: Database) -> None:
    for number in range(20):
        await owe(db, f"p{number}", channel_id=ChannelId(CHANNEL + number))
    taken = await asyncio.gather(*(claim(db, limit=7) for _ in range(6)))
    keys = [post.owed.key for claimed in taken for post in claimed]
    assert len(keys) == len(set(keys))
    while more := await claim(db):
        keys += [post.owed.key for post in more]
    assert sorted(keys) == sorted(f"p{number}" for number in range(20))


async def test_nothing_is_claimed_before_its_time(db: Database) -> None:
    await owe(db, "a")
    assert await claim(db, Instant(NOW - SECOND)) == []
