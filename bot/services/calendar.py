"""Coming up: what is owed here and when, for those who direct and moderate; and a word about what came late."""

from dataclasses import dataclass, replace
from enum import StrEnum

from bot.domain.audit import Deed
from bot.domain.communities import Community, Person, may_direct, may_moderate, require_moderator
from bot.domain.deadlines import Deadline, DeadlineKind
from bot.domain.ids import AnnouncementId, CommunityId, DraftId, MemberId, PromptId, SeriesId, VoteId
from bot.domain.instants import Instant
from bot.domain.posts import UNKNOWN_MESSAGE, Action, Post, PostKind
from bot.domain.refusals import Refusal, Why
from bot.domain.series import SeriesState, title_of
from bot.services.ports import Clock, Database, Transaction, Wake
from bot.services.team import note

UNSAID = frozenset(
    {
        DeadlineKind.REMINDERS_UNREACHED,
        DeadlineKind.REHEARSAL_GOES_ON,
        DeadlineKind.NEWS_IS_TOLD,
        DeadlineKind.PROMPT_IS_COUNTED,
        DeadlineKind.COMMUNITY_ERASED,
    }
)
"""What is a step of something else, between Callsheet and one member, or of no community any more: neither shown nor
missed."""
MODERATED = frozenset({DeadlineKind.VOTE_CLOSES})
"""What a moderator runs; the rest is a director's."""


class Act(StrEnum):
    """What can be done with an item."""

    MOVE = "move"
    NOW = "now"
    CANCEL = "cancel"
    SKIP = "skip"
    PAUSE = "pause"
    RESUME = "resume"
    STOP = "stop"
    RETRY = "retry"


OF_PROMPTS = frozenset({DeadlineKind.PROMPT_CLOSES, DeadlineKind.PROMPT_REMINDS, DeadlineKind.REMINDERS_UNREACHED})

ACTS = {
    DeadlineKind.PROMPT_OPENS: (Act.MOVE, Act.NOW, Act.CANCEL),
    DeadlineKind.PROMPT_CLOSES: (Act.MOVE, Act.NOW),
    DeadlineKind.VOTE_CLOSES: (Act.MOVE, Act.NOW),
    DeadlineKind.CREDITS_ARE_DUE: (Act.MOVE, Act.NOW, Act.CANCEL),
    DeadlineKind.PROMPT_REMINDS: (Act.CANCEL,),
    DeadlineKind.SERIES_POSTS: (Act.NOW, Act.SKIP, Act.PAUSE, Act.STOP),
}


@dataclass(frozen=True, slots=True)
class Item:
    """Something owed. `ref` names it among the others; `number` and `title` are those of the thing it is about."""

    ref: str
    kind: DeadlineKind | None
    """None: a post that Discord would not take."""
    at: Instant | None
    """None: as soon as somebody says so."""
    number: int
    title: str
    subject: int
    """The id of the prompt, vote, announcement, series or post."""
    may: tuple[Act, ...] = ()
    """What the person looking may do."""
    post: Post | None = None
    people: int = 0
    """How many asked to be reminded."""
    of_thread: bool = False
    """The thread is reminded as well."""
    owner: MemberId | None = None
    """Whose it is, where nobody else may change it."""


class CalendarService:
    def __init__(self, db: Database, clock: Clock, wake_posts: Wake) -> None:
        self._db = db
        self._clock = clock
        self._wake_posts = wake_posts

    async def coming_up(self, person: Person, community_id: CommunityId) -> list[Item]:
        """Everything owed, the next first; what could not be posted before all. Raises `Refusal(NEEDS_MODERATOR)`."""
        async with self._db.transaction() as tx:
            community = await tx.communities.get(community_id)
            if not may_direct(community, person):
                require_moderator(community, person)
            items = [self._of_post(post) for post in await tx.posts.refused(community_id) if _is_missed(post)]
            for deadline in await tx.deadlines.waiting(community_id):
                if deadline.kind not in UNSAID:
                    items.append(await _of_deadline(tx, deadline))
            for one in await tx.series.list_of(community_id):
                if one.state is SeriesState.PAUSED:
                    title = title_of(one, one.posted)
                    acts = (Act.RESUME, Act.STOP)
                    items.append(Item(f"s{one.id}", DeadlineKind.SERIES_POSTS, None, 0, title, one.id, acts))
        return [replace(item, may=item.may if _runs(community, person, item) else ()) for item in items]

    async def find(self, person: Person, community_id: CommunityId, ref: str) -> Item:
        """One of them, as it stands now. Raises `Refusal(NOTHING_OWED)` where it is owed no more."""
        for item in await self.coming_up(person, community_id):
            if item.ref == ref:
                return item
        raise Refusal(Why.NOTHING_OWED)

    async def note_late(self, deadline: Deadline) -> None:
        """Something was done later than promised: a line of the audit says what, and when it had been due."""
        if deadline.kind in UNSAID:
            return
        async with self._db.transaction() as tx:
            item = await _of_deadline(tx, deadline)
            if not item.title:  # a draft that has opened is a prompt now, and the team was told of that
                return
            community = await tx.communities.get(deadline.community_id)
            facts = {"what": deadline.kind.value, "title": item.title, "due": deadline.due_at}
            await note(tx, community, Deed.DONE_LATE, None, self._clock.now(), **facts)
        self._wake_posts()

    def _of_post(self, post: Post) -> Item:
        return Item(f"p{post.id}", None, None, 0, "", post.id, (Act.RETRY,), post)


def _is_missed(post: Post) -> bool:
    """Whether somebody may want it posted after all: not a message to one person, nor what waits for another post."""
    line = post.owed.kind in (PostKind.WORK_ANSWER, PostKind.WORK_REFUSAL)
    deleted = post.refusal_code == UNKNOWN_MESSAGE
    return post.owed.action is not Action.DM and post.refusal_code is not None and not (line and deleted)


def _runs(community: Community, person: Person, item: Item) -> bool:
    if item.owner is not None and item.owner != person.id:
        return False
    moderated = item.kind in MODERATED
    if item.post is not None:
        moderated = item.post.owed.kind in (PostKind.VOTE_CARD, PostKind.VOTE_RESULTS)
    return may_moderate(community, person) if moderated else may_direct(community, person)


async def _of_deadline(tx: Transaction, deadline: Deadline) -> Item:
    plain = Item(
        f"d{deadline.id}", deadline.kind, deadline.due_at, 0, "", deadline.subject, ACTS.get(deadline.kind, ())
    )
    match deadline.kind:
        case DeadlineKind.VOTE_CLOSES:
            vote = await tx.votes.get(VoteId(deadline.subject))
            return replace(plain, number=vote.number, title=vote.title, at=vote.closes_at)
        case DeadlineKind.CREDITS_ARE_DUE:
            announcement = await tx.productions.announcement(AnnouncementId(deadline.subject))
            production = await tx.productions.get(announcement.production_id)
            return replace(plain, number=production.number, title=production.title)
        case DeadlineKind.PROMPT_OPENS:
            draft = await tx.drafts.find(DraftId(deadline.subject))
            return plain if draft is None else replace(plain, title=draft.wording.title, owner=draft.director_id)
        case DeadlineKind.SERIES_POSTS:
            series = await tx.series.get(SeriesId(deadline.subject))
            return replace(plain, title=title_of(series, series.posted))
    if deadline.kind not in OF_PROMPTS:
        return plain
    prompt = await tx.prompts.get(PromptId(deadline.subject))
    of = replace(plain, number=prompt.number, title=prompt.title)
    if deadline.kind is not DeadlineKind.PROMPT_REMINDS or prompt.closes_at is None:
        return of
    before = prompt.closes_at - deadline.due_at
    asked = await tx.reminders.members(prompt.id, [before])
    of_thread = before in await tx.reminders.chosen(prompt.id, None)
    return replace(of, people=len(asked), of_thread=of_thread, may=of.may if of_thread else ())
