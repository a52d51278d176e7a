"""Handing a work in, keeping its bytes, taking it back."""

import logging
from collections import deque
from contextlib import suppress
from dataclasses import replace

from bot.domain.communities import Person, require_set_up
from bot.domain.ids import CommunityId, MessageId, WorkId
from bot.domain.instants import instant_of
from bot.domain.posts import GONE, MISSED, PostState
from bot.domain.reasons import read_reason
from bot.domain.refusals import Refusal, Why
from bot.domain.submissions import Submission
from bot.domain.works import CHANGEABLE, IN, WITH_MODERATORS, Work, WorkState
from bot.services.ports import Clock, Database, Fetcher, Store, Wake
from bot.services.team import require_going
from bot.services.works.aiming import aim
from bot.services.works.changes import change_in, come_back_in, message_gone_in, part_changed_in, withdraw_in
from bot.services.works.desk import DeskService
from bot.services.works.keeping import Keeping
from bot.services.works.makers import MakersService
from bot.services.works.receiving import receive_in, refuse_in
from bot.services.works.refining import RefiningService
from bot.services.works.reposts import adopt_in
from bot.services.works.together import TogetherService

log = logging.getLogger(__name__)

MOST_EARLY = 500
"""Replies kept in mind whose source may still be on its way to us."""


class WorkService:
    def __init__(
        self,
        db: Database,
        clock: Clock,
        store: Store,
        fetcher: Fetcher,
        wake_posts: Wake,
        wake_keeping: Wake,
    ) -> None:
        self._db = db
        self._clock = clock
        self._keeping = Keeping(db, clock, store, fetcher, wake_posts, wake_keeping)
        self.refining = RefiningService(db, clock, self._keeping, wake_posts)
        self.together = TogetherService(db, clock, wake_posts)
        self.makers = MakersService(db, clock, wake_posts)
        self.desk = DeskService(db, clock)
        self._wake_posts = wake_posts
        self._wake_keeping = wake_keeping
        self._early: deque[Submission] = deque(maxlen=MOST_EARLY)

    async def receive_message(self, submission: Submission) -> WorkState | None:
        """A member posted something. If it is a work, promise it (or owe its refusal); else do nothing.

        The bytes follow: the row is `received` and the keeping loop has been woken. Returns `received`, `refused`,
        or None for talk and for what was dealt with before.
        """
        if not submission.assets and submission.reply_to is None:
            return None  # talk, by far the most of what is posted
        async with self._db.transaction() as tx:
            community = await tx.communities.find(submission.community_id)
            if community is None or community.set_up_at is None:
                return None
            aimed = await aim(tx, submission)
            if aimed is None:
                self._remember_early(submission)
                return None
            if not await tx.seen.first("create", submission.origin_id, 0, self._clock.now()):
                return None
            outcome = WorkState.RECEIVED
            try:
                async with tx.savepoint():
                    await receive_in(tx, submission, aimed, self._clock.now())
            except Refusal as refusal:
                outcome = WorkState.REFUSED
                await refuse_in(tx, submission, aimed, refusal, self._clock.now())
        self._wake_keeping()
        self._wake_posts()
        await self._receive_early(submission.message_id)
        return outcome

    async def hand_in(self, submission: Submission) -> Work:
        """Hand in by command or menu: returns once the bytes are on our disk and the work has its number.

        Where they can't be had yet the work comes back as `received`, and the keeping loop tries on.
        Raises `Refusal` with the reason, leaving nothing behind.
        """
        async with self._db.transaction() as tx:
            require_set_up(await tx.communities.get(submission.community_id))
            await tx.seen.once(submission.origin_id, self._clock.now())
            await require_going(tx, submission.community_id)
            if submission.message_id is not None:
                if submission.author_id != submission.person.id:
                    raise Refusal(Why.NOT_YOUR_MESSAGE)
                if await tx.seen.has("delete", submission.message_id):
                    raise Refusal(Why.MESSAGE_IS_GONE)
                already = await tx.works.by_message(submission.message_id)
                if already is not None and already.state in IN | WITH_MODERATORS:
                    raise Refusal(Why.ALREADY_HANDED_IN, number=already.number)
                await tx.seen.first("create", submission.message_id, 0, self._clock.now())
            aimed = await aim(tx, submission)
            if aimed is None:
                raise Refusal(Why.WHICH_PROMPT)
            work_id = await receive_in(tx, submission, aimed, self._clock.now())
        try:
            await self._receive_early(submission.message_id)
            await self.keep(work_id, waited_for=True)
        except Exception:  # whatever the file host or the disk said, the row stands and the keeping loop goes on
            log.exception("bytes not kept yet", extra={"work_id": work_id})
            self._wake_keeping()
        async with self._db.transaction() as tx:
            work = await tx.works.get(work_id)
        if work.state is WorkState.REFUSED:
            raise read_reason(work.reason)
        return work

    async def keep(self, work_id: WorkId, *, waited_for: bool = False) -> None:
        await self._keeping.keep(work_id, waited_for=waited_for)

    async def waiting(self) -> list[WorkId]:
        """Works whose bytes are still owed, oldest first."""
        return await self._keeping.waiting()

    async def message_deleted(self, message_id: MessageId) -> bool:
        """A message is gone. If a member's, its work is withdrawn, and a late `create` of it finds itself dealt with.

        Both note the same row first, so that where they come at once one of them waits and sees the other. Returns
        whether a work was withdrawn.
        """
        now = self._clock.now()
        async with self._db.transaction() as tx:
            await tx.seen.first("create", message_id, 0, now)
            await tx.seen.first("delete", message_id, 0, now)
            post = await tx.posts.by_message(message_id)
            if post is not None and post.state is PostState.SENT and post.owed.kind in MISSED:
                await tx.posts.failed(post, GONE, self._clock.now())  # whoever runs it can have it posted again
            work = await tx.works.by_message(message_id)
            withdrawn = work is not None and await message_gone_in(tx, work, now)
        self._wake_posts()
        return withdrawn

    async def posted_again(self, repost: Submission) -> bool:
        """A proxy posted a member's message in their stead; whether a work of theirs stands there now."""
        async with self._db.transaction() as tx:
            if not await tx.seen.first("create", repost.origin_id, 0, self._clock.now()):
                return False
            work = await adopt_in(tx, repost, self._clock.now())
        self._wake_keeping()
        self._wake_posts()
        return work is not None

    async def message_edited(self, submission: Submission) -> bool:
        """A member changed their message; whether that changed the work it became.

        What is taken away is always taken away; new words and added files count inside the prompt's window. An edit
        older than one that was dealt with does nothing.
        """
        if submission.edited_at is None or submission.message_id is None:
            return False  # a link's preview has appeared
        now = self._clock.now()
        async with self._db.transaction() as tx:
            work = await tx.works.by_message(submission.message_id)
            if work is None or (work.state not in CHANGEABLE and await tx.making.joined_into(work.id) is None):
                return False
            work = await tx.works.lock(work.id)
            if not await tx.seen.newest("edit", submission.message_id, submission.edited_at, now):
                return False
            change = change_in if work.state in CHANGEABLE else part_changed_in
            changed = await change(tx, work, submission, now)
        self._wake_keeping()
        self._wake_posts()
        return changed

    async def withdraw(self, person: Person, community_id: CommunityId, number: int, interaction_id: int) -> Work:
        """The maker takes the work back. What others built on it keeps its lineage."""
        async with self._db.transaction() as tx:
            await tx.seen.once(interaction_id, self._clock.now())
            work = await tx.works.lock((await tx.works.by_number(community_id, number)).id)
            if person.id not in work.makers:
                raise Refusal(Why.NOT_YOURS, number=number)
            if work.state is not WorkState.ACCEPTED:
                raise Refusal(Why.WORK_NOT_IN, number=number)
            await withdraw_in(tx, work, self._clock.now())
        self._wake_posts()
        return replace(work, state=WorkState.WITHDRAWN)

    async def hand_in_again(self, person: Person, community_id: CommunityId, number: int, interaction_id: int) -> Work:
        """The maker thinks better of taking it back. It comes in as it was, while its prompt is open."""
        async with self._db.transaction() as tx:
            await tx.seen.once(interaction_id, self._clock.now())
            work = await tx.works.lock((await tx.works.by_number(community_id, number)).id)
            if person.id not in work.makers:
                raise Refusal(Why.NOT_YOURS, number=number)
            await come_back_in(tx, work, instant_of(interaction_id), self._clock.now())
        self._wake_posts()
        return replace(work, state=WorkState.ACCEPTED)

    async def find(self, community_id: CommunityId, text: str, limit: int = 25) -> list[Work]:
        """Works whose number or title fits what was typed, newest first."""
        async with self._db.transaction() as tx:
            return await tx.works.matching(community_id, text.strip(), limit)

    async def standing_in(self, person: Person, community_id: CommunityId, message_id: MessageId) -> int | None:
        """The number of this person's work that was handed in with this message and is in."""
        async with self._db.transaction() as tx:
            work = await tx.works.by_message(message_id)
        if work is None or work.community_id != community_id or person.id not in work.makers:
            return None
        return work.number if work.state is WorkState.ACCEPTED else None

    async def refusal_of(self, person: Person, work_id: WorkId) -> Refusal:
        """Why a work was refused, told to its maker alone."""
        async with self._db.transaction() as tx:
            work = await tx.works.get(work_id)
        if person.id not in work.makers:
            raise Refusal(Why.PANEL_IS_ANOTHERS)
        return read_reason(work.reason)

    def _remember_early(self, submission: Submission) -> None:
        """A reply with files to what is no work yet: it may be one whose event is still on its way."""
        if submission.reply_to is not None and submission.assets:
            self._early.append(submission)

    async def _receive_early(self, message_id: MessageId | None) -> None:
        early = [one for one in self._early if one.reply_to == message_id]
        for submission in early if message_id is not None else ():
            await self.receive_message(submission)
            with suppress(ValueError):  # it may have been pushed out meanwhile
                self._early.remove(submission)
