import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.ids import WorkId
from bot.domain.lineage import Branch, branches, judge_source, reach, remixes_of, sources_of
from bot.domain.refusals import Refusal, Why
from bot.domain.works import WorkState
from tests.domain.families import EDGES, MOST, STARTS, edge, steps_between
from tests.domain.made import work


@given(EDGES, STARTS)
def test_reach_finds_everything_upstream_at_its_shortest_distance(edges, start):
    assert reach(start, sources_of(edges)) == steps_between(start, edges)


@given(EDGES, STARTS)
def test_reach_names_the_nearest_first(edges, start):
    distances = list(reach(start, sources_of(edges)).values())

    assert distances == sorted(distances)


@given(EDGES)
def test_the_works_built_on_one_are_those_that_name_it_as_a_source(edges):
    sources, remixes = sources_of(edges), remixes_of(edges)

    assert {(one, source) for one, found in sources.items() for source in found} == {
        (remix, one) for one, found in remixes.items() for remix in found
    }
    assert all(found == sorted(found) for found in (*sources.values(), *remixes.values()))


@given(EDGES, st.integers(1, MOST).map(WorkId))
def test_a_family_tree_shows_every_relative_and_opens_each_once(edges, root):
    lines = branches(root, sources_of(edges))

    assert {line.work for line in lines} == set(reach([root], sources_of(edges))) - {root}
    opened = [line.work for line in lines if not line.repeated]
    assert len(opened) == len(set(opened))
    assert root not in opened


@given(EDGES, st.integers(1, MOST).map(WorkId))
def test_each_line_of_a_tree_hangs_on_a_line_above_it(edges, root):
    sources = sources_of(edges)
    standing = {0: root}
    for line in branches(root, sources):
        assert line.depth - 1 in standing
        assert line.work in sources[standing[line.depth - 1]]
        standing[line.depth] = line.work


@given(EDGES, st.integers(1, MOST).map(WorkId))
def test_a_tree_draws_every_link_of_the_family_once(edges, root):
    drawn = len(branches(root, sources_of(edges)))
    upstream = reach([root], sources_of(edges))

    assert drawn == sum(1 for one in edges if one.work in upstream)


def test_a_diamond_is_drawn_once_and_pointed_at_the_second_time():
    sources = sources_of([edge(4, 2), edge(4, 3), edge(2, 1), edge(3, 1)])

    assert branches(WorkId(4), sources) == [
        Branch(WorkId(2), 1, False),
        Branch(WorkId(1), 2, False),
        Branch(WorkId(3), 1, False),
        Branch(WorkId(1), 2, True),
    ]
    assert reach([WorkId(4)], sources) == {4: 0, 2: 1, 3: 1, 1: 2}


def test_even_a_circle_that_should_not_be_there_comes_to_an_end():
    circle = sources_of([edge(1, 2), edge(2, 3), edge(3, 1)])

    assert reach([WorkId(1)], circle) == {1: 0, 2: 1, 3: 2}
    assert branches(WorkId(1), circle)[-1] == Branch(WorkId(1), 3, True)


def test_a_chain_of_ten_thousand_is_walked_without_climbing_the_stack():
    chain = sources_of([edge(number + 1, number) for number in range(1, 10_001)])

    assert reach([WorkId(10_001)], chain)[WorkId(1)] == 10_000
    assert branches(WorkId(10_001), chain)[-1] == Branch(WorkId(1), 10_000, False)


def test_a_work_alone_has_no_family():
    assert branches(WorkId(1), {}) == []
    assert reach([], {}) == {}


@pytest.mark.parametrize(
    ("source", "why"),
    [
        (work(5), Why.SOURCE_IS_ITSELF),
        (work(6), Why.SOURCE_IS_YOUNGER),
        (work(4, made_at=5, origin_id=6), Why.SOURCE_IS_YOUNGER),
        (work(4, state=WorkState.WITHDRAWN), Why.SOURCE_NOT_IN),
        (work(4, state=WorkState.REFUSED), Why.SOURCE_NOT_IN),
    ],
)
def test_what_cannot_be_a_source_is_refused_by_its_number(source, why):
    with pytest.raises(Refusal) as refused:
        judge_source(work(5), source)
    assert (refused.value.why, refused.value.fields) == (why, {"number": source.number})


def test_an_older_work_that_is_in_may_be_a_source():
    judge_source(work(5), work(4))
    judge_source(work(5), work(9, made_at=5, origin_id=4))
