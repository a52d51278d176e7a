"""What makers say about works, beside the works themselves."""

from collections.abc import Collection, Sequence

from sqlalchemy import and_, delete, func, insert, select, update

from bot.domain.ids import ChannelId, CommunityId, MemberId, MessageId, WorkId
from bot.domain.instants import Instant
from bot.domain.making import TOGETHER, AiUse, Asked, Consent, Outside, OutsideKind
from bot.domain.works import Asset, Kind, Work, WorkState
from data import upserts
from data.statements import Statements, chunks
from data.tables import (
    ai_declarations,
    asked_makers,
    assets,
    consents,
    dropped_assets,
    joined_works,
    makers,
    outside_sources,
    works,
)


class Making:
    def __init__(self, statements: Statements) -> None:
        self._run = statements

    async def recredit(self, work_id: WorkId, credit: str) -> None:
        await self._run.change(update(works).where(works.c.id == work_id).values(credit=credit or None))

    async def earlier_files(self, work_id: WorkId) -> list[tuple[Asset, Instant]]:
        """What it was made of before, each with when it was taken out, newest first."""
        rows = await self._run.rows(
            select(assets, dropped_assets.c.dropped_at)
            .join_from(assets, dropped_assets, dropped_assets.c.asset_id == assets.c.id)
            .where(assets.c.work_id == work_id)
            .order_by(dropped_assets.c.dropped_at.desc(), assets.c.position)
        )
        return [
            (Asset(row.filename, row.size, Kind(row.kind), sha256=row.sha256), Instant(row.dropped_at)) for row in rows
        ]

    async def around(self, work: Work) -> list[WorkId]:
        """The works of its first maker in its prompt that may have come in one breath with it, and itself."""
        if work.prompt_id is None:
            return []
        span = 10 * TOGETHER  # ten files a work, each two minutes after the last
        rows = await self._run.rows(
            select(works.c.id)
            .join_from(works, makers, and_(makers.c.work_id == works.c.id, makers.c.member_id == work.makers[0]))
            .where(
                works.c.prompt_id == work.prompt_id, works.c.made_at.between(work.made_at - span, work.made_at + span)
            )
        )
        return [WorkId(row.id) for row in rows]

    async def posted_in(self, channel_id: ChannelId, since: Instant, until: Instant) -> list[WorkId]:
        """Works whose makers posted them here between these instants."""
        rows = await self._run.rows(
            select(works.c.id)
            .where(works.c.channel_id == channel_id, works.c.message_id.is_not(None))
            .where(works.c.made_at.between(since, until))
        )
        return [WorkId(row.id) for row in rows]

    async def move(self, work_id: WorkId, message_id: MessageId, files: Sequence[Asset]) -> None:
        """Its message and its files, each by its row's id, are these now; what was kept stays kept."""
        await self._run.change(update(works).where(works.c.id == work_id).values(message_id=message_id))
        for file in files:
            place = update(assets).where(assets.c.id == file.id, assets.c.work_id == work_id)
            await self._run.change(place.values(discord_id=file.discord_id, url=file.url))

    async def receive_again(self, work_id: WorkId) -> None:
        """It was never numbered, and its bytes are on their way once more."""
        await self._run.change(
            update(works).where(works.c.id == work_id).values(state=WorkState.RECEIVED.value, reason=None)
        )

    async def join(self, work_id: WorkId, into: WorkId, at: Instant) -> None:
        await self._run.change(insert(joined_works), {"work_id": work_id, "into_id": into, "joined_at": at})

    async def joined_into(self, work_id: WorkId) -> WorkId | None:
        into = await self._run.value(select(joined_works.c.into_id).where(joined_works.c.work_id == work_id))
        return None if into is None else WorkId(into)

    async def parts(self, into: WorkId) -> list[WorkId]:
        """The works that went into this one, oldest first."""
        rows = await self._run.rows(
            select(joined_works.c.work_id).where(joined_works.c.into_id == into).order_by(joined_works.c.work_id)
        )
        return [WorkId(row.work_id) for row in rows]

    async def part(self, into: WorkId) -> None:
        """They are works of their own again."""
        await self._run.change(delete(joined_works).where(joined_works.c.into_id == into))

    async def take_copies(self, work_id: WorkId, discord_ids: Collection[int]) -> None:
        """Undo what joining added: files that are another work's own."""
        copies = select(assets.c.id).where(
            assets.c.work_id == work_id, assets.c.discord_id.in_(discord_ids), assets.c.added_at.is_not(None)
        )
        await self._run.change(delete(dropped_assets).where(dropped_assets.c.asset_id.in_(copies)))
        await self._run.change(delete(assets).where(assets.c.id.in_(copies)))

    async def ask(self, work_id: WorkId, member: MemberId, at: Instant) -> bool:
        """Note that somebody is asked whether they made it too; True if they were not asked before."""
        row = {"work_id": work_id, "member_id": member, "asked_at": at, "agreed": None}
        new = await self._run.row(upserts.unless_there(self._run.dialect, asked_makers, "member_id"), row)
        return new is not None

    async def asked(self, work_id: WorkId) -> list[Asked]:
        rows = await self._run.rows(
            select(asked_makers)
            .where(asked_makers.c.work_id == work_id)
            .order_by(asked_makers.c.asked_at, asked_makers.c.member_id)
        )
        return [Asked(MemberId(row.member_id), row.agreed) for row in rows]

    async def answered(self, work_id: WorkId, member: MemberId, agreed: bool) -> None:
        await self._run.change(
            update(asked_makers)
            .where(asked_makers.c.work_id == work_id, asked_makers.c.member_id == member)
            .values(agreed=agreed)
        )

    async def forget_asked(self, work_id: WorkId, member: MemberId) -> None:
        await self._run.change(
            delete(asked_makers).where(asked_makers.c.work_id == work_id, asked_makers.c.member_id == member)
        )

    async def add_maker(self, work_id: WorkId, member: MemberId) -> None:
        last = await self._run.value(select(func.max(makers.c.position)).where(makers.c.work_id == work_id))
        await self._run.row(
            upserts.unless_there(self._run.dialect, makers, "member_id"),
            {"work_id": work_id, "member_id": member, "position": 0 if last is None else last + 1},
        )

    async def remove_maker(self, work_id: WorkId, member: MemberId) -> None:
        await self._run.change(delete(makers).where(makers.c.work_id == work_id, makers.c.member_id == member))

    async def add_outside(self, work_id: WorkId, outside: Outside) -> None:
        await self._run.change(
            insert(outside_sources),
            {
                "work_id": work_id,
                "kind": outside.kind.value,
                "name": outside.name,
                "link": outside.link,
                "licence": outside.licence,
            },
        )

    async def outside(self, work_id: WorkId) -> list[Outside]:
        """In the order they were named."""
        rows = await self._run.rows(
            select(outside_sources).where(outside_sources.c.work_id == work_id).order_by(outside_sources.c.id)
        )
        return [Outside(OutsideKind(row.kind), row.name, row.link, row.licence, row.id) for row in rows]

    async def outside_of(self, work_ids: Collection[WorkId]) -> list[Outside]:
        """What these works took from outside, in the order it was named."""
        found: list[Outside] = []
        for some in chunks(work_ids):
            rows = await self._run.rows(select(outside_sources).where(outside_sources.c.work_id.in_(some)))
            found += [Outside(OutsideKind(row.kind), row.name, row.link, row.licence, row.id) for row in rows]
        return sorted(found, key=lambda one: one.id)

    async def remove_outside(self, work_id: WorkId, outside_id: int) -> None:
        await self._run.change(
            delete(outside_sources).where(outside_sources.c.work_id == work_id, outside_sources.c.id == outside_id)
        )

    async def declare(self, work_id: WorkId, ai: AiUse, at: Instant) -> None:
        """The newest word counts."""
        put = upserts.replacing(self._run.dialect, ai_declarations, ("used", "how", "declared_at"))
        await self._run.change(put, {"work_id": work_id, "used": ai.used, "how": ai.how, "declared_at": at})

    async def declared(self, work_ids: Collection[WorkId]) -> dict[WorkId, AiUse]:
        """Of these works, those whose makers said something about AI."""
        found: dict[WorkId, AiUse] = {}
        for some in chunks(work_ids):
            rows = await self._run.rows(select(ai_declarations).where(ai_declarations.c.work_id.in_(some)))
            found.update((WorkId(row.work_id), AiUse(row.used, row.how)) for row in rows)
        return found

    async def consent(self, community_id: CommunityId, member: MemberId, consent: Consent) -> None:
        """Keep an answer to the terms; the earlier ones stay."""
        await self._run.change(
            upserts.replacing(self._run.dialect, consents, ("version", "outside")),
            {
                "community_id": community_id,
                "member_id": member,
                "answered_at": consent.at,
                "version": consent.version,
                "outside": consent.outside,
            },
        )

    async def consented(self, community_id: CommunityId, member: MemberId) -> Consent | None:
        """The newest answer."""
        row = await self._run.row(
            select(consents)
            .where(consents.c.community_id == community_id, consents.c.member_id == member)
            .order_by(consents.c.answered_at.desc())
            .limit(1)
        )
        return None if row is None else Consent(row.version, row.outside, Instant(row.answered_at))
