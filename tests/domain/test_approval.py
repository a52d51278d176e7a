from hypothesis import given
from hypothesis import strategies as st

from bot.domain.ids import EntryId
from bot.domain.votes.approval import Result, Standing, count

ENTRIES = st.lists(st.integers(1, 8).map(EntryId), unique=True, max_size=8)
BALLOTS = st.lists(st.frozensets(st.integers(1, 10).map(EntryId)), max_size=12)


def entries(*ids: int) -> list[EntryId]:
    return [EntryId(one) for one in ids]


def ballot(*ids: int) -> frozenset[EntryId]:
    return frozenset(entries(*ids))


def naive(ballots: list[frozenset[EntryId]], standing: list[EntryId]) -> list[tuple[int, int, tuple[EntryId, ...]]]:
    """Ten lines that count in the slowest way there is: an entry's place is one more than how many beat it."""
    picks = {}
    for entry in standing:
        picks[entry] = sum(1 for ballot in ballots if entry in ballot)
    rows = []
    for level in sorted(set(picks.values()), reverse=True):
        place = 1 + sum(1 for entry in standing if picks[entry] > level)
        rows.append((place, level, tuple(entry for entry in standing if picks[entry] == level)))
    return rows


@given(BALLOTS, ENTRIES)
def test_counting_agrees_with_the_slowest_way_there_is(ballots, standing):
    result = count(ballots, standing)

    assert [(one.place, one.picks, one.entries) for one in result.standings] == naive(ballots, standing)
    assert result.turnout == sum(1 for ballot in ballots if any(entry in ballot for entry in standing))


@given(BALLOTS, ENTRIES, st.randoms())
def test_the_order_of_the_ballots_changes_nothing(ballots, standing, chance):
    shuffled = list(ballots)
    chance.shuffle(shuffled)

    assert count(shuffled, standing) == count(ballots, standing)


@given(BALLOTS, ENTRIES, st.randoms())
def test_the_order_of_the_entries_changes_no_place_and_breaks_no_tie(ballots, standing, chance):
    shuffled = list(standing)
    chance.shuffle(shuffled)

    def places(result: Result) -> dict[EntryId, tuple[int, int]]:
        return {entry: (one.place, one.picks) for one in result.standings for entry in one.entries}

    assert places(count(ballots, shuffled)) == places(count(ballots, standing))
    assert set(count(ballots, shuffled).winners) == set(count(ballots, standing).winners)


@given(BALLOTS, ENTRIES)
def test_every_entry_stands_exactly_once_and_the_picks_add_up(ballots, standing):
    result = count(ballots, standing)

    assert sorted(entry for one in result.standings for entry in one.entries) == sorted(standing)
    assert sum(one.picks * len(one.entries) for one in result.standings) == sum(
        len(ballot & set(standing)) for ballot in ballots
    )


def test_equal_picks_share_a_place_and_the_next_place_is_skipped():
    result = count([ballot(1, 2), ballot(1, 2), ballot(3)], entries(1, 2, 3, 4))

    assert result.standings == (
        Standing(1, 2, (EntryId(1), EntryId(2))),
        Standing(3, 1, (EntryId(3),)),
        Standing(4, 0, (EntryId(4),)),
    )
    assert result.winners == (1, 2)


def test_where_nothing_was_picked_nobody_wins():
    assert count([], entries(1, 2)).winners == ()
    assert count([ballot(), ballot()], entries(1, 2)) == Result(0, (Standing(1, 0, (EntryId(1), EntryId(2))),))


def test_a_vote_without_entries_has_no_standings():
    assert count([ballot(1)], []) == Result(0, ())
    assert count([ballot(1)], []).winners == ()


def test_picks_of_what_is_not_in_the_vote_do_not_count():
    assert count([ballot(9), ballot(1, 9)], entries(1)) == Result(1, (Standing(1, 1, (EntryId(1),)),))
