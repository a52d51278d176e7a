"""Works with their makers and files, and the slots a maker has in a prompt."""

import unicodedata
from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Any, Protocol

from sqlalchemy import Row, Select, bindparam, cast, delete, func, insert, literal, or_, select, update

from bot.domain.ids import AssetId, ChannelId, CommunityId, MemberId, MessageId, PromptId, WorkId
from bot.domain.instants import Instant
from bot.domain.making import JOINED
from bot.domain.prompts import PromptState, keeps_names, keeps_works
from bot.domain.refusals import Refusal, Why
from bot.domain.showing import Shows
from bot.domain.works import CHANGEABLE, Asset, Kind, Origin, Place, Work, WorkState
from data import upserts
from data.statements import Statements, chunks
from data.tables import (
    ai_declarations,
    assets,
    dropped_assets,
    makers,
    prompt_showing,
    prompts,
    slots,
    work_places,
    works,
)
from data.types import Flag, Text

_c = works.c

_BY_ID = select(works).where(_c.id == bindparam("work_id"))
_LOCKED = _BY_ID.with_for_update()
_BY_NUMBER = select(works).where(_c.community_id == bindparam("community_id"), _c.number == bindparam("number"))
_BY_ORIGIN = select(works).where(_c.origin_id == bindparam("origin_id"))
_BY_MESSAGE = select(works).where(_c.message_id == bindparam("message_id")).order_by(_c.id.desc()).limit(1)
_SLOTS = select(slots.c.slot, slots.c.work_id).where(
    slots.c.prompt_id == bindparam("prompt_id"), slots.c.maker_id == bindparam("maker_id")
)
_is_public = (
    ~select(work_places.c.work_id)
    .where(work_places.c.work_id == _c.id, work_places.c.is_private == literal(True, Flag))
    .exists()
)
_is_shown = ~(
    select(prompt_showing.c.prompt_id)
    .join_from(prompt_showing, prompts, prompts.c.id == prompt_showing.c.prompt_id)
    .where(prompt_showing.c.prompt_id == _c.prompt_id, prompts.c.state == PromptState.OPEN.value)
    .where(prompt_showing.c.shows != Shows.NAMELESS.value)
    .exists()
)
_is_there = ~select(dropped_assets.c.asset_id).where(dropped_assets.c.asset_id == assets.c.id).exists()
_CHANGEABLE = sorted(state.value for state in CHANGEABLE)
_UNKEPT = (
    select(_c.id)
    .where(_c.id.in_(select(assets.c.work_id).where(assets.c.sha256.is_(None), _is_there)))
    .where(_c.state.in_([WorkState.ACCEPTED.value, WorkState.HELD.value]))
    .order_by(_c.id)
)


class KeptBytes(Protocol):
    """What is known once bytes are on our disk: their SHA-256 in hex, and how many they are."""

    @property
    def sha256(self) -> str: ...
    @property
    def size(self) -> int: ...


def folded(title: str) -> str:
    """A title or a search for one, so that case and ways of writing the same letter do not matter."""
    return unicodedata.normalize("NFKC", title).casefold()


def _asset(row: Row[Any]) -> Asset:
    return Asset(
        filename=row.filename,
        size=row.size,
        kind=Kind(row.kind),
        content_type=row.content_type,
        discord_id=row.discord_id,
        url=row.url,
        sha256=row.sha256,
        id=AssetId(row.id),
        added_at=None if row.added_at is None else Instant(row.added_at),
        description=row.description or "",
    )


def _work(
    row: Row[Any], by: Sequence[MemberId], of: Sequence[Asset], place: Place, showing: tuple[Shows, PromptState] | None
) -> Work:
    return Work(
        id=WorkId(row.id),
        community_id=CommunityId(row.community_id),
        number=row.number,
        prompt_id=None if row.prompt_id is None else PromptId(row.prompt_id),
        state=WorkState(row.state),
        origin=Origin(row.origin),
        origin_id=row.origin_id,
        made_at=Instant(row.made_at),
        channel_id=ChannelId(row.channel_id),
        message_id=None if row.message_id is None else MessageId(row.message_id),
        title=row.title,
        words=row.words,
        makers=tuple(by),
        assets=tuple(of),
        reason=row.reason,
        is_private=place.is_private,
        is_mature=place.is_mature,
        credit=row.credit or "",
        is_nameless=showing is not None and keeps_names(*showing),
        is_hidden=showing is not None and keeps_works(*showing),
    )


class Works:
    def __init__(self, statements: Statements) -> None:
        self._run = statements

    async def add(self, work: Work) -> WorkId:
        """Insert with its makers and assets; `work.id` is ignored.

        Raises `IntegrityError` where its origin was handed in already or its number is taken.
        """
        row = {
            "community_id": work.community_id,
            "number": work.number,
            "prompt_id": work.prompt_id,
            "state": work.state.value,
            "origin": work.origin.value,
            "origin_id": work.origin_id,
            "made_at": work.made_at,
            "accepted_at": None if work.number is None else work.made_at,
            "channel_id": work.channel_id,
            "message_id": work.message_id,
            "title": work.title,
            "title_folded": folded(work.title),
            "words": work.words,
            "reason": work.reason,
            "credit": work.credit or None,
        }
        work_id = WorkId(await self._run.value(insert(works).returning(_c.id), row))
        await self._run.change_each(
            insert(makers),
            [
                {"work_id": work_id, "member_id": member_id, "position": position}
                for position, member_id in enumerate(dict.fromkeys(work.makers))
            ],
        )
        await self._add_assets(work_id, work.assets, 0)
        if work.is_private or work.is_mature:
            place = {"work_id": work_id, "is_private": work.is_private, "is_mature": work.is_mature}
            await self._run.change(insert(work_places), place)
        return work_id

    async def _add_assets(self, work_id: WorkId, of: Sequence[Asset], first: int) -> None:
        await self._run.change_each(
            insert(assets),
            [
                {
                    "work_id": work_id,
                    "position": position,
                    "filename": asset.filename,
                    "size": asset.size,
                    "kind": asset.kind.value,
                    "content_type": asset.content_type,
                    "discord_id": asset.discord_id,
                    "url": asset.url,
                    "sha256": asset.sha256,
                    "added_at": asset.added_at,
                    "description": asset.description or None,
                }
                for position, asset in enumerate(of, first)
            ],
        )

    async def _whole(self, rows: Sequence[Row[Any]]) -> list[Work]:
        """The works of these rows, in their order."""
        by: dict[int, list[MemberId]] = defaultdict(list)
        of: dict[int, list[Asset]] = defaultdict(list)
        places: dict[int, Place] = defaultdict(Place)
        for some in chunks([row.id for row in rows]):
            made = select(makers).where(makers.c.work_id.in_(some)).order_by(makers.c.position)
            for maker in await self._run.rows(made):
                by[maker.work_id].append(MemberId(maker.member_id))
            kept = select(assets).where(assets.c.work_id.in_(some), _is_there).order_by(assets.c.position)
            for asset in await self._run.rows(kept):
                of[asset.work_id].append(_asset(asset))
            for place in await self._run.rows(select(work_places).where(work_places.c.work_id.in_(some))):
                places[place.work_id] = Place(place.is_private, place.is_mature)
        showing = await self._showing({row.prompt_id for row in rows if row.prompt_id is not None})
        return [_work(row, by[row.id], of[row.id], places[row.id], showing.get(row.prompt_id)) for row in rows]

    async def _showing(self, prompt_ids: Collection[int]) -> dict[int, tuple[Shows, PromptState]]:
        """How those of these prompts that keep something back stand."""
        found: dict[int, tuple[Shows, PromptState]] = {}
        for some in chunks(prompt_ids):
            keeping = (
                select(prompt_showing, prompts.c.state)
                .join_from(prompt_showing, prompts, prompts.c.id == prompt_showing.c.prompt_id)
                .where(prompt_showing.c.prompt_id.in_(some))
            )
            for row in await self._run.rows(keeping):
                found[row.prompt_id] = (Shows(row.shows), PromptState(row.state))
        return found

    async def _find(self, statement: Select[Any], **keys: int) -> Work | None:
        row = await self._run.row(statement, keys)
        return None if row is None else (await self._whole([row]))[0]

    async def _one(self, statement: Select[Any], **keys: int) -> Work:
        work = await self._find(statement, **keys)
        if work is None:
            raise Refusal(Why.NO_SUCH_WORK, number=keys.get("number"))
        return work

    async def get(self, work_id: WorkId) -> Work:
        """Raises `Refusal(NO_SUCH_WORK)`."""
        return await self._one(_BY_ID, work_id=work_id)

    async def lock(self, work_id: WorkId) -> Work:
        """The work, nobody else writing it until the transaction ends. Raises `Refusal(NO_SUCH_WORK)`."""
        return await self._one(_LOCKED, work_id=work_id)

    async def many(self, work_ids: Collection[WorkId]) -> dict[WorkId, Work]:
        """Those there are."""
        rows: list[Row[Any]] = []
        for some in chunks(work_ids):
            rows.extend(await self._run.rows(select(works).where(_c.id.in_(some))))
        return {work.id: work for work in await self._whole(rows)}

    async def by_number(self, community_id: CommunityId, number: int) -> Work:
        """Raises `Refusal(NO_SUCH_WORK)`."""
        return await self._one(_BY_NUMBER, community_id=community_id, number=number)

    async def by_origin(self, origin_id: int) -> Work | None:
        return await self._find(_BY_ORIGIN, origin_id=origin_id)

    async def by_message(self, message_id: MessageId) -> Work | None:
        """The newest work handed in with this message of its maker."""
        return await self._find(_BY_MESSAGE, message_id=message_id)

    async def received(self) -> list[WorkId]:
        """Every work whose bytes were promised and not yet kept, oldest first."""
        rows = await self._run.rows(select(_c.id).where(_c.state == WorkState.RECEIVED.value).order_by(_c.id))
        return [WorkId(row.id) for row in rows]

    async def with_files_to_keep(self) -> list[WorkId]:
        """Accepted works with a file whose bytes are not kept: one that was added later."""
        return [WorkId(row.id) for row in await self._run.rows(_UNKEPT)]

    async def standing_in(self, channel_id: ChannelId) -> list[MessageId]:
        """The makers' messages here whose works are in, or are part of one that is, newest first."""
        stands = or_(_c.state.in_(_CHANGEABLE), _c.reason == JOINED)
        rows = await self._run.rows(
            select(_c.message_id)
            .where(_c.channel_id == channel_id, _c.message_id.is_not(None), stands)
            .order_by(_c.message_id.desc())
        )
        return [MessageId(row.message_id) for row in rows]

    async def of_prompt(self, prompt_id: PromptId, state: WorkState = WorkState.ACCEPTED) -> list[Work]:
        """In number order, those without one last."""
        rows = await self._run.rows(
            select(works)
            .where(_c.prompt_id == prompt_id, _c.state == state.value, _is_public)
            .order_by(_c.number.is_(None), _c.number, _c.id)
        )
        return await self._whole(rows)

    async def by_maker(self, prompt_id: PromptId, maker: MemberId) -> list[Work]:
        """Everything they handed in to this prompt, whatever became of it, newest first."""
        theirs = select(makers.c.work_id).where(makers.c.member_id == maker)
        rows = await self._run.rows(
            select(works).where(_c.prompt_id == prompt_id, _c.id.in_(theirs)).order_by(_c.id.desc())
        )
        return await self._whole(rows)

    async def of_community(self, community_id: CommunityId) -> list[Work]:
        """Numbered works, in number order."""
        rows = await self._run.rows(
            select(works).where(_c.community_id == community_id, _c.number.is_not(None)).order_by(_c.number)
        )
        return await self._whole(rows)

    async def matching(self, community_id: CommunityId, text: str, limit: int) -> list[Work]:
        """Accepted works that are shown whose number starts with or whose title holds the text, newest first.

        `#4` and `4` find the same numbers; titles are compared without regard to case.
        """
        wanted = folded(text.strip())
        query = select(works).where(_c.community_id == community_id, _c.state == WorkState.ACCEPTED.value, _is_public)
        query = query.where(_is_shown)
        if wanted:
            number = wanted.removeprefix("#")
            query = query.where(
                or_(
                    _c.title_folded.contains(wanted, autoescape=True),
                    cast(_c.number, Text).startswith(number, autoescape=True),
                )
            )
        return await self._whole(await self._run.rows(query.order_by(_c.number.desc()).limit(limit)))

    async def reword(self, work_id: WorkId, title: str, words: str) -> None:
        values = {"title": title, "title_folded": folded(title), "words": words}
        await self._run.change(update(works).where(_c.id == work_id).values(values))

    async def add_assets(self, work_id: WorkId, of: Sequence[Asset]) -> None:
        """Files that came after the first ones."""
        last = await self._run.value(select(func.max(assets.c.position)).where(assets.c.work_id == work_id))
        await self._add_assets(work_id, of, 0 if last is None else last + 1)

    async def drop(self, asset_ids: Collection[AssetId], at: Instant) -> None:
        """Their maker took these files out. Rows and bytes stay; the work is without them."""
        note = upserts.unless_there(self._run.dialect, dropped_assets, "asset_id")
        for asset_id in asset_ids:
            await self._run.row(note, {"asset_id": asset_id, "dropped_at": at})

    async def files_ever(self, work_id: WorkId) -> frozenset[int]:
        """The attachments it has or had, by Discord's ids."""
        rows = await self._run.rows(select(assets.c.discord_id).where(assets.c.work_id == work_id))
        return frozenset(row.discord_id for row in rows)

    async def set_kept(self, asset_id: AssetId, kept: KeptBytes) -> None:
        """The bytes are on our disk."""
        await self._run.change(update(assets).where(assets.c.id == asset_id).values(sha256=kept.sha256, size=kept.size))

    async def accept(self, work_id: WorkId, number: int, at: Instant) -> None:
        """Give it its number. Raises `IntegrityError` where that is taken."""
        await self._run.change(
            update(works)
            .where(_c.id == work_id)
            .values(state=WorkState.ACCEPTED.value, number=number, accepted_at=at, reason=None)
        )

    async def end(self, work_id: WorkId, state: WorkState, reason: str | None) -> None:
        """Refused or withdrawn; its slot is free again. A number it had stays its own."""
        await self._run.change(update(works).where(_c.id == work_id).values(state=state.value, reason=reason))
        await self._run.change(delete(slots).where(slots.c.work_id == work_id))

    async def reconsider(self, work_id: WorkId) -> None:
        """A refused one is received after all, free of any prompt."""
        values = {"state": WorkState.RECEIVED.value, "prompt_id": None, "reason": None}
        await self._run.change(update(works).where(_c.id == work_id).values(values))

    async def turn(self, work_id: WorkId, state: WorkState, reason: str | None = None) -> None:
        """Its state alone: number and slot stay its own."""
        await self._run.change(update(works).where(_c.id == work_id).values(state=state.value, reason=reason))

    async def blank(self, work_id: WorkId) -> None:
        """Nothing its maker wrote stays: no title, no words, no names of files. Hashes do."""
        await self.reword(work_id, "", "")
        await self._run.change(update(works).where(_c.id == work_id).values(credit=None))
        nothing = {"filename": "", "url": "", "description": None}
        await self._run.change(update(assets).where(assets.c.work_id == work_id).values(nothing))
        await self._run.change(update(ai_declarations).where(ai_declarations.c.work_id == work_id).values(how=""))

    async def take_slot(self, prompt_id: PromptId, maker: MemberId, work_id: WorkId, limit: int | None) -> bool:
        """Take the lowest free slot of this maker in this prompt; False when all `limit` are taken.

        The same work takes only one. Call it holding the prompt's lock; UNIQUE (prompt, maker, slot) raises
        `IntegrityError` for whoever does not.
        """
        rows = await self._run.rows(_SLOTS, {"prompt_id": prompt_id, "maker_id": maker})
        if any(row.work_id == work_id for row in rows):
            return True
        taken = {row.slot for row in rows}
        slot = next(slot for slot in range(len(taken) + 1) if slot not in taken)
        # Counted, too: a limit lowered later may leave slots beyond it.
        if limit is not None and (slot >= limit or len(taken) >= limit):
            return False
        await self._run.change(
            insert(slots),
            {"prompt_id": prompt_id, "maker_id": maker, "slot": slot, "work_id": work_id},
        )
        return True
