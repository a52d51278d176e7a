"""Families of works to draw at random, and the slow way to walk them."""

from hypothesis import strategies as st

from bot.domain.ids import WorkId
from bot.domain.lineage import Edge

MOST = 9


def edge(younger: int, older: int) -> Edge:
    return Edge(WorkId(younger), WorkId(older))


def draw_edges(pairs: set[tuple[int, int]]) -> list[Edge]:
    """From the larger to the smaller id, as the rule of age makes all lineage."""
    return [edge(max(pair), min(pair)) for pair in sorted(pairs) if pair[0] != pair[1]]


EDGES = st.sets(st.tuples(st.integers(1, MOST), st.integers(1, MOST))).map(draw_edges)
STARTS = st.sets(st.integers(1, MOST).map(WorkId), min_size=1)


def steps_between(start: set[WorkId], edges: list[Edge]) -> dict[WorkId, int]:
    """The same question asked the slow way: relax every edge as often as there are works."""
    far = dict.fromkeys(start, 0)
    for _ in range(MOST):
        for one in edges:
            if one.work in far and far[one.work] + 1 < far.get(one.source, MOST + 1):
                far[one.source] = far[one.work] + 1
    return far
