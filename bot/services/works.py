"""Handing a work in, keeping its bytes, taking it back."""

import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from bot.domain.communities import Person, require_set_up
from bot.domain.ids import ChannelId, CommunityId, MemberId, MessageId, PromptId, WorkId
from bot.domain.instants import Instant, instant_of
from bot.domain.lineage import judge_source
from bot.domain.posts import Action, Owed, PostKind, answer_key, redrawing
from bot.domain.prompts import Prompt, judge_kinds, judge_window
from bot.domain.refusals import Refusal, Why
from bot.domain.works import (
    MAX_FILE_BYTES,
    MAX_TITLE,
    MAX_WORDS,
    Asset,
    Kind,
    Origin,
    Work,
    WorkState,
    is_visible,
    judge_assets,
    shorten,
    title_from,
)
from bot.services.ports import Clock, Database, Fetcher, Kept, Store, Transaction, Wake

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Submission:
    """The act of handing a work in, as Discord told us of it."""

    community_id: CommunityId
    person: Person
    origin: Origin
    origin_id: int
    """The message's snowflake, or the interaction's."""
    channel_id: ChannelId
    message_id: MessageId | None = None
    author_id: MemberId | None = None
    """Who posted that message, where somebody hands it in by its menu."""
    reply_to: MessageId | None = None
    prompt_number: int | None = None
    """Named outright by a command or a menu; a message tells by where it stands."""
    built_on: tuple[int, ...] = ()
    title: str = ""
    words: str = ""
    assets: tuple[Asset, ...] = ()

    @property
    def made_at(self) -> Instant:
        return instant_of(self.message_id or self.origin_id)


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

    async def receive_message(self, submission: Submission) -> None:
        """A member posted something. If it is a work, promise it (or owe its refusal); else do nothing.

        The bytes follow: the row is `received` and the keeping loop has been woken.
        """
        if not submission.assets and submission.reply_to is None:
            return  # talk, by far the most of what is posted
        async with self._db.transaction() as tx:
            community = await tx.communities.find(submission.community_id)
            if community is None or community.set_up_at is None:
                return
            aim = await self._aim(tx, submission)
            if aim is None or not await tx.seen.first("create", submission.origin_id, 0, self._clock.now()):
                return
            try:
                async with tx.savepoint():
                    await self._receive(tx, submission, aim)
            except Refusal as refusal:
                await self._refuse_message(tx, submission, aim, refusal)
        self._wake_keeping()
        self._wake_posts()

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
                if already is not None and already.state in (WorkState.RECEIVED, WorkState.ACCEPTED):
                    raise Refusal(Why.ALREADY_HANDED_IN, number=already.number)
            aim = await self._aim(tx, submission)
            if aim is None:
                raise Refusal(Why.WHICH_PROMPT)
            work_id = await self._receive(tx, submission, aim)
        try:
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
        if work.state is not WorkState.RECEIVED:
            return
        try:
            kept = [await self._keep_asset(asset) for asset in work.assets]
        except Refusal as refusal:
            await self._give_up(work_id, refusal, waited_for)
            return
        async with self._db.transaction() as tx:
            work = await tx.works.lock(work_id)
            if work.state is not WorkState.RECEIVED:
                return
            for asset, bytes_kept in zip(work.assets, kept, strict=True):
                if asset.id is not None:
                    await tx.works.set_kept(asset.id, bytes_kept)
            number = await tx.communities.take_number(work.community_id, "work")
            await tx.works.accept(work_id, number, self._clock.now())
            await self._owe_answer(tx, work, number)
        self._wake_posts()

    async def waiting(self) -> list[WorkId]:
        """Works whose bytes are still owed, oldest first."""
        async with self._db.transaction() as tx:
            return await tx.works.received()

    async def message_deleted(self, message_id: MessageId) -> None:
        """A member's message is gone: its work is withdrawn, and a late `create` of it finds itself dealt with.

        Both note the same row first, so that where they come at once one of them waits and sees the other.
        """
        now = self._clock.now()
        async with self._db.transaction() as tx:
            await tx.seen.first("create", message_id, 0, now)
            await tx.seen.first("delete", message_id, 0, now)
            work = await tx.works.by_message(message_id)
            if work is not None:
                await self._withdraw(tx, await tx.works.lock(work.id))
        self._wake_posts()

    async def withdraw(self, person: Person, community_id: CommunityId, number: int, interaction_id: int) -> Work:
        """The maker takes the work back. What others built on it keeps its lineage."""
        async with self._db.transaction() as tx:
            await tx.seen.once(interaction_id, self._clock.now())
            work = await tx.works.lock((await tx.works.by_number(community_id, number)).id)
            if person.id not in work.makers:
                raise Refusal(Why.NOT_YOURS, number=number)
            if work.state is not WorkState.ACCEPTED:
                raise Refusal(Why.WORK_NOT_IN, number=number)
            await self._withdraw(tx, work)
        self._wake_posts()
        return replace(work, state=WorkState.WITHDRAWN)

    async def find(self, community_id: CommunityId, text: str, limit: int = 25) -> list[Work]:
        """Works whose number or title fits what was typed, newest first."""
        async with self._db.transaction() as tx:
            return await tx.works.matching(community_id, text.strip(), limit)

    async def refusal_of(self, person: Person, work_id: WorkId) -> Refusal:
        """Why a work was refused, told to its maker alone."""
        async with self._db.transaction() as tx:
            work = await tx.works.get(work_id)
        if person.id not in work.makers:
            raise Refusal(Why.PANEL_IS_ANOTHERS)
        return read_reason(work.reason)

    async def _aim(self, tx: Transaction, submission: Submission) -> "_Aim | None":
        """What a submission answers and builds on, or None where it is just talk."""
        community_id = submission.community_id
        prompt: Prompt | None = None
        source: Work | None = None
        on_card = False
        if submission.prompt_number is not None:
            prompt = await tx.prompts.by_number(community_id, submission.prompt_number)
        else:
            prompt = await tx.prompts.in_thread(submission.channel_id)
            if prompt is not None and prompt.community_id != community_id:
                return None
        if submission.reply_to is not None:
            source = await tx.works.by_message(submission.reply_to)
            post = await tx.posts.by_message(submission.reply_to)
            if post is not None and post.owed.community_id == community_id:
                if post.owed.kind is PostKind.WORK_ANSWER:
                    source = await tx.works.by_number(community_id, post.owed.subject["work"])
                elif post.owed.kind is PostKind.PROMPT_CARD:
                    on_card = True
                    prompt = prompt or await tx.prompts.by_number(community_id, post.owed.subject["prompt"])
        in_the_set = (WorkState.ACCEPTED, WorkState.RECEIVED)
        if source is not None and (source.community_id != community_id or source.state not in in_the_set):
            source = None
        if source is not None and prompt is None and source.prompt_id is not None:
            prompt = await tx.prompts.get(source.prompt_id)
        if submission.origin in (Origin.COMMAND, Origin.MENU):
            named = prompt is not None or source is not None or submission.built_on
            return _Aim(prompt, source, on_card) if named else None
        takes_words = on_card and prompt is not None and Kind.WORDS in prompt.kinds and submission.words.strip()
        if (prompt is None and source is None) or not (submission.assets or takes_words):
            return None
        return _Aim(prompt, source, on_card)

    async def _receive(self, tx: Transaction, submission: Submission, aim: "_Aim") -> WorkId:
        judge_assets(submission.assets)
        made_at = submission.made_at
        numbers = dict.fromkeys(submission.built_on)
        sources = [await tx.works.by_number(submission.community_id, number) for number in numbers]
        if aim.source is not None and aim.source.number not in numbers:
            sources.insert(0, aim.source)
        prompt = aim.prompt
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
        work = _work_of(submission, prompt.id if prompt else None)
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
        return work_id

    async def _refuse_message(self, tx: Transaction, submission: Submission, aim: "_Aim", refusal: Refusal) -> None:
        prompt_id = aim.prompt.id if aim.prompt else None
        work = replace(_work_of(submission, prompt_id), state=WorkState.REFUSED, reason=write_reason(refusal))
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

    async def _withdraw(self, tx: Transaction, work: Work) -> None:
        if work.state not in (WorkState.RECEIVED, WorkState.ACCEPTED):
            return
        await tx.works.end(work.id, WorkState.WITHDRAWN, None)
        if work.number is None:
            return
        answer = await tx.posts.by_key(answer_key(work.community_id, work.number))
        if answer is not None:
            await tx.posts.owe(redrawing(answer), self._clock.now())

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


@dataclass(frozen=True, slots=True)
class _Aim:
    prompt: Prompt | None
    source: Work | None
    on_card: bool


def _work_of(submission: Submission, prompt_id: PromptId | None) -> Work:
    words = submission.words.strip()[:MAX_WORDS]
    return Work(
        id=WorkId(0),
        community_id=submission.community_id,
        number=None,
        prompt_id=prompt_id,
        state=WorkState.RECEIVED,
        origin=submission.origin,
        origin_id=submission.origin_id,
        made_at=submission.made_at,
        channel_id=submission.channel_id,
        message_id=submission.message_id,
        title=shorten(submission.title, MAX_TITLE)
        if is_visible(submission.title)
        else title_from(words, submission.assets),
        words=words,
        makers=(submission.person.id,),
        assets=submission.assets,
    )


def write_reason(refusal: Refusal) -> str:
    """A refusal as it is kept in a row."""
    return json.dumps({"why": refusal.why, **refusal.fields}, default=str)


def read_reason(reason: str | None) -> Refusal:
    """The refusal that was kept in a row."""
    fields: Mapping[str, Any] = json.loads(reason) if reason else {"why": Why.FILE_IS_LOST, "filename": ""}
    rest = {name: value for name, value in fields.items() if name != "why"}
    return Refusal(Why(fields["why"]), **rest)
