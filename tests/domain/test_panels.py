import pytest

from bot.domain.communities import Person
from bot.domain.ids import CommunityId, MemberId
from bot.domain.instants import Instant
from bot.domain.panels import Panel, judge_panel
from bot.domain.refusals import Refusal, Why

NOW = Instant(1_000)
HOME, AWAY = CommunityId(1), CommunityId(2)
ANN, BEN = Person(MemberId(3), "Ann"), Person(MemberId(4), "Ben")


def refused(panel: Panel | None, community: CommunityId = HOME, person: Person = ANN) -> Why:
    with pytest.raises(Refusal) as refusal:
        judge_panel(panel, community, person, NOW)
    return refusal.value.why


def test_a_private_panel_is_its_owners_alone():
    mine = Panel("t", HOME, ANN.id, {"work": 1}, Instant(NOW + 1))

    assert judge_panel(mine, HOME, ANN, NOW) is mine
    assert refused(mine, person=BEN) is Why.PANEL_IS_ANOTHERS


def test_a_public_panel_is_for_everyone_and_for_good():
    ours = Panel("t", HOME, None)

    assert judge_panel(ours, HOME, BEN, Instant(10**18)) is ours


def test_a_panel_is_old_from_the_instant_it_expires():
    assert refused(Panel("t", HOME, ANN.id, expires_at=NOW)) is Why.PANEL_IS_OLD


def test_a_panel_that_is_lost_or_of_another_server_is_old():
    assert refused(None) is Why.PANEL_IS_OLD
    assert refused(Panel("t", HOME, None), AWAY) is Why.PANEL_IS_OLD


def test_an_old_panel_does_not_tell_a_stranger_whose_it_was():
    assert refused(Panel("t", HOME, BEN.id, expires_at=NOW)) is Why.PANEL_IS_OLD
