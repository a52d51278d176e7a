"""The outbox: every post is owed until Discord returned its id."""

import asyncio
import logging

from bot.domain.ids import MessageId
from bot.domain.instants import Instant
from bot.domain.posts import NONCE_WINDOW, Action, Post, PostState, back_off
from bot.due.waking import Timer, Waker
from bot.services.ports import Clock, Database, Publisher, Undeliverable

log = logging.getLogger(__name__)

LONGEST_SECONDS = 60
AT_ONCE = 20
LOOK_AGAIN_SECONDS = 0.25
"""While one channel is slow, others are looked after this often."""


class PostLoop:
    def __init__(self, db: Database, clock: Clock, waker: Waker, timer: Timer, publisher: Publisher) -> None:
        self._db = db
        self._clock = clock
        self._waker = waker
        self._timer = timer
        self._publisher = publisher
        self._claims_are_lost = True

    async def run(self) -> None:
        async for _ in self._waker.rounds():
            try:
                await self._send_all()
                self._timer.wake_at("posts", await self.next_try(), self._waker)
            except Exception:
                log.exception("posts could not be settled; trying again")
                self._claims_are_lost = True
                self._timer.wake_at("posts", Instant(self._clock.now() + back_off(1)), self._waker)

    async def _send_all(self) -> None:
        """Until nothing is left to send. A claim nobody could settle, now or before a crash, is looked at again."""
        if self._claims_are_lost:
            async with self._db.transaction() as tx:
                await tx.posts.forget_claims()
            self._claims_are_lost = False
        async with self._db.transaction() as tx:
            await tx.posts.hope(self._clock.now())
        async with asyncio.TaskGroup() as sending:
            running: set[asyncio.Task[None]] = set()
            while True:
                # A claim skips channels that are busy, so a slow one holds up only itself.
                running |= {sending.create_task(self._publish(post)) for post in await self._claim()}
                if not running:
                    return
                _, running = await asyncio.wait(
                    running, timeout=LOOK_AGAIN_SECONDS, return_when=asyncio.FIRST_COMPLETED
                )

    async def next_try(self) -> Instant | None:
        async with self._db.transaction() as tx:
            return await tx.posts.next_try()

    async def _claim(self) -> list[Post]:
        async with self._db.transaction() as tx:
            return await tx.posts.claim(self._clock.now(), AT_ONCE)

    async def _publish(self, post: Post) -> None:
        try:
            async with asyncio.timeout(LONGEST_SECONDS):
                message_id = await self._act(post)
        except Undeliverable as error:
            log.warning("post refused", extra={"key": post.owed.key, "reason": str(error)})
            async with self._db.transaction() as tx:
                await tx.posts.failed(post, str(error), self._clock.now())
        except Exception:
            log.exception("post may not have arrived", extra={"key": post.owed.key})
            again = Instant(self._clock.now() + back_off(post.attempts))
            async with self._db.transaction() as tx:
                await tx.posts.retry(post, again, unsure=post.owed.action in (Action.CREATE, Action.THREAD, Action.DM))
        else:
            async with self._db.transaction() as tx:
                await tx.posts.sent(post, message_id)
                await tx.posts.may_again(self._clock.now(), channel_id=post.owed.channel_id)
                if post.owed.action is Action.CREATE:
                    await tx.absences.note("post", self._clock.now())

    async def _act(self, post: Post) -> MessageId | None:
        match post.owed.action:
            case Action.CREATE | Action.DM:
                if post.state is PostState.UNSURE and not self._nonce_still_works(post):
                    found = await self._publisher.find(post)
                    if found is not None:
                        return found
                return await self._publisher.create(post)
            case Action.THREAD:
                return await self._publisher.open_thread(post)
            case Action.EDIT:
                await self._publisher.edit(post)
            case Action.DELETE:
                await self._publisher.delete(post)
        return post.message_id

    def _nonce_still_works(self, post: Post) -> bool:
        """Within the window Discord itself recognises the second try; later we have to look."""
        return post.sending_at is not None and self._clock.now() - post.sending_at < NONCE_WINDOW
