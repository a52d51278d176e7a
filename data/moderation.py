"""How communities are moderated, who reported what, and which bytes may not come back."""

from collections.abc import Collection

from sqlalchemy import exists, literal, select, update

from bot.domain.ids import CommunityId, MemberId, PostId, PromptId, WorkId
from bot.domain.instants import Instant
from bot.domain.moderation import Report, Settings
from bot.domain.posts import Action, PostKind
from bot.domain.works import WITH_MODERATORS, WorkState
from data import upserts
from data.statements import Statements, chunks
from data.tables import assets, changes_asked, makers, moderation_settings, posts, purged_bytes, reports, works
from data.types import Flag

_bytes = purged_bytes.c


class Moderation:
    def __init__(self, statements: Statements) -> None:
        self._run = statements

    async def settings(self, community_id: CommunityId) -> Settings:
        """Those that were chosen, else the usual ones."""
        row = await self._run.row(select(moderation_settings).where(moderation_settings.c.community_id == community_id))
        if row is None:
            return Settings()
        return Settings(
            row.review_days,
            None if row.paused_at is None else Instant(row.paused_at),
            None if row.paused_by is None else MemberId(row.paused_by),
        )

    async def save(self, community_id: CommunityId, settings: Settings) -> None:
        columns = ("review_days", "paused_at", "paused_by")
        row = {"community_id": community_id, **{name: getattr(settings, name) for name in columns}}
        await self._run.change(upserts.replacing(self._run.dialect, moderation_settings, columns), row)

    async def has_been_in(self, community_id: CommunityId, member_id: MemberId) -> bool:
        """Whether a work of this member is in."""
        query = (
            select(works.c.id)
            .join_from(makers, works, works.c.id == makers.c.work_id)
            .where(makers.c.member_id == member_id, works.c.community_id == community_id)
            .where(works.c.state == WorkState.ACCEPTED.value)
            .limit(1)
        )
        return await self._run.value(query) is not None

    async def has_entered(self, prompt_id: PromptId, member_id: MemberId) -> bool:
        """Whether this member has a work in the prompt, or one that waits."""
        query = (
            select(works.c.id)
            .join_from(works, makers, works.c.id == makers.c.work_id)
            .where(works.c.prompt_id == prompt_id, makers.c.member_id == member_id)
            .where(works.c.state.in_([WorkState.RECEIVED.value, WorkState.ACCEPTED.value, WorkState.HELD.value]))
            .limit(1)
        )
        return await self._run.value(query) is not None

    async def held(self, community_id: CommunityId) -> list[WorkId]:
        """Works that wait for a moderator, oldest first."""
        rows = await self._run.rows(
            select(works.c.id)
            .where(works.c.community_id == community_id, works.c.state == WorkState.HELD.value)
            .order_by(works.c.id)
        )
        return [WorkId(row.id) for row in rows]

    async def hidden(self, community_id: CommunityId) -> frozenset[int]:
        """The numbers of works that are not to be shown."""
        rows = await self._run.rows(
            select(works.c.number)
            .where(works.c.community_id == community_id, works.c.number.is_not(None))
            .where(works.c.state.in_([state.value for state in WITH_MODERATORS]))
        )
        return frozenset(row.number for row in rows)

    async def credits_posts(self, community_id: CommunityId) -> list[PostId]:
        """Every post of credits here."""
        rows = await self._run.rows(
            select(posts.c.id).where(
                posts.c.community_id == community_id,
                posts.c.kind == PostKind.CREDITS.value,
                posts.c.action == Action.CREATE.value,
            )
        )
        return [PostId(row.id) for row in rows]

    async def report(self, report: Report) -> bool:
        """True if this person had not reported this work before."""
        row = {
            "work_id": report.work_id,
            "reporter": report.reporter,
            "reason": report.reason,
            "reported_at": report.at,
            "settled_at": None,
        }
        return await self._run.row(upserts.unless_there(self._run.dialect, reports, "work_id"), row) is not None

    async def reports(self, community_id: CommunityId) -> list[Report]:
        """Those nobody has dealt with, oldest first."""
        rows = await self._run.rows(
            select(reports)
            .join_from(reports, works, works.c.id == reports.c.work_id)
            .where(works.c.community_id == community_id, reports.c.settled_at.is_(None))
            .order_by(reports.c.reported_at, reports.c.work_id, reports.c.reporter)
        )
        return [
            Report(WorkId(row.work_id), MemberId(row.reporter), row.reason, Instant(row.reported_at)) for row in rows
        ]

    async def settle(self, work_id: WorkId, at: Instant) -> bool:
        """Somebody has looked: its reports are dealt with, and nothing is asked any more. True if any were open."""
        settled = update(reports).where(reports.c.work_id == work_id, reports.c.settled_at.is_(None))
        done = await self._run.rows(settled.values(settled_at=at).returning(reports.c.reporter))
        await self._run.change(changes_asked.delete().where(changes_asked.c.work_id == work_id))
        return bool(done)

    async def ask(self, work_id: WorkId, words: str, by: MemberId, at: Instant) -> None:
        """What the maker is asked to change; the newest stands."""
        columns = ("words", "asked_by", "asked_at")
        row = {"work_id": work_id, "words": words, "asked_by": by, "asked_at": at}
        await self._run.change(upserts.replacing(self._run.dialect, changes_asked, columns), row)

    async def asked(self, work_ids: Collection[WorkId]) -> dict[WorkId, str]:
        """What is asked of their makers, where something is."""
        found: dict[WorkId, str] = {}
        for some in chunks(work_ids):
            rows = await self._run.rows(select(changes_asked).where(changes_asked.c.work_id.in_(some)))
            found.update((WorkId(row.work_id), row.words) for row in rows)
        return found

    async def bar(self, community_id: CommunityId, work_id: WorkId, at: Instant) -> None:
        """The work's bytes, those of files taken out of it too, may not come back here, and are to be destroyed."""
        rows = await self._run.rows(
            select(assets.c.sha256).where(assets.c.work_id == work_id, assets.c.sha256.is_not(None)).distinct()
        )
        await self.bar_bytes(community_id, [row.sha256 for row in rows], at)

    async def bar_bytes(self, community_id: CommunityId, hashes: Collection[str], at: Instant) -> None:
        for sha256 in sorted(set(hashes)):
            row = {"community_id": community_id, "sha256": sha256, "purged_at": at, "destroyed": False}
            await self._run.change(upserts.replacing(self._run.dialect, purged_bytes, ("purged_at", "destroyed")), row)

    async def barred(self, community_id: CommunityId, hashes: Collection[str]) -> frozenset[str]:
        """Those of these bytes that may not come back."""
        found: set[str] = set()
        for some in chunks(sorted(set(hashes))):
            rows = await self._run.rows(
                select(_bytes.sha256).where(_bytes.community_id == community_id, _bytes.sha256.in_(some))
            )
            found.update(row.sha256 for row in rows)
        return frozenset(found)

    async def to_destroy(self) -> list[str]:
        """Purged bytes that may still be on our disk and that no other work holds."""
        another = exists(
            select(assets.c.id)
            .join_from(assets, works, works.c.id == assets.c.work_id)
            .where(assets.c.sha256 == _bytes.sha256, works.c.state != WorkState.PURGED.value)
        )
        rows = await self._run.rows(
            select(_bytes.sha256).where(_bytes.destroyed == literal(False, Flag), ~another).distinct()
        )
        return [row.sha256 for row in rows]

    async def destroyed(self, sha256: str) -> None:
        await self._run.change(update(purged_bytes).where(_bytes.sha256 == sha256).values(destroyed=True))
