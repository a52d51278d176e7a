"""A series: a prompt that is posted again and again, with themes that take turns."""

from dataclasses import dataclass
from enum import StrEnum

from bot.domain.ids import ChannelId, CommunityId, MemberId, SeriesId
from bot.domain.instants import HOUR, Instant
from bot.domain.prompts import LONGEST, PromptDraft, judge_draft
from bot.domain.recurrence import Recurrence, later_by
from bot.domain.refusals import Refusal, Why
from bot.domain.works import Kind, is_visible

MAX_THEMES = 100
SHORTEST_OPEN = HOUR


class SeriesState(StrEnum):
    RUNNING = "running"
    PAUSED = "paused"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class SeriesDraft:
    """What is posted, and when. With themes each one is the title in its turn."""

    title: str
    brief: str
    recurrence: Recurrence
    kinds: frozenset[Kind] = frozenset()
    pays: str = "nothing"
    works_per_member: int | None = None
    open_for: int | None = None
    """Microseconds; None: until somebody closes it."""
    themes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Series:
    id: SeriesId
    community_id: CommunityId
    what: SeriesDraft
    posted: int
    """How many of it were posted."""
    state: SeriesState
    director_id: MemberId
    channel_id: ChannelId
    next_at: Instant | None
    """None while it is paused or stopped."""


def themes_from(text: str) -> tuple[str, ...]:
    """One theme a line; empty lines and repeats are left out, so that no theme follows itself."""
    themes: dict[str, str] = {}
    for line in text.splitlines():
        theme = " ".join(line.split())
        if is_visible(theme):
            themes.setdefault(theme.casefold(), theme)
    return tuple(themes.values())


def judge_series(draft: SeriesDraft, opens_at: Instant) -> None:
    """Refuse a series of which one could not be posted."""
    if len(draft.themes) > MAX_THEMES:
        raise Refusal(Why.TOO_MANY_THEMES, count=len(draft.themes), limit=MAX_THEMES)
    if draft.open_for is not None and not SHORTEST_OPEN <= draft.open_for <= LONGEST:
        raise Refusal(Why.OPEN_FOR_OUT_OF_RANGE)
    for title in draft.themes or (draft.title,):
        judge_draft(_draft(draft, title, opens_at))


def title_of(series: Series | SeriesDraft, nth: int) -> str:
    """The title of the one that is posted after `nth` others: themes in their order, then from the first again."""
    what = series.what if isinstance(series, Series) else series
    return what.themes[nth % len(what.themes)] if what.themes else what.title


def next_draft(series: Series, opens_at: Instant) -> PromptDraft:
    """The prompt whose turn it is."""
    return _draft(series.what, title_of(series, series.posted), opens_at)


def _draft(what: SeriesDraft, title: str, opens_at: Instant) -> PromptDraft:
    return PromptDraft(
        title=title,
        brief=what.brief,
        kinds=what.kinds,
        pays=what.pays,
        opens_at=opens_at,
        closes_at=None if what.open_for is None else later_by(opens_at, what.open_for, what.recurrence.zone),
        works_per_member=what.works_per_member,
    )
