"""A vote: a community's decision over works, by a stated rule, one ballot a voter."""

from dataclasses import dataclass
from enum import StrEnum

from bot.domain.ids import ChannelId, CommunityId, EntryId, MemberId, PromptId, VoteId, WorkId
from bot.domain.instants import Instant
from bot.domain.refusals import Refusal, Why


class Rule(StrEnum):
    APPROVAL = "approval"


class VoteState(StrEnum):
    OPEN = "open"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Entry:
    """A work in a vote. `makers` may not pick it."""

    id: EntryId
    work_id: WorkId
    number: int
    """The work's community number."""
    title: str
    makers: frozenset[MemberId]
    hidden: bool = False
    """Moderators have it in hand: it keeps its place and its picks, and is not shown."""


@dataclass(frozen=True, slots=True)
class Vote:
    id: VoteId
    community_id: CommunityId
    number: int
    prompt_id: PromptId
    title: str
    rule: Rule
    state: VoteState
    opens_at: Instant
    closes_at: Instant
    closed_at: Instant | None
    channel_id: ChannelId
    moderator_id: MemberId
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Ballot:
    """How one voter's ballot stands. `pressed_id` is the newest interaction that it obeys."""

    vote_id: VoteId
    voter_id: MemberId
    picks: frozenset[EntryId]
    pressed_id: int


PAGE_SIZE = 25
"""As many options as one of Discord's selects holds."""


@dataclass(frozen=True, slots=True)
class Press:
    """One press on a ballot: of the entries on this page of this voter's ballot, these are now picked."""

    vote_id: VoteId
    voter_id: MemberId
    page: int
    picked: frozenset[EntryId]
    interaction_id: int
    pressed_at: Instant


def own_entries(vote: Vote, voter: MemberId) -> tuple[Entry, ...]:
    return tuple(entry for entry in vote.entries if voter in entry.makers)


def ballot_page(vote: Vote, voter: MemberId, page: int) -> tuple[Entry, ...]:
    """One page, from 0, of what this voter may pick. Entries never change while a vote is open."""
    votable = [entry for entry in vote.entries if voter not in entry.makers]
    return tuple(votable[page * PAGE_SIZE : (page + 1) * PAGE_SIZE])


def pages(vote: Vote, voter: MemberId) -> int:
    return max(1, -(-(len(vote.entries) - len(own_entries(vote, voter))) // PAGE_SIZE))


def mark(vote: Vote, ballot: Ballot | None, press: Press) -> Ballot:
    """The ballot after the press. A press older than the one it already obeys changes nothing.

    Raises `Refusal` for a press outside the window, on a work that is not on the page, or on one's own.
    """
    if vote.state is not VoteState.OPEN or not vote.opens_at <= press.pressed_at < vote.closes_at:
        raise Refusal(Why.VOTE_IS_CLOSED, title=vote.title, at=vote.closed_at or vote.closes_at)
    for entry in own_entries(vote, press.voter_id):
        if entry.id in press.picked:
            raise Refusal(Why.OWN_WORK, number=entry.number)
    shown = frozenset(entry.id for entry in ballot_page(vote, press.voter_id, press.page))
    if not press.picked <= shown:
        raise Refusal(Why.NO_SUCH_ENTRY)
    if ballot is None:
        return Ballot(press.vote_id, press.voter_id, press.picked, press.interaction_id)
    if press.interaction_id <= ballot.pressed_id:
        return ballot
    return Ballot(press.vote_id, press.voter_id, (ballot.picks - shown) | press.picked, press.interaction_id)
