from hypothesis import given
from hypothesis import strategies as st

from bot.domain.credits import Credit, credit
from bot.domain.ids import MemberId, WorkId
from bot.domain.lineage import Edge
from tests.domain.families import EDGES, MOST, STARTS, edge, steps_between
from tests.domain.made import work

MAKERS = st.lists(st.lists(st.integers(1, 5), min_size=1, max_size=3, unique=True), min_size=MOST, max_size=MOST)
ROLES = ("", "poster", "music")


def credits(uses: dict[int, str], edges: list[Edge], makers: dict[int, tuple[int, ...]]) -> tuple[Credit, ...]:
    works = {WorkId(number): work(number, *by) for number, by in makers.items()}
    return credit({WorkId(number): role for number, role in uses.items()}, edges, works)


def named(found: tuple[Credit, ...]) -> list[tuple[int, int, tuple[int, ...]]]:
    return [(one.maker, one.steps, one.works) for one in found]


@given(STARTS, EDGES, MAKERS)
def test_everyone_in_the_piece_or_upstream_is_named_once_with_all_they_made_there(uses, edges, makers):
    by = dict(enumerate(map(tuple, makers), 1))
    far = steps_between(uses, edges)
    found = credits(dict.fromkeys(uses, ""), edges, by)

    assert {one.maker: (one.steps, set(one.works)) for one in found} == {
        maker: (min(far[one] for one in far if maker in by[one]), {one for one in far if maker in by[one]})
        for maker in {maker for one in far for maker in by[one]}
    }
    assert len({one.maker for one in found}) == len(found)


@given(STARTS, EDGES, MAKERS)
def test_the_nearest_come_first_and_of_equals_the_oldest_work(uses, edges, makers):
    far = steps_between(uses, edges)
    found = credits(dict.fromkeys(uses, ""), edges, dict(enumerate(map(tuple, makers), 1)))

    places = [(one.steps, one.works[0]) for one in found]
    assert places == sorted(places)
    for one in found:
        assert list(one.works) == sorted(one.works, key=lambda made: (far[made], made))


@given(STARTS, EDGES, MAKERS, st.randoms())
def test_the_order_of_the_rows_changes_nothing(uses, edges, makers, chance):
    by = dict(enumerate(map(tuple, makers), 1))
    shuffled_edges, shuffled_uses = list(edges), list(uses)
    chance.shuffle(shuffled_edges)
    chance.shuffle(shuffled_uses)

    assert named(credits(dict.fromkeys(shuffled_uses, ""), shuffled_edges, by)) == named(
        credits(dict.fromkeys(uses, ""), edges, by)
    )


@given(STARTS, EDGES, MAKERS)
def test_a_second_path_to_the_same_people_changes_no_name(uses, edges, makers):
    by = dict(enumerate(map(tuple, makers), 1))
    far = steps_between(uses, edges)
    shortcut = [edge(max(far), one) for one in far if one < max(far)]

    with_shortcut = credits(dict.fromkeys(uses, ""), [*edges, *shortcut], by)
    assert {one.maker for one in with_shortcut} == {one.maker for one in credits(dict.fromkeys(uses, ""), edges, by)}


def test_a_chain_names_the_maker_of_the_piece_first_and_the_oldest_source_last():
    assert named(credits({3: ""}, [edge(3, 2), edge(2, 1)], {1: (10,), 2: (20,), 3: (30,)})) == [
        (30, 0, (3,)),
        (20, 1, (2,)),
        (10, 2, (1,)),
    ]


def test_a_diamond_names_its_root_once():
    edges = [edge(4, 2), edge(4, 3), edge(2, 1), edge(3, 1)]

    assert named(credits({4: ""}, edges, {1: (10,), 2: (20,), 3: (30,), 4: (40,)})) == [
        (40, 0, (4,)),
        (20, 1, (2,)),
        (30, 1, (3,)),
        (10, 2, (1,)),
    ]


def test_one_maker_of_several_works_has_one_line_at_the_nearest():
    assert named(credits({3: ""}, [edge(3, 2), edge(2, 1)], {1: (10,), 2: (20,), 3: (10,)})) == [
        (10, 0, (3, 1)),
        (20, 1, (2,)),
    ]


def test_everyone_who_made_a_work_together_is_named():
    assert named(credits({1: ""}, [], {1: (30, 10)})) == [(30, 0, (1,)), (10, 0, (1,))]


def test_the_directors_words_are_kept_once_each_and_only_for_works_in_the_piece():
    found = credits(
        {2: "music", 3: "poster", 4: "music", 5: ""},
        [edge(5, 1)],
        {1: (10,), 2: (10,), 3: (10,), 4: (10,), 5: (20,)},
    )

    assert [(one.maker, one.roles) for one in found] == [(MemberId(10), ("music", "poster")), (MemberId(20), ())]


def test_a_piece_with_nothing_in_it_credits_nobody():
    assert credits({}, [edge(2, 1)], {1: (10,), 2: (20,)}) == ()


def test_a_work_built_on_another_is_not_upstream_of_it():
    assert named(credits({1: ""}, [edge(2, 1)], {1: (10,), 2: (20,)})) == [(10, 0, (1,))]
