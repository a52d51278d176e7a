"""What makers say about a work: who made it with them, what came from outside, what may be done with it."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.ids import MemberId
from bot.domain.instants import MINUTE, Instant
from bot.domain.refusals import Refusal, Why
from bot.domain.works import IN, MAX_FILES, Origin, Work, is_visible

TOGETHER = 2 * MINUTE
"""Messages with files that follow each other so closely may be one work."""
MAX_MAKERS = 10
MAX_CREDIT = 100
MAX_AI = 200
"""Characters a maker has to say how AI was used."""
MAX_OUTSIDE = 10
MAX_NAME = 100
MAX_LINK = 300
MAX_LICENCE = 60
TERMS_VERSION = 1
"""Of the community's terms, `cogs.words.terms`; a consent names the version it was given to."""
NOT_AN_ENTRY = "not an entry"
"""The reason of a work its maker never meant as one; nothing public speaks of it any more."""
JOINED = "joined"
"""The reason of a work that went into another one of its maker's."""


class OutsideKind(StrEnum):
    """What was taken from outside the set."""

    STOCK = "stock"
    SAMPLES = "samples"
    FONT = "font"
    MUSIC = "music"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Outside:
    """Material of somebody who is not here. The link is shown, never followed."""

    kind: OutsideKind
    name: str
    link: str = ""
    licence: str = ""
    id: int = 0


@dataclass(frozen=True, slots=True)
class Asked:
    """Somebody named as a maker. `agreed` None: they have not said yet, and count as no maker."""

    member: MemberId
    agreed: bool | None


@dataclass(frozen=True, slots=True)
class Consent:
    """What a member said to the terms. `outside`: their works may be used outside this server too."""

    version: int
    outside: bool
    at: Instant


@dataclass(frozen=True, slots=True)
class AiUse:
    """What its makers say about AI in a work. `how`: in their words, empty where the work's own words say it."""

    used: bool
    how: str = ""


def judge_outside(outside: Outside, there: int) -> None:
    """Refuse material without a name, a link that is none, and more than fits."""
    if not is_visible(outside.name):
        raise Refusal(Why.OUTSIDE_NEEDS_A_NAME)
    if outside.link and not outside.link.startswith(("https://", "http://")):
        raise Refusal(Why.LINK_NOT_UNDERSTOOD, text=outside.link)
    if there >= MAX_OUTSIDE:
        raise Refusal(Why.TOO_MUCH_FROM_OUTSIDE, limit=MAX_OUTSIDE)


def run_of(works: Iterable[Work]) -> list[Work]:
    """Of one maker's works in one prompt, oldest first: those that came in one breath with the newest.

    Only what came by messages with files, by one maker alone, and only as much as fits one work.
    """
    fitting = [
        work
        for work in works
        if work.state in IN
        and work.number is not None
        and work.origin in (Origin.MESSAGE, Origin.REPLY)
        and work.assets
        and len(work.makers) == 1
    ]
    run: list[Work] = []
    for work in sorted(fitting, key=lambda one: one.age, reverse=True):
        if run and run[-1].made_at - work.made_at > TOGETHER:
            break
        if sum(len(one.assets) for one in (*run, work)) > MAX_FILES:
            break
        run.append(work)
    return run[::-1]
