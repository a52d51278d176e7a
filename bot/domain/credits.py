"""Credits: everyone whose work is in the piece or upstream of it, once each, nearest first."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.domain.ids import MemberId, WorkId
from bot.domain.lineage import Edge, reach, sources_of
from bot.domain.works import Work


@dataclass(frozen=True, slots=True)
class Credit:
    """One person's line. `steps` is 0 for a work in the piece, 1 for a work that one is built on, and so on."""

    maker: MemberId
    steps: int
    works: tuple[WorkId, ...]
    """Nearest first, then oldest first."""
    roles: tuple[str, ...]
    """The director's words for this maker's works in the piece, in order, without repeats."""


def credit(uses: Mapping[WorkId, str], edges: Iterable[Edge], works: Mapping[WorkId, Work]) -> tuple[Credit, ...]:
    """Derive the credits.

    `uses` maps each work in the piece to its role; `edges` may be the whole community's lineage;
    `works` must hold every work reached. Makers are ordered by their nearest work, then by their oldest
    one at that distance, so the same set always gives the same order.
    """
    distance = reach(uses, sources_of(edges))
    in_order = sorted(
        (work for work in distance if works[work].number is not None),  # one that never came in credits nobody
        key=lambda work: (distance[work], works[work].age),
    )
    mine: dict[MemberId, list[WorkId]] = {}
    for work in in_order:
        for maker in works[work].makers:
            mine.setdefault(maker, []).append(work)
    return tuple(
        Credit(
            maker=maker,
            steps=distance[made[0]],
            works=tuple(made),
            roles=tuple(dict.fromkeys(role for work in made if (role := uses.get(work, "")))),
        )
        for maker, made in mine.items()
    )
