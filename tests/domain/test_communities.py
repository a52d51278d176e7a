import pytest

from bot.domain.communities import (
    Community,
    Person,
    may_direct,
    may_moderate,
    require_director,
    require_moderator,
    require_server_manager,
    require_set_up,
)
from bot.domain.ids import ChannelId, CommunityId, MemberId, RoleId
from bot.domain.instants import Instant
from bot.domain.refusals import Refusal, Why

DIRECTOR, MODERATOR = RoleId(7), RoleId(8)
NEW = Community(CommunityId(1), "Home")
SET_UP = Community(
    CommunityId(1), "Home", "UTC", (ChannelId(5), ChannelId(6)), DIRECTOR, MODERATOR, set_up_at=Instant(1)
)
WITHOUT_ROLES = Community(CommunityId(1), "Home", channels=(ChannelId(5),), set_up_at=Instant(1))


def holding(*roles: RoleId, manages: bool = False) -> Person:
    return Person(MemberId(1), "Ann", frozenset(roles), manages_server=manages)


def why(call: object, *arguments: object) -> tuple[Why, dict[str, object]]:
    with pytest.raises(Refusal) as refused:
        call(*arguments)  # type: ignore[operator]
    return refused.value.why, refused.value.fields


def test_a_role_chosen_at_set_up_decides_who_directs_and_who_moderates():
    assert may_direct(SET_UP, holding(DIRECTOR))
    assert not may_direct(SET_UP, holding(MODERATOR))
    assert may_moderate(SET_UP, holding(MODERATOR))
    assert not may_moderate(SET_UP, holding(DIRECTOR))


def test_manage_server_alone_does_not_direct_where_a_role_is_chosen():
    assert not may_direct(SET_UP, holding(manages=True))
    assert not may_moderate(SET_UP, holding(manages=True))


def test_where_no_role_is_chosen_manage_server_stands_in_for_both():
    assert may_direct(WITHOUT_ROLES, holding(manages=True))
    assert may_moderate(WITHOUT_ROLES, holding(manages=True))
    assert not may_direct(WITHOUT_ROLES, holding(DIRECTOR))
    assert not may_moderate(WITHOUT_ROLES, holding())


def test_nobody_directs_or_moderates_before_set_up():
    manager = holding(manages=True)

    assert why(require_set_up, NEW) == (Why.NOT_SET_UP, {})
    assert why(require_director, NEW, manager) == (Why.NOT_SET_UP, {})
    assert why(require_moderator, NEW, manager) == (Why.NOT_SET_UP, {})


def test_a_refusal_names_the_role_that_is_missing():
    assert why(require_director, SET_UP, holding()) == (Why.NEEDS_DIRECTOR, {"role": DIRECTOR})
    assert why(require_moderator, SET_UP, holding()) == (Why.NEEDS_MODERATOR, {"role": MODERATOR})
    assert why(require_director, WITHOUT_ROLES, holding()) == (Why.NEEDS_DIRECTOR, {"role": None})


def test_those_who_may_are_let_through():
    require_set_up(SET_UP)
    require_director(SET_UP, holding(DIRECTOR))
    require_moderator(SET_UP, holding(MODERATOR))
    require_server_manager(holding(manages=True))


def test_only_manage_server_sets_up():
    assert why(require_server_manager, holding(DIRECTOR, MODERATOR)) == (Why.NEEDS_MANAGE_SERVER, {})


def test_home_is_the_first_channel_chosen():
    assert SET_UP.home == 5
    assert why(lambda: NEW.home) == (Why.NOT_SET_UP, {})


def test_a_refusal_shows_its_code_and_facts_to_whoever_reads_a_log():
    assert repr(Refusal(Why.NOT_YOURS, number=3)) == "Refusal(not_yours, {'number': 3})"
