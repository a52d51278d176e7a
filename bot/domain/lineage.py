"""Lineage: which work was built on which, always from younger to older, so never in a circle."""

import re
from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.domain.ids import CommunityId, MessageId, WorkId
from bot.domain.instants import DAY, Instant, from_datetime, to_datetime
from bot.domain.refusals import Refusal, Why
from bot.domain.works import Work, WorkState


@dataclass(frozen=True, slots=True)
class Edge:
    """`work` is built on `source`."""

    work: WorkId
    source: WorkId


FETCHED_LATELY = 30 * DAY
"""For so long a work whose files were fetched is offered first as a source."""
MOST_MENTIONS = 10
"""Of the works a caption seems to name, so many are looked up."""


class Telling(StrEnum):
    """How a maker hears that somebody built on their work."""

    AT_ONCE = "at_once"
    DAILY = "daily"
    NEVER = "never"


USUAL_TELLING = Telling.DAILY
TOLD_AT_HOUR = 18
"""In the community's zone: after work, before the evening."""


def next_telling(now: Instant, zone: str) -> Instant:
    """The next evening's telling in this zone, always later than `now`."""
    here = to_datetime(now).astimezone(ZoneInfo(zone))
    evening = here.replace(hour=TOLD_AT_HOUR, minute=0, second=0, microsecond=0, fold=0)
    if evening <= here:
        evening += timedelta(days=1)  # the same hour by the clocks there, also across a change of them
    return from_datetime(evening)


def judge_fetch(work: Work) -> None:
    """Refuse to hand out the files of what is not in. Raises `Refusal(FILES_NOT_GIVEN)`."""
    if work.state is not WorkState.ACCEPTED:
        raise Refusal(Why.FILES_NOT_GIVEN, number=work.number)


@dataclass(frozen=True, slots=True)
class Mention:
    """A work that somebody's words seem to name: by its number, or by a link to a message."""

    number: int | None = None
    message_id: MessageId | None = None


_NUMBER = re.compile(r"(?<![\w#&/])#(\d{1,9})\b")
_NUMBER_ALONE = re.compile(r"#?(\d{1,9})")
_LINK = re.compile(r"https://(?:\w+\.)?discord(?:app)?\.com/channels/(\d{15,20})/\d{15,20}/(\d{15,20})")


def mentions_in(words: str, community_id: CommunityId) -> list[Mention]:
    """The works a caption seems to name, in its order: `#42`, a line that is `42` alone, a link to a message here."""
    found: list[tuple[int, Mention]] = []
    start = 0
    for line in words.splitlines(keepends=True):
        if alone := _NUMBER_ALONE.fullmatch(line.strip()):
            found.append((start, Mention(number=int(alone[1]))))
        found += [(start + one.start(), Mention(number=int(one[1]))) for one in _NUMBER.finditer(line)]
        for link in _LINK.finditer(line):
            if int(link[1]) == community_id:
                found.append((start + link.start(), Mention(message_id=MessageId(int(link[2])))))
        start += len(line)
    return list(dict.fromkeys(mention for _, mention in sorted(found, key=lambda one: one[0])))[:MOST_MENTIONS]


def judge_source(work: Work, source: Work) -> None:
    """Refuse a source that is the work itself, is not part of the set, or came later.

    One whose bytes are still on their way will do: it is in, or it will be passed over.
    """
    if source.id == work.id:
        raise Refusal(Why.SOURCE_IS_ITSELF, number=work.number)
    if source.state not in (WorkState.ACCEPTED, WorkState.RECEIVED):
        raise Refusal(Why.SOURCE_NOT_IN, number=source.number)
    if source.age >= work.age:
        raise Refusal(Why.SOURCE_IS_YOUNGER, number=source.number)


def sources_of(edges: Iterable[Edge]) -> dict[WorkId, list[WorkId]]:
    """Work → the works it is built on, in id order."""
    table: dict[WorkId, list[WorkId]] = {}
    for edge in edges:
        table.setdefault(edge.work, []).append(edge.source)
    return {work: sorted(sources) for work, sources in table.items()}


def remixes_of(edges: Iterable[Edge]) -> dict[WorkId, list[WorkId]]:
    """Work → the works built on it, in id order."""
    return sources_of(Edge(edge.source, edge.work) for edge in edges)


def reach(start: Iterable[WorkId], neighbours: Mapping[WorkId, list[WorkId]]) -> dict[WorkId, int]:
    """Every work reached from `start` with its distance in steps; the starts are at 0. O(works + edges)."""
    distance = dict.fromkeys(start, 0)
    queue = deque(distance)
    while queue:
        work = queue.popleft()
        for following in neighbours.get(work, ()):
            if following not in distance:
                distance[following] = distance[work] + 1
                queue.append(following)
    return distance


@dataclass(frozen=True, slots=True)
class Branch:
    """One line of a family tree: a work, how far it stands from the middle, seen before or not."""

    work: WorkId
    depth: int
    repeated: bool
    """True where the same work already stands higher up; its own branches are not drawn again."""


def branches(root: WorkId, neighbours: Mapping[WorkId, list[WorkId]]) -> list[Branch]:
    """The tree below `root`, without `root` itself, depth first, each work opened once."""
    lines: list[Branch] = []
    opened = {root}
    stack = [(work, 1) for work in reversed(neighbours.get(root, []))]
    while stack:
        work, depth = stack.pop()
        lines.append(Branch(work, depth, work in opened))
        if work not in opened:
            opened.add(work)
            stack.extend((following, depth + 1) for following in reversed(neighbours.get(work, [])))
    return lines
