"""A maker's panel beyond the family: what it says, what it offers to whom, and that it fits whatever people wrote."""

import pytest
from discord import ui

from bot.domain.ids import MemberId
from bot.domain.instants import Instant
from bot.domain.making import MAX_OUTSIDE, Consent, Outside, OutsideKind
from bot.domain.works import WorkState
from bot.services.works.desk import Desk
from cogs.cards.making import desk_buttons, desk_lines, makers_asked, more_panel, outside_line
from cogs.cards.works import work_answer
from cogs.forms.making import edit_form, files_form, makers_form, outside_form
from cogs.forms.works import words_form
from cogs.shown import safe_name
from tests.cogs.test_cards import KEY, TITLES, TOKEN, check, labels
from tests.domain.made import NOW, asset, work

YES = Consent(1, True, Instant(NOW))


def texts(desk: Desk) -> str:
    return "\n".join(desk_lines(desk))


@pytest.mark.parametrize("title", TITLES)
def test_a_makers_panels_and_forms_fit_whatever_people_wrote(title):
    outside = tuple(
        Outside(OutsideKind.FONT, title[:100], "https://" + "x" * 290, title[:60]) for _ in range(MAX_OUTSIDE)
    )
    some = work(1, title=title[:100], words=title, message_id=5, assets=(asset("x" * 200 + ".png"),) * 10)
    desk = Desk(
        some,
        is_maker=True,
        outside=outside,
        parts=tuple(range(2, 12)),
        run=tuple(range(1, 11)),
        earlier=((asset("y" * 200), Instant(NOW)),) * 100,
        waiting=(MemberId(10**18),) * 9,
        was_named=True,
    )
    text, view = more_panel(desk, TOKEN)
    check(view, text)
    check(ui.View().add_item(desk_buttons(desk, TOKEN)[0]))
    text, view, _ = makers_asked(some, {MemberId(10**18 + one): one % 2 == 0 for one in range(9)}, KEY, TOKEN)
    check(view, text)
    subject = {
        "work": 1,
        "title": some.title,
        "words": some.words,
        "credit": title[:100],
        "now": [("1", title[:100] or "x")],
    }
    for of in (edit_form, files_form, makers_form, outside_form):
        made = of(TOKEN, subject)
        assert len(made.title) <= 45
        assert len(made.children) <= 5
        for label in made.children:
            assert isinstance(label, ui.Label)
            assert len(label.text) <= 45
            assert len(label.description or "") <= 100


def test_each_sees_what_concerns_them_and_no_more():
    waiting = Desk(work(1), waiting=(MemberId(7),))
    assert "you made it too" in texts(waiting)
    assert labels_of(waiting) == ["Yes, I made it too", "No"]
    assert labels_of(Desk(work(1))) == []
    mine = Desk(work(1), is_maker=True, waiting=(MemberId(7),), consent=YES)
    assert "<@7>" in texts(mine)
    assert labels_of(mine) == ["Edit…", "Files…", "More…"]
    assert "outside this server" not in texts(mine)
    assert "outside this server" in texts(Desk(work(1), is_maker=True))
    assert labels_of(Desk(work(1, state=WorkState.WITHDRAWN), is_maker=True)) == []


def labels_of(desk: Desk) -> list[str]:
    view = ui.View()
    for item in desk_buttons(desk, TOKEN):
        view.add_item(item)
    return labels(view)


def test_the_answer_under_the_last_of_several_messages_offers_to_make_them_one():
    _, view = work_answer(work(3), [], KEY, shown_here=False, one_of=3, join=TOKEN)
    assert labels(view) == ["#3", "Make these 3 one work"]
    text, view = work_answer(work(3, state=WorkState.WITHDRAWN), [], KEY, shown_here=False, part_of=1)
    assert "is part of #1" in text
    assert labels(view) == ["#3"]


def test_material_from_outside_is_named_with_its_licence_and_pings_nobody():
    said = outside_line(Outside(OutsideKind.MUSIC, "Nocturne @everyone", "https://example.org/a", "CC BY"))

    assert "(CC BY)" in said
    assert "`https://example.org/a`" in said
    assert "@everyone" not in said


def test_a_covered_file_stays_covered_where_it_is_shown_again():
    assert asset("SPOILER_end.png").is_spoiler
    assert safe_name(work(7), asset("SPOILER_end.png")) == "SPOILER_0007_end.png"
    assert safe_name(work(7), asset("end.png")) == "0007_end.png"


def test_the_form_to_hand_in_shows_what_the_command_said_it_builds_on():
    made = words_form(TOKEN, {"prompt": 1, "built_on": [17, 31], "title": ""})
    (field,) = [item for item in made.walk_children() if getattr(item, "custom_id", "") == "built_on"]

    assert field.default == "17, 31"
    assert len(made.children) <= 5
