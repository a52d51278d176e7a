"""Prompts: directors' open calls."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Row, Select, bindparam, insert, select, update

from bot.domain.ids import ChannelId, CommunityId, MemberId, PostId, PromptId
from bot.domain.instants import Instant
from bot.domain.prompts import Ai, Ending, Prompt, PromptDraft, PromptState, Reference
from bot.domain.refusals import Refusal, Why
from bot.domain.showing import Shows
from bot.domain.works import Kind
from data import upserts
from data.statements import Statements
from data.tables import posts, prompt_showing, prompt_terms, prompts

_c = prompts.c
_thread = posts.alias("thread")

_terms = prompt_terms.c

_WITH_THREAD = (
    select(
        prompts,
        _thread.c.message_id.label("thread_id"),
        *(_terms[name] for name in ("ai", "co_directors", "files", "ending", "ended_at", "ended_by")),
        prompt_showing.c.shows,
    )
    .join_from(prompts, _thread, _thread.c.id == _c.thread_post_id)
    .outerjoin(prompt_terms, _terms.prompt_id == _c.id)
    .outerjoin(prompt_showing, prompt_showing.c.prompt_id == _c.id)
)
_BY_ID = _WITH_THREAD.where(_c.id == bindparam("prompt_id"))
_LOCKED = _BY_ID.with_for_update(of=prompts)
_BY_NUMBER = _WITH_THREAD.where(_c.community_id == bindparam("community_id"), _c.number == bindparam("number"))
_BY_THREAD = _WITH_THREAD.where(_thread.c.message_id == bindparam("thread_id"))


def _prompt(row: Row[Any]) -> Prompt:
    return Prompt(
        id=PromptId(row.id),
        community_id=CommunityId(row.community_id),
        number=row.number,
        title=row.title,
        brief=row.brief,
        kinds=frozenset(map(Kind, row.kinds)),
        pays=row.pays,
        opens_at=Instant(row.opens_at),
        closes_at=None if row.closes_at is None else Instant(row.closes_at),
        works_per_member=row.works_per_member,
        state=PromptState(row.state),
        closed_at=None if row.closed_at is None else Instant(row.closed_at),
        director_id=MemberId(row.director_id),
        channel_id=ChannelId(row.channel_id),
        thread_id=None if row.thread_id is None else ChannelId(row.thread_id),
        ai=None if row.ai is None else Ai(row.ai),
        co_directors=read_members(row.co_directors or ()),
        references=read_references(row.files or ()),
        ending=None if row.ending is None else Ending(row.ending, Instant(row.ended_at), MemberId(row.ended_by)),
        shows=Shows(row.shows or Shows.OPENLY),
    )


def write_members(members: Iterable[MemberId]) -> list[str]:
    """Snowflakes are texts in JSON."""
    return [str(member) for member in members]


def read_members(kept: Iterable[str]) -> tuple[MemberId, ...]:
    return tuple(MemberId(int(member)) for member in kept)


def write_references(references: Iterable[Reference]) -> list[dict[str, Any]]:
    return [
        {"filename": one.filename, "size": one.size, "kind": one.kind.value, "sha256": one.sha256} for one in references
    ]


def read_references(kept: Sequence[Mapping[str, Any]]) -> tuple[Reference, ...]:
    return tuple(Reference(one["filename"], one["size"], Kind(one["kind"]), one["sha256"]) for one in kept)


class Prompts:
    def __init__(self, statements: Statements) -> None:
        self._run = statements

    async def add(
        self,
        community_id: CommunityId,
        number: int,
        draft: PromptDraft,
        director_id: MemberId,
        channel_id: ChannelId,
        card_post: PostId,
        thread_post: PostId,
    ) -> PromptId:
        """Open a prompt whose card and thread are owed by these posts."""
        row = {
            "community_id": community_id,
            "number": number,
            "title": draft.title,
            "brief": draft.brief,
            "kinds": sorted(draft.kinds),
            "pays": draft.pays,
            "opens_at": draft.opens_at,
            "closes_at": draft.closes_at,
            "works_per_member": draft.works_per_member,
            "state": PromptState.OPEN.value,
            "director_id": director_id,
            "channel_id": channel_id,
            "card_post_id": card_post,
            "thread_post_id": thread_post,
        }
        prompt_id = PromptId(await self._run.value(insert(prompts).returning(_c.id), row))
        terms = {
            "prompt_id": prompt_id,
            "ai": draft.ai,
            "co_directors": write_members(draft.co_directors),
            "files": write_references(draft.references),
        }
        if draft.ai or draft.co_directors or draft.references:
            await self._run.change(insert(prompt_terms), terms)
        if draft.shows is not Shows.OPENLY:
            showing = {"prompt_id": prompt_id, "shows": draft.shows.value}
            await self._run.change(insert(prompt_showing), showing)
        return prompt_id

    async def _one(self, statement: Select[Any], **keys: int) -> Prompt:
        row = await self._run.row(statement, keys)
        if row is None:
            raise Refusal(Why.NO_SUCH_PROMPT, number=keys.get("number"))
        return _prompt(row)

    async def get(self, prompt_id: PromptId) -> Prompt:
        """Raises `Refusal(NO_SUCH_PROMPT)`."""
        return await self._one(_BY_ID, prompt_id=prompt_id)

    async def lock(self, prompt_id: PromptId) -> Prompt:
        """The prompt, nobody else writing it until the transaction ends. Raises `Refusal(NO_SUCH_PROMPT)`."""
        return await self._one(_LOCKED, prompt_id=prompt_id)

    async def by_number(self, community_id: CommunityId, number: int) -> Prompt:
        """Raises `Refusal(NO_SUCH_PROMPT)`."""
        return await self._one(_BY_NUMBER, community_id=community_id, number=number)

    async def in_thread(self, thread_id: ChannelId) -> Prompt | None:
        row = await self._run.row(_BY_THREAD, {"thread_id": thread_id})
        return None if row is None else _prompt(row)

    async def list_of(
        self, community_id: CommunityId, state: PromptState | None = None, limit: int = 1_000
    ) -> list[Prompt]:
        """Newest first."""
        query = _WITH_THREAD.where(_c.community_id == community_id)
        if state is not None:
            query = query.where(_c.state == state.value)
        return [_prompt(row) for row in await self._run.rows(query.order_by(_c.number.desc()).limit(limit))]

    async def close(self, prompt_id: PromptId, at: Instant) -> None:
        """One that is closed keeps its first closing."""
        await self._run.change(
            update(prompts)
            .where(_c.id == prompt_id, _c.state == PromptState.OPEN.value)
            .values(state=PromptState.CLOSED.value, closed_at=at)
        )

    async def end(self, prompt_id: PromptId, state: PromptState, ending: Ending) -> None:
        """Finished or dropped, with its director's word."""
        await self._run.change(update(prompts).where(_c.id == prompt_id).values(state=state.value))
        word = {"ending": ending.word, "ended_at": ending.at, "ended_by": ending.by}
        await self._run.change(
            upserts.replacing(self._run.dialect, prompt_terms, tuple(word)),
            {"prompt_id": prompt_id, "co_directors": [], "files": [], **word},
        )

    async def move_closing(self, prompt_id: PromptId, closes_at: Instant) -> None:
        await self._run.change(update(prompts).where(_c.id == prompt_id).values(closes_at=closes_at))

    async def card_post(self, prompt_id: PromptId) -> PostId:
        """Raises `Refusal(NO_SUCH_PROMPT)`."""
        post_id = await self._run.value(select(_c.card_post_id).where(_c.id == prompt_id))
        if post_id is None:
            raise Refusal(Why.NO_SUCH_PROMPT, number=None)
        return PostId(post_id)
