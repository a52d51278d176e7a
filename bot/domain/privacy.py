"""What is left of somebody who asked to be forgotten, and of a server we are no longer in."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from bot.domain.ids import MemberId
from bot.domain.instants import DAY
from bot.domain.works import WorkState

SOMEONE = MemberId(0)
"""Stands for everyone who was forgotten, so that places and counts stay and nobody can be told from another."""
SOMEONES_NAME = "someone"
ERASED = "Erased"
"""The title of a work whose makers were all forgotten."""
AFTER_LEAVING = 30 * DAY
"""A server that removed Callsheet may change its mind for this long."""

_ABOUT_THEM = ("name", "reason", "text")


@dataclass(frozen=True, slots=True)
class CastBallot:
    """A ballot by the numbers people know: of the vote, and of the works it picks."""

    vote: int
    picks: tuple[int, ...]


def state_after(state: WorkState) -> WorkState:
    """What a forgotten work is: taken back, unless it never was in or its bytes were destroyed before."""
    return state if state in (WorkState.REFUSED, WorkState.PURGED) else WorkState.WITHDRAWN


def forgotten(value: Any, member: MemberId, titles: Mapping[int, str]) -> Any:
    """A kept value (JSON) without the member, and without the titles of their works, which are given by number."""
    match value:
        case dict():
            names_them = any(is_theirs(one, member) for one in value.values())
            return {
                key: _words(key, one, names_them, titles.values()) or forgotten(one, member, titles)
                for key, one in value.items()
            }
        case [int(number), str()] if number in titles:
            return [number, ERASED]
        case list():
            return [forgotten(one, member, titles) for one in value]
        case _ if is_theirs(value, member):
            return str(SOMEONE) if isinstance(value, str) else int(SOMEONE)
    return value


def is_theirs(value: Any, member: MemberId) -> bool:
    """Whether a kept value is this member's id, as a number or as text."""
    return value in (int(member), str(member)) and not isinstance(value, bool)


def _words(key: str, value: Any, names_them: bool, titles: Collection[str]) -> str | None:
    """What stands instead of words by or about them."""
    if not isinstance(value, str):
        return None
    if names_them and key in _ABOUT_THEM:
        return SOMEONES_NAME if key == "name" else ERASED
    return ERASED if key == "title" and value in titles else None
