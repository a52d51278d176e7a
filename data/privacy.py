"""Forgetting a person or a server: every column that may name somebody, and what becomes of it."""

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import Column, ColumnElement, Table, and_, cast, delete, exists, func, or_, select, update

from bot.domain.audit import Deed, Entry
from bot.domain.deadlines import DeadlineKind
from bot.domain.ids import CommunityId, MemberId, PostId, WorkId
from bot.domain.instants import Instant
from bot.domain.posts import Action, PostKind, PostState
from bot.domain.privacy import ERASED, SOMEONE, CastBallot, forgotten
from bot.domain.votes import VoteState
from bot.domain.works import WorkState
from data import upserts
from data.statements import Statements, chunks
from data.tables import (
    ai_declarations,
    announcements,
    asked_makers,
    assets,
    audit,
    ballots,
    changes_asked,
    communities,
    consents,
    deadlines,
    dropped_assets,
    entries,
    erasures,
    fetches,
    joined_works,
    late_passes,
    makers,
    metadata,
    moderation_settings,
    news,
    not_sources,
    outside_sources,
    panels,
    people,
    posts,
    productions,
    prompt_drafts,
    prompt_terms,
    prompts,
    rehearsals,
    reminders,
    replies,
    reports,
    series,
    slots,
    sources,
    tellings,
    uses,
    votes,
    work_places,
    works,
)
from data.types import Snowflake, Text

BECOME_SOMEONE: tuple[Column[Any], ...] = (
    prompts.c.director_id,
    votes.c.moderator_id,
    productions.c.director_id,
    uses.c.added_by,
    announcements.c.director_id,
    series.c.director_id,
    late_passes.c.given_by,
    rehearsals.c.member_id,
    changes_asked.c.asked_by,
    moderation_settings.c.paused_by,
    prompt_terms.c.ended_by,
    audit.c.actor,
)
"""Places that stay, without saying whose they were."""
TAKE_THEIR_ROW: tuple[Column[Any], ...] = (
    people.c.member_id,
    slots.c.maker_id,
    panels.c.owner,
    asked_makers.c.member_id,
    consents.c.member_id,
    reminders.c.member_id,
    late_passes.c.member_id,
    fetches.c.member_id,
    news.c.member_id,
    tellings.c.member_id,
    reports.c.reporter,
    prompt_drafts.c.director_id,
)
"""Rows that are nothing without the person."""
SEEN_TO: tuple[Column[Any], ...] = (makers.c.member_id, ballots.c.voter_id)
"""Those that need more than that."""
SCRUBBED: tuple[Column[Any], ...] = (
    posts.c.subject,
    panels.c.subject,
    audit.c.facts,
    prompt_drafts.c.wording,
    prompt_terms.c.co_directors,
)
"""Values in which they may be named anywhere."""
GO_WITH_A_WORK: tuple[Table, ...] = (
    assets,
    replies,
    slots,
    asked_makers,
    ai_declarations,
    outside_sources,
    changes_asked,
    reports,
    fetches,
    news,
    not_sources,
)
"""Tables whose rows are what a work is made of; with them goes what hangs on them."""
STAY_WITH_A_WORK: tuple[Table, ...] = (makers, uses, entries, sources, joined_works, work_places)
"""Its place in the family, in productions and in votes."""
HOLD_BYTES: tuple[Column[Any], ...] = (assets.c.sha256,)
"""Whoever is named here keeps a file on our disk."""
REFER_TO_BYTES: tuple[Column[Any], ...] = (prompt_drafts.c.wording, prompt_terms.c.files)
"""Values in which a prompt's reference files are named, each with its SHA-256."""

_SMALLEST_SNOWFLAKE = 1 << 22
_ARRIVED = (PostState.SENT.value, PostState.SENDING.value, PostState.UNSURE.value)


class Privacy:
    def __init__(self, statements: Statements) -> None:
        self._run = statements

    async def works_of(self, community_id: CommunityId, member: MemberId) -> list[WorkId]:
        """Everything they handed in here, whatever became of it, oldest first."""
        rows = await self._run.rows(
            select(works.c.id)
            .join_from(works, makers, makers.c.work_id == works.c.id)
            .where(works.c.community_id == community_id, makers.c.member_id == member)
            .order_by(works.c.id)
        )
        return [WorkId(row.id) for row in rows]

    async def ballots_of(self, community_id: CommunityId, member: MemberId) -> list[CastBallot]:
        rows = await self._run.rows(
            select(votes.c.number, ballots.c.picks)
            .join_from(ballots, votes, votes.c.id == ballots.c.vote_id)
            .where(votes.c.community_id == community_id, ballots.c.voter_id == member)
            .order_by(votes.c.number)
        )
        numbers: dict[int, int] = {}
        for some in chunks([pick for row in rows for pick in row.picks]):
            named = select(entries.c.id, works.c.number).join_from(entries, works, works.c.id == entries.c.work_id)
            numbers.update((one.id, one.number) for one in await self._run.rows(named.where(entries.c.id.in_(some))))
        return [CastBallot(row.number, tuple(sorted(numbers[pick] for pick in row.picks))) for row in rows]

    async def deeds_of(self, community_id: CommunityId, member: MemberId) -> list[Entry]:
        """Lines of the audit by them or about them, oldest first."""
        rows = await self._run.rows(
            select(audit)
            .where(
                audit.c.community_id == community_id,
                or_(audit.c.actor == member, cast(audit.c.facts, Text).contains(str(int(member)))),
            )
            .order_by(audit.c.id)
        )
        return [
            Entry(
                community_id,
                Deed(row.deed),
                None if row.actor is None else MemberId(row.actor),
                Instant(row.done_at),
                row.facts,
            )
            for row in rows
        ]

    async def other_rows_of(self, community_id: CommunityId, member: MemberId) -> dict[str, list[dict[str, Any]]]:
        """What else was asked of them or for them, by the table it is in."""
        found: dict[str, list[dict[str, Any]]] = {}
        for column in TAKE_THEIR_ROW:
            if column.table not in (people, slots, panels):
                theirs = select(*(one for one in column.table.c if one.type is not Snowflake))  # nobody else's id
                rows = await self._run.rows(theirs.where(column == member, _within(column.table, community_id)))
                if rows:
                    # SQLAlchemy's names are a kind of `str` that `orjson` takes for no key.
                    found[str(column.table.name)] = [
                        {str(name): value for name, value in row._mapping.items()} for row in rows
                    ]
        return found

    async def empty(self, work_ids: Collection[WorkId], at: Instant) -> None:
        """Take words, title, files and links to messages out of works; owe the deletion of their bytes."""
        blank = {"title": ERASED, "title_folded": ERASED.casefold(), "words": "", "credit": None, "message_id": None}
        for some in chunks(work_ids):
            await self._owe_bytes(assets.c.work_id.in_(some), at)
            for table in GO_WITH_A_WORK:
                await self._delete(table, table.c.work_id.in_(some))
            await self._run.change(update(works).where(works.c.id.in_(some)).values(blank))

    async def _owe_bytes(self, of: ColumnElement[bool], at: Instant) -> None:
        owe = upserts.unless_there(self._run.dialect, erasures, "sha256")
        for row in await self._run.rows(select(assets.c.sha256).where(of, assets.c.sha256.is_not(None)).distinct()):
            await self._run.row(owe, {"sha256": row.sha256, "owed_at": at})

    async def _owe_references(self, community_id: CommunityId, at: Instant) -> None:
        """The reference files of its prompts and drafts."""
        owe = upserts.unless_there(self._run.dialect, erasures, "sha256")
        for column in REFER_TO_BYTES:
            for row in await self._run.rows(select(column.label("value")).where(_within(column.table, community_id))):
                for file in row.value["files"] if isinstance(row.value, dict) else row.value:
                    await self._run.row(owe, {"sha256": file["sha256"], "owed_at": at})

    async def _delete(self, table: Table, which: ColumnElement[bool]) -> None:
        """Rows, and before them the rows of other tables that refer to them."""
        for child in reversed(metadata.sorted_tables):
            for key in child.foreign_key_constraints if child is not table else ():
                if key.referred_table is table:
                    mine, theirs = key.elements[0].parent, key.elements[0].column
                    await self._delete(child, mine.in_(select(theirs).where(which)))
        await self._run.change(delete(table).where(which))

    async def cut_ballots(self, community_id: CommunityId, member: MemberId) -> None:
        """Counted ballots stay, nobody's; those of open votes go, or they could be cast twice."""
        cast_here = (
            select(ballots.c.vote_id, votes.c.state)
            .join_from(ballots, votes, votes.c.id == ballots.c.vote_id)
            .where(votes.c.community_id == community_id, ballots.c.voter_id == member)
        )
        for row in await self._run.rows(cast_here):
            theirs = and_(ballots.c.vote_id == row.vote_id, ballots.c.voter_id == member)
            if row.state == VoteState.OPEN.value:
                await self._run.change(delete(ballots).where(theirs))
                continue
            nobodys = and_(ballots.c.vote_id == row.vote_id, ballots.c.voter_id < _SMALLEST_SNOWFLAKE)
            last = await self._run.value(select(func.max(ballots.c.voter_id)).where(nobodys))
            # The number of the press is theirs, too.
            await self._run.change(update(ballots).where(theirs).values(voter_id=(last or 0) + 1, pressed_id=0))

    async def unlink(
        self, community_id: CommunityId, member: MemberId, titles: Mapping[int, str], messages: Collection[int]
    ) -> list[PostId]:
        """Take their id and name, the `titles` and the `messages` out of every other row.

        Returns the messages of ours that named them.
        """
        for column in BECOME_SOMEONE:
            theirs = and_(column == member, _within(column.table, community_id))
            await self._run.change(update(column.table).where(theirs).values({column: int(SOMEONE)}))
        for column in TAKE_THEIR_ROW:
            await self._run.change(delete(column.table).where(column == member, _within(column.table, community_id)))
        # What was to be told to them, by their id.
        told = and_(deadlines.c.community_id == community_id, deadlines.c.subject == member)
        await self._run.change(delete(deadlines).where(told))
        await self._leave_makers(community_id, member)
        in_private = and_(posts.c.community_id == community_id, posts.c.channel_id == member)
        await self._delete(posts, and_(in_private, posts.c.after_post.is_not(None)))
        await self._delete(posts, in_private)
        for some in chunks(messages):
            await self._run.change(update(posts).where(posts.c.reply_to.in_(some)).values(reply_to=None))
        changed = {column.table: await self._scrub(column, community_id, member, titles) for column in SCRUBBED}
        notes = await self._created(community_id, PostKind.TEAM_NOTE, "entry", set(changed[audit]))
        named = select(posts.c.id).where(posts.c.action == Action.CREATE.value, posts.c.state.in_(_ARRIVED))
        for some in chunks(changed[posts]):
            notes += [PostId(row.id) for row in await self._run.rows(named.where(posts.c.id.in_(some)))]
        return notes

    async def _leave_makers(self, community_id: CommunityId, member: MemberId) -> None:
        here = _within(makers, community_id)
        other = makers.alias()
        twice = exists().where(other.c.work_id == makers.c.work_id, other.c.member_id == int(SOMEONE))
        await self._run.change(delete(makers).where(makers.c.member_id == member, here, twice))
        await self._run.change(update(makers).where(makers.c.member_id == member, here).values(member_id=int(SOMEONE)))

    async def _scrub(
        self, column: Column[Any], community_id: CommunityId, member: MemberId, titles: Mapping[int, str]
    ) -> list[Any]:
        """The keys of the rows that changed."""
        table = column.table
        (key,) = table.primary_key.columns
        # What is about a work of theirs names them as well, but for lines of the audit.
        named = cast(column, Text).contains(str(int(member)))
        about = table.c.community_id == community_id if table is audit else and_(_within(table, community_id), named)
        changed = []
        for row in await self._run.rows(select(key.label("key"), column.label("value")).where(about)):
            value = forgotten(row.value, member, titles)
            if value != row.value:
                await self._run.change(update(table).where(key == row.key).values({column: value}))
                changed.append(row.key)
        return changed

    async def showing(
        self, community_id: CommunityId, of: Collection[WorkId], directed: Collection[int]
    ) -> list[PostId]:
        """The messages of ours that show one of these works or prompts."""
        in_votes, in_prompts, numbers = set[int](), set(directed), set[int]()
        for some in chunks(of):
            voted = select(votes.c.number).join_from(votes, entries, entries.c.vote_id == votes.c.id)
            in_votes |= {row.number for row in await self._run.rows(voted.where(entries.c.work_id.in_(some)))}
            answered = select(prompts.c.number).join_from(prompts, works, works.c.prompt_id == prompts.c.id)
            in_prompts |= {row.number for row in await self._run.rows(answered.where(works.c.id.in_(some)))}
            numbered = select(works.c.number).where(works.c.id.in_(some), works.c.number.is_not(None))
            numbers |= {row.number for row in await self._run.rows(numbered)}
        return [
            *await self._created(community_id, PostKind.WORK_ANSWER, "work", numbers),
            *await self._created(community_id, PostKind.PROMPT_CARD, "prompt", in_prompts),
            *await self._created(community_id, PostKind.VOTE_CARD, "vote", in_votes),
            *await self._created(community_id, PostKind.VOTE_RESULTS, "vote", in_votes),
        ]

    async def _created(self, community_id: CommunityId, kind: PostKind, name: str, among: set[int]) -> list[PostId]:
        if not among:
            return []
        query = select(posts.c.id, posts.c.subject).where(
            posts.c.community_id == community_id,
            posts.c.kind == kind.value,
            posts.c.action == Action.CREATE.value,
            posts.c.state.in_(_ARRIVED),
        )
        return [PostId(row.id) for row in await self._run.rows(query) if row.subject.get(name) in among]

    async def forget_community(self, community_id: CommunityId, at: Instant) -> None:
        """Every row of it; the deletion of its bytes is owed."""
        await self._owe_bytes(_within(assets, community_id), at)
        await self._owe_references(community_id, at)
        for table in reversed(metadata.sorted_tables):
            if belongs_to_a_community(table):
                await self._run.change(delete(table).where(_within(table, community_id)))

    async def being_left(self) -> list[CommunityId]:
        """The communities whose erasing is due one day."""
        due = select(deadlines.c.community_id).where(
            deadlines.c.kind == DeadlineKind.COMMUNITY_ERASED.value, deadlines.c.state == "due"
        )
        return [CommunityId(row.community_id) for row in await self._run.rows(due)]

    async def owed(self) -> list[str]:
        """SHA-256 of bytes that are owed their deletion."""
        return [row.sha256 for row in await self._run.rows(select(erasures.c.sha256).order_by(erasures.c.owed_at))]

    async def is_held(self, sha256: str) -> bool:
        """Whether anything in our rows is made of these bytes."""
        for column in HOLD_BYTES:
            if await self._run.row(select(column).where(column == sha256).limit(1)) is not None:
                return True
        for column in REFER_TO_BYTES:
            if await self._run.row(select(column).where(cast(column, Text).contains(sha256)).limit(1)) is not None:
                return True
        return False

    async def is_coming(self, size: int) -> bool:
        """Whether a work is on its way that may turn out to be made of as many bytes."""
        coming = (
            select(assets.c.id)
            .join_from(assets, works, works.c.id == assets.c.work_id)
            .where(
                assets.c.sha256.is_(None),
                assets.c.size == size,
                ~exists().where(dropped_assets.c.asset_id == assets.c.id),
                works.c.state.in_((WorkState.RECEIVED.value, WorkState.ACCEPTED.value)),
            )
        )
        return await self._run.row(coming.limit(1)) is not None

    async def settle(self, sha256: str) -> None:
        """Nothing is owed of these bytes any more."""
        await self._run.change(delete(erasures).where(erasures.c.sha256 == sha256))


def belongs_to_a_community(table: Table) -> bool:
    """Whether its rows are of one server, by themselves or by what they refer to."""
    return (
        table is communities
        or "community_id" in table.c
        or any(belongs_to_a_community(parent) for parent in _parents(table))
    )


def _parents(table: Table) -> list[Table]:
    return [key.referred_table for key in table.foreign_key_constraints if key.referred_table is not table]


def _within(table: Table, community_id: CommunityId) -> ColumnElement[bool]:
    """The rows of this table that are of this server."""
    if table is communities:
        return communities.c.id == community_id
    if "community_id" in table.c:
        return table.c.community_id == community_id
    key = next(key for key in table.foreign_key_constraints if belongs_to_a_community(key.referred_table))
    mine, theirs = key.elements[0].parent, key.elements[0].column
    return mine.in_(select(theirs).where(_within(theirs.table, community_id)))
