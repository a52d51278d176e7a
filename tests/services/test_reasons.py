"""A refusal kept in a row."""

from bot.domain.refusals import Refusal, Why
from bot.domain.works import Kind
from bot.services.works import read_reason, write_reason
from tests.services.stage import NOON


def test_a_reason_comes_back_from_its_row_as_it_was() -> None:
    refusal = Refusal(Why.WRONG_KIND, filename="a.png", takes=[Kind.SOUND], at=NOON, role=None)
    back = read_reason(write_reason(refusal))

    assert (back.why, back.fields) == (refusal.why, refusal.fields)


def test_a_row_without_a_reason_is_told_as_a_lost_file() -> None:
    assert read_reason(None).why is Why.FILE_IS_LOST
