"""Handing a work in, keeping its bytes, taking it back."""

import logging
from collections import deque
from contextlib import suppress
from dataclasses import replace

from bot.domain.communities import Person, require_set_up
from bot.domain.ids import ChannelId, CommunityId, MessageId, WorkId
from bot.domain.instants import instant_of
from bot.domain.lineage import judge_source
from bot.domain.posts import GONE, MISSED, Action, Owed, PostKind, PostState, answer_key, redrawing
from bot.domain.prompts import judge_kinds, judge_window
from bot.domain.refusals import Refusal, Why
from bot.domain.submissions import Submission
from bot.domain.works import IN, MAX_FILE_BYTES, Asset, Origin, Work, WorkState, judge_assets
from bot.services.counting import recount
from bot.services.ports import Clock, Database, Fetcher, Kept, Store, Transaction, Wake
from bot.services.works.aiming import Aim, aim, work_of
from bot.services.works.changes import change_in, come_back_in, withdraw_in
from bot.services.works.reasons import read_reason, write_reason

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
        self._store = store
        self._fetcher = fetcher
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
                    await self._receive(tx, submission, aimed)
            except Refusal as refusal:
                outcome = WorkState.REFUSED
                await self._refuse_message(tx, submission, aimed, refusal)
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
            if submission.message_id is not None:
                if submission.author_id != submission.person.id:
                    raise Refusal(Why.NOT_YOUR_MESSAGE)
                if await tx.seen.has("delete", submission.message_id):
                    raise Refusal(Why.MESSAGE_IS_GONE)
                already = await tx.works.by_message(submission.message_id)
                if already is not None and already.state in IN:
                    raise Refusal(Why.ALREADY_HANDED_IN, number=already.number)
                await tx.seen.first("create", submission.message_id, 0, self._clock.now())
            aimed = await aim(tx, submission)
            if aimed is None:
                raise Refusal(Why.WHICH_PROMPT)
            work_id = await self._receive(tx, submission, aimed)
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
        """Bring a received work's bytes to our disk, then give it its number and owe its answer.

        Safe to repeat at any point. A file Discord no longer has refuses the work; any other failure is raised
        and the row stays `received` for the next try. `waited_for`: a refusal is told at once, so it needs no post.
        """
        async with self._db.transaction() as tx:
            work = await tx.works.get(work_id)
        if work.state is WorkState.ACCEPTED:
            await self._keep_added(work)
        if work.state is not WorkState.RECEIVED:
            return
        try:
            kept = {asset.id: await self._keep_asset(asset) for asset in work.assets}
        except Refusal as refusal:
            await self._give_up(work_id, refusal, waited_for)
            return
        async with self._db.transaction() as tx:
            work = await tx.works.lock(work_id)
            if work.state is not WorkState.RECEIVED:
                return
            if any(asset.id not in kept for asset in work.assets):
                self._wake_keeping()  # its maker added a file meanwhile
                return
            for asset in work.assets:
                if asset.id is not None:
                    await tx.works.set_kept(asset.id, kept[asset.id])
            number = await tx.communities.take_number(work.community_id, "work")
            await tx.works.accept(work_id, number, self._clock.now())
            await self._owe_answer(tx, work, number)
            if work.prompt_id is not None:
                await recount(tx, work.community_id, work.prompt_id, self._clock.now())
        self._wake_posts()

    async def _keep_added(self, work: Work) -> None:
        """Files that came by an edit. One that Discord no longer has is left out; the work stays in."""
        for asset in work.assets:
            if asset.sha256 is not None or asset.id is None:
                continue
            try:
                kept = await self._keep_asset(asset)
            except Refusal as refusal:
                log.warning("a file added later could not be kept", extra={"work_id": work.id, "why": refusal.why})
                async with self._db.transaction() as tx:
                    await tx.works.drop([asset.id], self._clock.now())
            else:
                async with self._db.transaction() as tx:
                    await tx.works.set_kept(asset.id, kept)

    async def waiting(self) -> list[WorkId]:
        """Works whose bytes are still owed, oldest first."""
        async with self._db.transaction() as tx:
            return [*await tx.works.received(), *await tx.works.with_files_to_keep()]

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
            withdrawn = work is not None and await withdraw_in(tx, await tx.works.lock(work.id), now)
        self._wake_posts()
        return withdrawn

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
            if work is None or work.state not in IN:
                return False
            work = await tx.works.lock(work.id)
            if not await tx.seen.newest("edit", submission.message_id, submission.edited_at, now):
                return False
            changed = await change_in(tx, work, submission, now)
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
            await come_back_in(tx, work, person, instant_of(interaction_id), self._clock.now())
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

    async def _receive(self, tx: Transaction, submission: Submission, aimed: Aim) -> WorkId:
        judge_assets(submission.assets)
        made_at = submission.made_at
        numbers = dict.fromkeys(submission.built_on)
        sources = [await tx.works.by_number(submission.community_id, number) for number in numbers]
        if aimed.source is not None and aimed.source.number not in numbers:
            sources.insert(0, aimed.source)
        prompt = aimed.prompt
        if prompt is not None:
            prompt = await tx.prompts.lock(prompt.id)
            try:
                judge_window(prompt, made_at)
                judge_kinds(prompt, submission.assets, submission.words)
            except Refusal:
                if not sources:
                    raise
                prompt = None  # a remix is always welcome: what the prompt can't take is a free-standing work
        if not submission.assets and not submission.words.strip():
            raise Refusal(Why.NOTHING_HANDED_IN)
        work = work_of(submission, prompt.id if prompt else None)
        work_id = await tx.works.add(work)
        work = replace(work, id=work_id)
        await tx.people.remember(submission.community_id, submission.person.id, submission.person.name, made_at)
        for source in sources:
            judge_source(work, source)
            await tx.lineage.add(work, source)
        if prompt is not None and not await tx.works.take_slot(
            prompt.id, submission.person.id, work_id, prompt.works_per_member
        ):
            raise Refusal(Why.TOO_MANY_WORKS, title=prompt.title, works=prompt.works_per_member)
        if submission.reply_to is not None and aimed.source is None:
            await tx.lineage.expect(work_id, submission.reply_to)
        if submission.message_id is not None:
            await self._join(tx, work, submission.message_id)
        return work_id

    async def _join(self, tx: Transaction, source: Work, message_id: MessageId) -> None:
        """Give the replies to this message that were heard of before it the edge they came for."""
        early = await tx.works.many(await tx.lineage.expecting(message_id))
        for work in early.values():
            try:
                judge_source(work, source)
            except Refusal:
                continue
            if await tx.lineage.add(work, source) and work.number is not None:
                answer = await tx.posts.by_key(answer_key(work.community_id, work.number))
                if answer is not None:
                    await tx.posts.owe(redrawing(answer), self._clock.now())

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

    async def _refuse_message(self, tx: Transaction, submission: Submission, aimed: Aim, refusal: Refusal) -> None:
        prompt_id = aimed.prompt.id if aimed.prompt else None
        work = replace(work_of(submission, prompt_id), state=WorkState.REFUSED, reason=write_reason(refusal))
        work_id = await tx.works.add(work)
        await self._owe_refusal(tx, replace(work, id=work_id))

    async def _give_up(self, work_id: WorkId, refusal: Refusal, waited_for: bool) -> None:
        async with self._db.transaction() as tx:
            work = await tx.works.lock(work_id)
            if work.state is not WorkState.RECEIVED:
                return
            await tx.works.end(work_id, WorkState.REFUSED, write_reason(refusal))
            if not waited_for:
                await self._owe_refusal(tx, work)
        self._wake_posts()

    async def _keep_asset(self, asset: Asset) -> Kept:
        if asset.sha256 is not None:
            return Kept(asset.sha256, asset.size)
        return await self._store.keep(self._fetcher.fetch(asset), MAX_FILE_BYTES)

    async def _owe_answer(self, tx: Transaction, work: Work, number: int) -> None:
        """One short answer: under the maker's message, or in the prompt's thread for what came by command."""
        owed = Owed(
            answer_key(work.community_id, number),
            work.community_id,
            await self._place(tx, work),
            Action.CREATE,
            PostKind.WORK_ANSWER,
            {"work": number},
            reply_to=work.message_id,
        )
        await tx.posts.owe(owed, self._clock.now())

    async def _place(self, tx: Transaction, work: Work) -> ChannelId:
        if work.origin is Origin.COMMAND and work.prompt_id is not None:
            prompt = await tx.prompts.get(work.prompt_id)
            return prompt.thread_id or prompt.channel_id
        return work.channel_id

    async def _owe_refusal(self, tx: Transaction, work: Work) -> None:
        owed = Owed(
            f"refusal:{work.origin_id}",
            work.community_id,
            await self._place(tx, work),
            Action.CREATE,
            PostKind.WORK_REFUSAL,
            {"work_id": work.id, "maker": work.makers[0]},
            reply_to=work.message_id,
        )
        await tx.posts.owe(owed, self._clock.now())
