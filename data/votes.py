"""Votes, the works in them, and the ballots."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from sqlalchemy import Row, Select, bindparam, insert, select, update

from bot.domain.ids import ChannelId, CommunityId, EntryId, MemberId, PostId, PromptId, VoteId, WorkId
from bot.domain.instants import Instant
from bot.domain.refusals import Refusal, Why
from bot.domain.votes import Ballot, Entry, Rule, Vote, VoteState
from bot.domain.works import WITH_MODERATORS, WorkState
from data import upserts
from data.statements import Statements, chunks
from data.tables import ballots, entries, makers, votes, works

_c = votes.c
_cast = ballots
"""The table, where a parameter has its name."""

_BY_ID = select(votes).where(_c.id == bindparam("vote_id"))
_LOCKED = _BY_ID.with_for_update()
_HELD = select(votes).where(_c.id.in_(bindparam("vote_ids", expanding=True))).order_by(_c.id).with_for_update(read=True)
_BY_NUMBER = select(votes).where(_c.community_id == bindparam("community_id"), _c.number == bindparam("number"))
_OPEN_ON = select(votes).where(_c.prompt_id == bindparam("prompt_id"), _c.state == VoteState.OPEN.value)
_ENTRIES = (
    select(entries.c.vote_id, entries.c.id, entries.c.work_id, works.c.number, works.c.title, works.c.state)
    .join_from(entries, works, works.c.id == entries.c.work_id)
    .where(entries.c.vote_id.in_(bindparam("vote_ids", expanding=True)))
    .order_by(entries.c.position)
)
_MAKERS = (
    select(makers.c.work_id, makers.c.member_id)
    .join_from(makers, entries, entries.c.work_id == makers.c.work_id)
    .where(entries.c.vote_id.in_(bindparam("vote_ids", expanding=True)))
)
_BALLOTS = select(ballots).where(ballots.c.vote_id == bindparam("vote_id")).order_by(ballots.c.voter_id)
_BALLOTS_BY = select(ballots).where(
    ballots.c.vote_id == bindparam("vote_id"),
    ballots.c.voter_id.in_(bindparam("voters", expanding=True)),
)


def _ballot(row: Row[Any]) -> Ballot:
    return Ballot(
        vote_id=VoteId(row.vote_id),
        voter_id=MemberId(row.voter_id),
        picks=frozenset(map(EntryId, row.picks)),
        pressed_id=row.pressed_id,
    )


def _vote(row: Row[Any], listed: Sequence[Entry]) -> Vote:
    return Vote(
        id=VoteId(row.id),
        community_id=CommunityId(row.community_id),
        number=row.number,
        prompt_id=PromptId(row.prompt_id),
        title=row.title,
        rule=Rule(row.rule),
        state=VoteState(row.state),
        opens_at=Instant(row.opens_at),
        closes_at=Instant(row.closes_at),
        closed_at=None if row.closed_at is None else Instant(row.closed_at),
        channel_id=ChannelId(row.channel_id),
        moderator_id=MemberId(row.moderator_id),
        entries=tuple(listed),
    )


class Votes:
    def __init__(self, statements: Statements) -> None:
        self._run = statements

    async def add(
        self,
        community_id: CommunityId,
        number: int,
        prompt_id: PromptId,
        title: str,
        rule: Rule,
        opens_at: Instant,
        closes_at: Instant,
        channel_id: ChannelId,
        moderator_id: MemberId,
        card_post: PostId,
        works: Sequence[WorkId],
    ) -> VoteId:
        """Open a vote over these works, which become its entries in this order.

        Raises `IntegrityError` where one on the same prompt is open.
        """
        row = {
            "community_id": community_id,
            "number": number,
            "prompt_id": prompt_id,
            "title": title,
            "rule": rule.value,
            "state": VoteState.OPEN.value,
            "opens_at": opens_at,
            "closes_at": closes_at,
            "channel_id": channel_id,
            "moderator_id": moderator_id,
            "card_post_id": card_post,
        }
        vote_id = VoteId(await self._run.value(insert(votes).returning(_c.id), row))
        await self._run.change_each(
            insert(entries),
            [
                {"vote_id": vote_id, "work_id": work_id, "position": position}
                for position, work_id in enumerate(dict.fromkeys(works))
            ],
        )
        return vote_id

    async def _whole(self, rows: Sequence[Row[Any]]) -> list[Vote]:
        """The votes of these rows with their entries, in the rows' order."""
        listed: dict[int, list[Entry]] = defaultdict(list)
        for some in chunks([row.id for row in rows]):
            by: dict[int, set[MemberId]] = defaultdict(set)
            for maker in await self._run.rows(_MAKERS, {"vote_ids": some}):
                by[maker.work_id].add(MemberId(maker.member_id))
            for entry in await self._run.rows(_ENTRIES, {"vote_ids": some}):
                listed[entry.vote_id].append(
                    Entry(
                        id=EntryId(entry.id),
                        work_id=WorkId(entry.work_id),
                        number=entry.number,
                        title=entry.title,
                        makers=frozenset(by[entry.work_id]),
                        hidden=WorkState(entry.state) in WITH_MODERATORS,
                    )
                )
        return [_vote(row, listed[row.id]) for row in rows]

    async def _find(self, statement: Select[Any], **keys: int) -> Vote | None:
        row = await self._run.row(statement, keys)
        return None if row is None else (await self._whole([row]))[0]

    async def _one(self, statement: Select[Any], **keys: int) -> Vote:
        vote = await self._find(statement, **keys)
        if vote is None:
            raise Refusal(Why.NO_SUCH_VOTE, number=keys.get("number"))
        return vote

    async def get(self, vote_id: VoteId) -> Vote:
        """Raises `Refusal(NO_SUCH_VOTE)`."""
        return await self._one(_BY_ID, vote_id=vote_id)

    async def lock(self, vote_id: VoteId) -> Vote:
        """The vote, nobody else writing it until the transaction ends. Raises `Refusal(NO_SUCH_VOTE)`."""
        return await self._one(_LOCKED, vote_id=vote_id)

    async def lock_many(self, vote_ids: Collection[VoteId]) -> dict[VoteId, Vote]:
        """Those there are, kept open or closed as they are until the transaction ends.

        Several may hold a vote so at once; whoever closes it waits for all of them.
        """
        rows: list[Row[Any]] = []
        for some in chunks(sorted(vote_ids)):
            rows.extend(await self._run.rows(_HELD, {"vote_ids": some}))
        return {vote.id: vote for vote in await self._whole(rows)}

    async def by_number(self, community_id: CommunityId, number: int) -> Vote:
        """Raises `Refusal(NO_SUCH_VOTE)`."""
        return await self._one(_BY_NUMBER, community_id=community_id, number=number)

    async def list_of(self, community_id: CommunityId, state: VoteState | None = None) -> list[Vote]:
        """Newest first."""
        query = select(votes).where(_c.community_id == community_id)
        if state is not None:
            query = query.where(_c.state == state.value)
        return await self._whole(await self._run.rows(query.order_by(_c.number.desc())))

    async def open_on(self, prompt_id: PromptId) -> Vote | None:
        """The one open vote on a prompt's works."""
        return await self._find(_OPEN_ON, prompt_id=prompt_id)

    async def card_post(self, vote_id: VoteId) -> PostId:
        """Raises `Refusal(NO_SUCH_VOTE)`."""
        post_id = await self._run.value(select(_c.card_post_id).where(_c.id == vote_id))
        if post_id is None:
            raise Refusal(Why.NO_SUCH_VOTE, number=None)
        return PostId(post_id)

    async def ballots(self, vote_id: VoteId) -> list[Ballot]:
        """In the voters' id order."""
        return [_ballot(row) for row in await self._run.rows(_BALLOTS, {"vote_id": vote_id})]

    async def ballots_by(self, keys: Collection[tuple[VoteId, MemberId]]) -> dict[tuple[VoteId, MemberId], Ballot]:
        """The ballots there are of these voters, a few statements a vote."""
        voters: dict[VoteId, list[MemberId]] = defaultdict(list)
        for vote_id, voter_id in keys:
            voters[vote_id].append(voter_id)
        found: dict[tuple[VoteId, MemberId], Ballot] = {}
        for vote_id, of_vote in voters.items():
            for some in chunks(of_vote):
                for row in await self._run.rows(_BALLOTS_BY, {"vote_id": vote_id, "voters": some}):
                    ballot = _ballot(row)
                    found[ballot.vote_id, ballot.voter_id] = ballot
        return found

    async def put_ballots(self, ballots: Iterable[Ballot]) -> None:
        """Insert or replace, one row a (vote, voter); an older press never replaces a newer one."""
        # In one order, so that two writers never wait for each other in a ring.
        ordered = sorted(ballots, key=lambda ballot: (ballot.vote_id, ballot.voter_id, ballot.pressed_id))
        await self._run.change_each(
            upserts.replacing(self._run.dialect, _cast, ("picks", "pressed_id"), newest="pressed_id"),
            [
                {
                    "vote_id": ballot.vote_id,
                    "voter_id": ballot.voter_id,
                    "picks": sorted(ballot.picks),
                    "pressed_id": ballot.pressed_id,
                }
                for ballot in ordered
            ],
        )

    async def move_closing(self, vote_id: VoteId, closes_at: Instant) -> None:
        await self._run.change(
            update(votes).where(_c.id == vote_id, _c.state == VoteState.OPEN.value).values(closes_at=closes_at)
        )

    async def close(self, vote_id: VoteId, at: Instant) -> None:
        """One that is closed keeps its first closing."""
        await self._run.change(
            update(votes)
            .where(_c.id == vote_id, _c.state == VoteState.OPEN.value)
            .values(state=VoteState.CLOSED.value, closed_at=at)
        )
