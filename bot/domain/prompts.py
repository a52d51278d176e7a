"""A prompt: a director's open call, and what it takes."""

from dataclasses import dataclass
from enum import StrEnum

from bot.domain.communities import Community, Person, may_direct, require_director
from bot.domain.ids import ChannelId, CommunityId, MemberId, PromptId
from bot.domain.instants import DAY, MINUTE, Instant
from bot.domain.making import JOINED
from bot.domain.refusals import Refusal, Why
from bot.domain.showing import Shows
from bot.domain.works import Asset, Kind, Origin, Work, WorkState, is_visible

MAX_TITLE = 90
"""A thread's name holds 100 characters, and so does a select option; ours needs a few for itself."""
MAX_BRIEF = 2_000
MAX_WORKS_PER_MEMBER = 20
MAX_PAYS = 200
MAX_ENDING = 500
MAX_CO_DIRECTORS = 5
MAX_REFERENCES = 4
MAX_REFERENCE_BYTES = 5 * 1024 * 1024
"""Its card carries them, and what every server takes in one message is ten."""
LONGEST = 366 * DAY
SHORTEST = MINUTE
GRACE = 5 * MINUTE
"""After the closing: a large file takes its time to upload, and its message carries the instant it arrived."""


class PromptState(StrEnum):
    DRAFT = "draft"
    """Being written; nobody but its directors sees it."""
    SCHEDULED = "scheduled"
    OPEN = "open"
    CLOSED = "closed"
    FINISHED = "finished"
    """Its director said what came of it."""
    DROPPED = "dropped"
    """Its director said why nothing comes of it."""


ENDED = frozenset({PromptState.FINISHED, PromptState.DROPPED})


class Ai(StrEnum):
    """What a prompt says about works made with AI."""

    NOT_WANTED = "not_wanted"
    DECLARED = "declared"
    """Welcome where its maker says so."""
    WELCOME = "welcome"


@dataclass(frozen=True, slots=True)
class Reference:
    """A file its director shows with the prompt, kept on our disk."""

    filename: str
    size: int
    kind: Kind
    sha256: str


@dataclass(frozen=True, slots=True)
class Ending:
    """What its director said when it was finished or dropped."""

    word: str
    at: Instant
    by: MemberId


@dataclass(frozen=True, slots=True)
class PromptDraft:
    """What a director asks for. `closes_at` None means until somebody closes it; no kinds means any."""

    title: str
    brief: str
    kinds: frozenset[Kind] = frozenset()
    pays: str = "nothing"
    opens_at: Instant = Instant(0)
    closes_at: Instant | None = None
    works_per_member: int | None = None
    ai: Ai | None = None
    """None: nothing is said about it."""
    co_directors: tuple[MemberId, ...] = ()
    references: tuple[Reference, ...] = ()
    shows: Shows = Shows.OPENLY


@dataclass(frozen=True, slots=True)
class Prompt:
    id: PromptId
    community_id: CommunityId
    number: int
    title: str
    brief: str
    kinds: frozenset[Kind]
    pays: str
    opens_at: Instant
    closes_at: Instant | None
    works_per_member: int | None
    """None: as many as they like."""
    state: PromptState
    closed_at: Instant | None
    director_id: MemberId
    channel_id: ChannelId
    thread_id: ChannelId | None
    """None until Discord has opened the thread."""
    ai: Ai | None = None
    co_directors: tuple[MemberId, ...] = ()
    """They may do with this prompt what its director may, whatever their roles."""
    references: tuple[Reference, ...] = ()
    ending: Ending | None = None
    """Once it is finished or dropped."""
    shows: Shows = Shows.OPENLY

    @property
    def is_nameless(self) -> bool:
        """Nobody is named as a maker: until its director has said what came of it."""
        return keeps_names(self.shows, self.state)

    @property
    def is_hidden(self) -> bool:
        """Its works are for their makers alone: until it closes."""
        return keeps_works(self.shows, self.state)

    @property
    def is_sealed(self) -> bool:
        """Works come by *Submit* alone, since a message shows who made it and what it is."""
        return self.shows is not Shows.OPENLY and self.state is PromptState.OPEN


def keeps_names(shows: Shows, state: PromptState) -> bool:
    return shows.is_nameless and state not in ENDED


def keeps_works(shows: Shows, state: PromptState) -> bool:
    return shows.is_hidden and state is PromptState.OPEN


def asks_about_ai(prompt: Prompt) -> bool:
    """Whether makers are asked to say if AI was used in what they hand in to it."""
    return prompt.ai is Ai.DECLARED


def may_lead(community: Community, person: Person, prompt: Prompt) -> bool:
    """Whether this person manages the prompt: any director, and whoever was named for it."""
    return community.set_up_at is not None and (person.id in prompt.co_directors or may_direct(community, person))


def require_lead(community: Community, person: Person, prompt: Prompt) -> None:
    """Raises `Refusal(NEEDS_DIRECTOR)`."""
    if not may_lead(community, person, prompt):
        require_director(community, person)


def judge_draft(draft: PromptDraft) -> None:
    """Refuse a prompt that could not be shown or could not be answered."""
    if not is_visible(draft.title):
        raise Refusal(Why.TITLE_IS_EMPTY)
    if len(draft.title) > MAX_TITLE:
        raise Refusal(Why.TITLE_TOO_LONG, length=len(draft.title), limit=MAX_TITLE)
    if not is_visible(draft.brief):
        raise Refusal(Why.BRIEF_IS_EMPTY)
    if len(draft.brief) > MAX_BRIEF:
        raise Refusal(Why.BRIEF_TOO_LONG, length=len(draft.brief), limit=MAX_BRIEF)
    if draft.works_per_member is not None and not 1 <= draft.works_per_member <= MAX_WORKS_PER_MEMBER:
        raise Refusal(Why.WORKS_PER_MEMBER_OUT_OF_RANGE, limit=MAX_WORKS_PER_MEMBER)
    judge_references(draft.references)
    judge_closing(draft.closes_at, draft.opens_at)


def judge_references(references: tuple[Reference, ...]) -> None:
    """Refuse more, or larger ones, than a card can carry."""
    if len(references) > MAX_REFERENCES:
        raise Refusal(Why.TOO_MANY_REFERENCES, count=len(references), limit=MAX_REFERENCES)
    for reference in references:
        if reference.size > MAX_REFERENCE_BYTES:
            raise Refusal(Why.REFERENCE_TOO_LARGE, filename=reference.filename, limit=MAX_REFERENCE_BYTES)


def judge_opening(opens_at: Instant, now: Instant) -> None:
    """Refuse an opening that is over, about to be, or beyond a year."""
    judge_closing(opens_at, now)


def judge_ending(prompt: Prompt, word: str) -> None:
    """Refuse to end a prompt that still takes works, that has ended, or without a word about it."""
    if prompt.state is PromptState.OPEN:
        raise Refusal(Why.PROMPT_IS_OPEN, title=prompt.title)
    if prompt.state is not PromptState.CLOSED:
        raise Refusal(Why.PROMPT_HAS_ENDED, title=prompt.title)
    if not is_visible(word):
        raise Refusal(Why.ENDING_IS_EMPTY)
    if len(word) > MAX_ENDING:
        raise Refusal(Why.ENDING_TOO_LONG, length=len(word), limit=MAX_ENDING)


def judge_closing(closes_at: Instant | None, now: Instant) -> None:
    """Refuse a closing time that is over, about to be, or beyond a year."""
    if closes_at is None:
        return
    if closes_at < now + SHORTEST:
        raise Refusal(Why.TIME_IS_PAST, at=closes_at)
    if closes_at > now + LONGEST:
        raise Refusal(Why.TIME_TOO_FAR, at=closes_at)


def judge_window(prompt: Prompt, made_at: Instant, pass_until: Instant | None = None) -> None:
    """On time is what was posted inside the prompt's window, whenever we hear of it.

    `pass_until`: when its maker's late pass ends.
    """
    if made_at < prompt.opens_at:
        raise Refusal(Why.PROMPT_NOT_OPEN_YET, title=prompt.title, at=prompt.opens_at)
    end = closing_instant(prompt)
    if end is not None and made_at >= max(end, pass_until or end):
        raise Refusal(Why.PROMPT_IS_CLOSED, title=prompt.title, number=prompt.number, at=end)


def judge_arrival(prompt: Prompt, made_at: Instant, pass_until: Instant | None = None) -> None:
    """The same for a new work, which has `GRACE` after the closing. Replacing and rewording one have none."""
    end = closing_instant(prompt)
    judge_window(prompt, made_at, None if end is None else Instant(max(end + GRACE, pass_until or 0)))


def lateness(prompt: Prompt | None, made_at: Instant) -> int:
    """Microseconds after the closing; 0 for what was in time."""
    end = closing_instant(prompt) if prompt is not None else None
    return max(0, made_at - end + 1) if end is not None else 0


def closing_instant(prompt: Prompt) -> Instant | None:
    """When the window ends: the stated closing, or earlier if somebody closed it by hand."""
    ends = [at for at in (prompt.closes_at, prompt.closed_at) if at is not None]
    return min(ends) if ends else None


def judge_way(prompt: Prompt, origin: Origin) -> None:
    """Refuse a message where works come by *Submit* alone: it shows who made it, and what it is."""
    if prompt.shows is not Shows.OPENLY and origin is not Origin.COMMAND:
        raise Refusal(Why.ONLY_BY_SUBMIT, title=prompt.title, number=prompt.number)


def judge_kinds(prompt: Prompt, assets: tuple[Asset, ...], words: str) -> None:
    """Refuse a work with a file the prompt does not take; words alone pass where words are taken."""
    if not assets and not words.strip():
        raise Refusal(Why.NOTHING_HANDED_IN)
    if not prompt.kinds:
        return
    if not assets and Kind.WORDS not in prompt.kinds:
        raise Refusal(Why.NO_FILE, takes=sorted(prompt.kinds))
    for asset in assets:
        if asset.kind not in prompt.kinds:
            raise Refusal(Why.WRONG_KIND, filename=asset.filename, takes=sorted(prompt.kinds))


def judge_return(
    work: Work, prompt: Prompt | None, at: Instant, pass_until: Instant | None = None, *, message_is_gone: bool
) -> None:
    """Refuse to bring a work in again that was not taken back, or could not be handed in now."""
    if work.state is not WorkState.WITHDRAWN or work.reason == JOINED:
        raise Refusal(Why.ALREADY_HANDED_IN)
    if message_is_gone:
        raise Refusal(Why.MESSAGE_IS_GONE)
    if not work.assets and not work.words.strip():
        raise Refusal(Why.NOTHING_HANDED_IN)
    if prompt is not None:
        judge_window(prompt, at, pass_until)
        judge_kinds(prompt, work.assets, work.words)
