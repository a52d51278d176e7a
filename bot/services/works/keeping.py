"""Keeping the bytes of what was promised, then giving it its number."""

import logging
from collections.abc import Iterable

from bot.domain.ids import CommunityId, WorkId
from bot.domain.reasons import write_reason
from bot.domain.refusals import Refusal
from bot.domain.works import MAX_FILE_BYTES, Asset, Work, WorkState
from bot.services.ports import Clock, Database, Fetcher, Kept, Store, Wake
from bot.services.works.answers import owe_answer, owe_refusal, recount
from bot.services.works.looking import hold_in, judge_bytes, waits
from bot.services.works.together import redraw_before

log = logging.getLogger(__name__)


class Keeping:
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

    async def keep(self, work_id: WorkId, *, waited_for: bool = False) -> None:
        """Bring a received work's bytes to our disk, then give it its number and owe its answer.

        Safe to repeat at any point. A file Discord no longer has refuses the work; any other failure is raised
        and the row stays `received` for the next try. `waited_for`: a refusal is told at once, so it needs no post.
        """
        async with self._db.transaction() as tx:
            work = await tx.works.get(work_id)
        if work.state in (WorkState.ACCEPTED, WorkState.HELD):
            await self._keep_added(work)
        if work.state is not WorkState.RECEIVED:
            return
        try:
            kept = {asset.id: await self.keep_asset(asset) for asset in work.assets}
            await self.judge_bytes(work.community_id, kept.values())
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
            held = await waits(tx, work)
            number = await tx.communities.take_number(work.community_id, "work")
            await tx.works.accept(work_id, number, self._clock.now())
            if held:
                await hold_in(tx, work, number, self._clock.now())
            await owe_answer(tx, work, number, self._clock.now())
            await redraw_before(tx, await tx.works.get(work_id), self._clock.now())
            await recount(tx, work, self._clock.now())
        self._wake_posts()

    async def _keep_added(self, work: Work) -> None:
        """Files that came by an edit. One that Discord no longer has is left out; the work stays in."""
        for asset in work.assets:
            if asset.sha256 is not None or asset.id is None:
                continue
            try:
                kept = await self.keep_asset(asset)
                await self.judge_bytes(work.community_id, [kept])
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

    async def _give_up(self, work_id: WorkId, refusal: Refusal, waited_for: bool) -> None:
        async with self._db.transaction() as tx:
            work = await tx.works.lock(work_id)
            if work.state is not WorkState.RECEIVED:
                return
            await tx.works.end(work_id, WorkState.REFUSED, write_reason(refusal))
            if not waited_for:
                await owe_refusal(tx, work, self._clock.now())
        self._wake_posts()

    async def judge_bytes(self, community_id: CommunityId, kept: Iterable[Kept]) -> None:
        """Raises `Refusal(FILE_IS_BARRED)` for what moderators purged here."""
        await judge_bytes(self._db, self._store, community_id, [one.sha256 for one in kept], self._clock.now())

    async def keep_asset(self, asset: Asset) -> Kept:
        if asset.sha256 is not None:
            return Kept(asset.sha256, asset.size)
        return await self._store.keep(self._fetcher.fetch(asset), MAX_FILE_BYTES)
