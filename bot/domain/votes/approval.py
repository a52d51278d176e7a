"""Approval voting: each voter picks any number of entries; the most picked wins.

Brams & Fishburn, "Approval Voting", American Political Science Review 72 (1978).
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.domain.ids import EntryId


@dataclass(frozen=True, slots=True)
class Standing:
    """A shared place: every entry here was picked equally often. `place` counts from 1 and skips after ties."""

    place: int
    picks: int
    entries: tuple[EntryId, ...]


@dataclass(frozen=True, slots=True)
class Result:
    turnout: int
    """Ballots that picked at least one entry."""
    standings: tuple[Standing, ...]
    """Best first; within a standing, in the order the entries were given."""

    @property
    def winners(self) -> tuple[EntryId, ...]:
        """Everyone on the first place; nobody where nothing was picked."""
        if not self.standings or self.standings[0].picks == 0:
            return ()
        return self.standings[0].entries


def count(ballots: Iterable[frozenset[EntryId]], entries: Sequence[EntryId]) -> Result:
    """Count approvals. Ties are shared, never broken; picks of unknown entries are ignored."""
    known = frozenset(entries)
    tally: Counter[EntryId] = Counter()
    turnout = 0
    for picks in ballots:
        valid = picks & known
        tally.update(valid)
        turnout += bool(valid)
    standings: list[Standing] = []
    place = 1
    for picks_each in sorted({tally[entry] for entry in entries}, reverse=True):
        level = tuple(entry for entry in entries if tally[entry] == picks_each)
        standings.append(Standing(place, picks_each, level))
        place += len(level)
    return Result(turnout, tuple(standings))
