"""What a maker puts right in a work that is in: its words, its files, what it took from outside, whether it is one."""

import logging
from collections.abc import Sequence
from dataclasses import replace

from bot.domain.communities import Person
from bot.domain.ids import CommunityId
from bot.domain.instants import Instant, instant_of
from bot.domain.making import MAX_AI, MAX_CREDIT, NOT_AN_ENTRY, AiUse, Outside, judge_outside
from bot.domain.posts import Action
from bot.domain.prompts import judge_kinds
from bot.domain.refusals import Refusal, Why
from bot.domain.works import MAX_TITLE, MAX_WORDS, Asset, Work, WorkState, is_visible, judge_assets, shorten, title_from
from bot.services.ports import Clock, Database, Transaction, Wake
from bot.services.works.answers import answer_of, redraw
from bot.services.works.keeping import Keeping
from bot.services.works.theirs import is_leaned_on, judge_change, lock_theirs

log = logging.getLogger(__name__)


class RefiningService:
    def __init__(self, db: Database, clock: Clock, keeping: Keeping, wake_posts: Wake) -> None:
        self._db = db
        self._clock = clock
        self._keeping = keeping
        self._wake_posts = wake_posts

    async def edit(
        self,
        person: Person,
        community_id: CommunityId,
        number: int,
        title: str,
        words: str,
        credit: str,
        interaction_id: int,
    ) -> Work:
        """Name it anew. Its words are what it is made of, so they change only while files may."""
        now = self._clock.now()
        words = words.strip()[:MAX_WORDS]
        async with self._db.transaction() as tx:
            await tx.seen.once(interaction_id, now)
            work = await lock_theirs(tx, person, community_id, number)
            if words != work.words:
                prompt = await judge_change(tx, work, instant_of(interaction_id))
                if prompt is not None:
                    judge_kinds(prompt, work.assets, words)
                elif not work.assets and not words:
                    raise Refusal(Why.NOTHING_HANDED_IN)
            title = shorten(title, MAX_TITLE) if is_visible(title) else title_from(words, work.assets)
            credit = shorten(credit, MAX_CREDIT) if is_visible(credit) else ""
            await tx.works.reword(work.id, title, words)
            await tx.making.recredit(work.id, credit)
            await redraw(tx, work, now)
        self._wake_posts()
        return replace(work, title=title, words=words, credit=credit)

    async def put_files(
        self,
        person: Person,
        community_id: CommunityId,
        number: int,
        files: Sequence[Asset],
        interaction_id: int,
        *,
        replacing: bool,
    ) -> Work:
        """Add files, or put them in the place of those there are, which are kept as an earlier version.

        Judged by when the form was sent. The bytes are on our disk before anything changes, so that a work never
        loses its old files to new ones which did not arrive.
        """
        at = instant_of(interaction_id)
        async with self._db.transaction() as tx:
            await _judge_files(tx, person, community_id, number, files, at, replacing=replacing)
        kept = [await self._keep(community_id, asset) for asset in files]
        now = self._clock.now()
        async with self._db.transaction() as tx:
            await tx.seen.once(interaction_id, now)
            work = await _judge_files(tx, person, community_id, number, files, at, replacing=replacing)
            if replacing:
                await tx.works.drop([asset.id for asset in work.assets if asset.id is not None], now)
            await tx.works.add_assets(work.id, [replace(asset, added_at=at) for asset in kept])
            await redraw(tx, work, now)
            changed = await tx.works.get(work.id)
        self._wake_posts()
        return changed

    async def _keep(self, community_id: CommunityId, asset: Asset) -> Asset:
        try:
            kept = await self._keeping.keep_asset(asset)
            await self._keeping.judge_bytes(community_id, [kept])
        except Refusal:
            raise
        except Exception as error:  # whatever the file host or the disk said, nothing was promised yet
            log.exception("a file for a work could not be had", extra={"attachment": asset.discord_id})
            raise Refusal(Why.FILES_NOT_HERE_YET) from error
        return replace(asset, sha256=kept.sha256, size=kept.size)

    async def not_an_entry(self, person: Person, community_id: CommunityId, number: int, interaction_id: int) -> Work:
        """The maker's message was talk: it is taken out, and the line under it goes, quietly."""
        now = self._clock.now()
        async with self._db.transaction() as tx:
            await tx.seen.once(interaction_id, now)
            work = await lock_theirs(tx, person, community_id, number)
            if work.message_id is None:
                raise Refusal(Why.NO_MESSAGE_OF_YOURS, number=number)
            if await is_leaned_on(tx, work):
                raise Refusal(Why.IS_BUILT_ON, number=number)
            await tx.works.end(work.id, WorkState.WITHDRAWN, NOT_AN_ENTRY)
            answer = await answer_of(tx, work)
            if answer is not None:
                key = f"{answer.owed.key}:gone"
                gone = replace(answer.owed, key=key, action=Action.DELETE, after=answer.id, reply_to=None)
                await tx.posts.owe(gone, now)
        self._wake_posts()
        return replace(work, state=WorkState.WITHDRAWN)

    async def set_outside(
        self,
        person: Person,
        community_id: CommunityId,
        number: int,
        outside: Outside | None,
        not_from: Sequence[int],
        interaction_id: int,
    ) -> None:
        """Say what it took from outside the set, at any time, since it is owed a credit; and what it did not."""
        async with self._db.transaction() as tx:
            await tx.seen.once(interaction_id, self._clock.now())
            work = await lock_theirs(tx, person, community_id, number)
            for outside_id in not_from:
                await tx.making.remove_outside(work.id, outside_id)
            if outside is not None:
                judge_outside(outside, len(await tx.making.outside(work.id)))
                await tx.making.add_outside(work.id, outside)

    async def declare(
        self, person: Person, community_id: CommunityId, number: int, ai: AiUse, interaction_id: int
    ) -> AiUse:
        """Say whether AI was used, at any time and as often as it takes: it is better put right late than never."""
        ai = replace(ai, how=shorten(ai.how, MAX_AI) if ai.used and is_visible(ai.how) else "")
        now = self._clock.now()
        async with self._db.transaction() as tx:
            await tx.seen.once(interaction_id, now)
            work = await lock_theirs(tx, person, community_id, number)
            await tx.making.declare(work.id, ai, now)
            await redraw(tx, work, now)
        self._wake_posts()
        return ai


async def _judge_files(
    tx: Transaction,
    person: Person,
    community_id: CommunityId,
    number: int,
    files: Sequence[Asset],
    at: Instant,
    *,
    replacing: bool,
) -> Work:
    """The work, locked, if it could be made of these files."""
    work = await lock_theirs(tx, person, community_id, number)
    if not files:
        raise Refusal(Why.NOTHING_HANDED_IN)
    then = tuple(files) if replacing else (*work.assets, *files)
    judge_assets(then)
    prompt = await judge_change(tx, work, at)
    if prompt is not None:
        judge_kinds(prompt, then, work.words)
    return work
