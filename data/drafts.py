"""Drafts of prompts: each a whole wording that changes until it is posted."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Row, delete, insert, select, update

from bot.domain.drafts import Draft
from bot.domain.ids import ChannelId, CommunityId, DraftId, MemberId
from bot.domain.instants import Instant
from bot.domain.prompts import Ai, PromptDraft, PromptState
from bot.domain.refusals import Refusal, Why
from bot.domain.showing import Shows
from bot.domain.works import Kind
from data.prompts import read_members, read_references, write_members, write_references
from data.statements import Statements
from data.tables import prompt_drafts

_c = prompt_drafts.c


def _written(wording: PromptDraft) -> dict[str, Any]:
    return {
        "title": wording.title,
        "brief": wording.brief,
        "kinds": sorted(wording.kinds),
        "pays": wording.pays,
        "opens_at": wording.opens_at,
        "closes_at": wording.closes_at,
        "works_per_member": wording.works_per_member,
        "ai": wording.ai,
        "co_directors": write_members(wording.co_directors),
        "files": write_references(wording.references),
        "shows": wording.shows.value,
    }


def _wording(kept: Mapping[str, Any]) -> PromptDraft:
    return PromptDraft(
        title=kept["title"],
        brief=kept["brief"],
        kinds=frozenset(map(Kind, kept["kinds"])),
        pays=kept["pays"],
        opens_at=Instant(kept["opens_at"]),
        closes_at=None if kept["closes_at"] is None else Instant(kept["closes_at"]),
        works_per_member=kept["works_per_member"],
        ai=None if kept["ai"] is None else Ai(kept["ai"]),
        co_directors=read_members(kept["co_directors"]),
        references=read_references(kept["files"]),
        shows=Shows(kept.get("shows", Shows.OPENLY)),  # drafts of before say nothing of it
    )


def _draft(row: Row[Any]) -> Draft:
    return Draft(
        id=DraftId(row.id),
        community_id=CommunityId(row.community_id),
        director_id=MemberId(row.director_id),
        state=PromptState(row.state),
        wording=_wording(row.wording),
        channel_id=None if row.channel_id is None else ChannelId(row.channel_id),
        changed_at=Instant(row.changed_at),
    )


class Drafts:
    def __init__(self, statements: Statements) -> None:
        self._run = statements

    async def add(
        self,
        community_id: CommunityId,
        director_id: MemberId,
        wording: PromptDraft,
        channel_id: ChannelId | None,
        at: Instant,
    ) -> DraftId:
        row = {
            "community_id": community_id,
            "director_id": director_id,
            "state": PromptState.DRAFT.value,
            "wording": _written(wording),
            "channel_id": channel_id,
            "changed_at": at,
        }
        return DraftId(await self._run.value(insert(prompt_drafts).returning(_c.id), row))

    async def find(self, draft_id: DraftId) -> Draft | None:
        row = await self._run.row(select(prompt_drafts).where(_c.id == draft_id))
        return None if row is None else _draft(row)

    async def lock(self, draft_id: DraftId) -> Draft:
        """The draft, nobody else writing it until the transaction ends. Raises `Refusal(NO_SUCH_DRAFT)`."""
        row = await self._run.row(select(prompt_drafts).where(_c.id == draft_id).with_for_update())
        if row is None:
            raise Refusal(Why.NO_SUCH_DRAFT)
        return _draft(row)

    async def of(self, community_id: CommunityId, director_id: MemberId) -> list[Draft]:
        """What this director has not posted, changed last first."""
        query = (
            select(prompt_drafts)
            .where(_c.community_id == community_id, _c.director_id == director_id)
            .where(_c.state != PromptState.DROPPED.value)
            .order_by(_c.changed_at.desc(), _c.id.desc())
        )
        return [_draft(row) for row in await self._run.rows(query)]

    async def save(self, draft: Draft) -> None:
        await self._run.change(
            update(prompt_drafts)
            .where(_c.id == draft.id)
            .values(
                state=draft.state.value,
                wording=_written(draft.wording),
                channel_id=draft.channel_id,
                changed_at=draft.changed_at,
            )
        )

    async def remove(self, draft_id: DraftId) -> None:
        await self._run.change(delete(prompt_drafts).where(_c.id == draft_id))

    async def sweep(self, before: Instant) -> None:
        """Forget what was thrown away earlier than this."""
        await self._run.change(
            delete(prompt_drafts).where(_c.state == PromptState.DROPPED.value, _c.changed_at < before)
        )
