"""What is said of a work's family and of its files, whatever people wrote and however many they are."""

import pytest
from discord import ui

from bot.domain.communities import Community
from bot.domain.ids import ChannelId, CommunityId, MemberId, MessageId, WorkId
from bot.domain.lineage import Branch, Telling
from bot.domain.works import Asset, Kind, WorkState
from bot.services.lineage import Choice, Fetched, WorkView
from bot.services.news import Told
from cogs.cards.lineage import (
    MOST_OPTIONS,
    family_lines,
    family_page,
    handed_over,
    news,
    source_picker,
    telling_panel,
)
from cogs.cards.works import work_answer, work_panel
from tests.cogs.test_cards import TITLES, TOKEN, check, inside, labels, select_of
from tests.domain.made import prompt, work

HERE = CommunityId(1_100_000_000_000_000_001)
SOMEWHERE = ChannelId(1_100_000_000_000_000_010)
FILE = Asset("night bus.mov", 80 * 1024 * 1024, Kind.VIDEO)


def family(number: int, title: str = "Rain", **changes: object) -> WorkView:
    relatives = {WorkId(one): work(one, title=title) for one in range(1, number + 1)}
    view: dict[str, object] = {
        "work": work(500, title=title, words=title, assets=(FILE,)),
        "prompt": None,
        "upstream": tuple(Branch(WorkId(one), one, False) for one in range(1, number + 1)),
        "downstream": (),
        "relatives": relatives,
        "names": {},
        "is_maker": False,
        "is_director": False,
        "may_come_back": False,
    }
    return WorkView(**{**view, **changes})  # type: ignore[arg-type]


@pytest.mark.parametrize("title", TITLES)
@pytest.mark.parametrize("number", [1, 60, 300])
def test_a_family_of_any_size_is_paged_and_nothing_is_left_out(title, number):
    view = family(number, title)
    text, first = work_panel(view, TOKEN)
    check(first, text)
    assert ("Family tree" in labels(first)) == ("more." in text.splitlines()[-1])
    shown, page = [], 0
    while True:
        text, buttons = family_page(view, TOKEN, page)
        check(buttons, text)
        shown += text.splitlines()[1:]
        turns = [item for item in inside(buttons) if isinstance(item, ui.Button) and item.label.startswith("Next")]
        if not turns or turns[0].disabled:
            break
        page += 1
    assert shown == family_lines(view)
    assert family_page(view, TOKEN, 10_000)[0].splitlines()[-1] == shown[-1], "a page that is no more is the last one"


@pytest.mark.parametrize(
    ("state", "said"),
    [
        (WorkState.ACCEPTED, "└ #1 “Rain” by someone"),
        (WorkState.WITHDRAWN, "└ #1 “Rain” by someone (taken back)"),
        (WorkState.HELD, "└ #1 by someone (being looked at)"),
        (WorkState.REMOVED, "└ #1 by someone (removed)"),
        (WorkState.PURGED, "└ #1 by someone (removed)"),
    ],
)
def test_what_is_not_in_any_more_keeps_its_place_and_its_maker_in_the_tree(state, said):
    view = family(1, relatives={WorkId(1): work(1, title="Rain", state=state)})
    assert family_lines(view)[-1] == said


def test_files_are_offered_to_everybody_while_the_work_is_in_and_has_some():
    assert "Get the files" in labels(work_panel(family(0), TOKEN)[1])
    assert "Get the files" in labels(work_panel(family(0, is_maker=True), TOKEN)[1])
    for gone in (work(500, assets=(FILE,), state=WorkState.REMOVED), work(500, words="A line.")):
        assert "Get the files" not in labels(work_panel(family(0, work=gone), TOKEN)[1])
    poem = work(500, words="A long night.\n" * 60)
    assert "Get the files" in labels(work_panel(family(0, work=poem), TOKEN)[1]), "words too long for the panel"


def test_a_file_too_large_is_named_with_where_to_find_it():
    fetched = Fetched(work(42, title="Night bus"), SOMEWHERE, MessageId(77))
    said = handed_over(fetched, HERE, [FILE])
    assert "reply to #42 with yours" in said
    assert "`night bus.mov` (80 MB)" in said
    assert said.endswith(f"https://discord.com/channels/{HERE}/{SOMEWHERE}/77")
    assert "Ask its maker" in handed_over(Fetched(fetched.work, SOMEWHERE, None), HERE, [FILE])
    assert "large" not in handed_over(fetched, HERE, [])
    check(None, handed_over(Fetched(work(42, title="x" * 100), SOMEWHERE, MessageId(77)), HERE, [FILE] * 10))


@pytest.mark.parametrize("title", TITLES)
@pytest.mark.parametrize(("cited", "offered"), [(0, 0), (0, 3), (2, 60), (30, 5)])
def test_a_picker_holds_what_is_cited_first_and_as_much_else_as_fits(title, cited, offered):
    works = [work(number, title=title) for number in range(1, cited + offered + 1)]
    text, view = source_picker(Choice(work(500, title=title), tuple(works[:cited]), tuple(works[cited:])), TOKEN, title)
    check(view, text)
    if not works:
        assert "no older work" in text
        return
    options = select_of(view).options
    assert [option.value for option in options] == [str(one.number) for one in works][:MOST_OPTIONS]
    assert [option.default for option in options] == [place < cited for place in range(len(options))]
    assert select_of(view).min_values == 0, "all of it may be taken out"


@pytest.mark.parametrize("title", TITLES)
def test_a_maker_is_asked_about_one_work_at_a_time(title):
    named = tuple(work(number, title=title) for number in (17, 31))
    text, view = work_panel(family(60, title, is_maker=True, is_director=True, seems_built_on=named), TOKEN)
    check(view, text)
    assert "Is it built on #17 “" in text
    assert "#31" not in text.split("**It builds on**")[0]
    assert labels(view)[:2] == ["Yes, on #17", "No"]


@pytest.mark.parametrize("telling", Telling)
def test_how_one_is_told_is_said_and_chosen_in_words(telling):
    text, view = telling_panel(telling, TOKEN, work=42)
    check(view, text)
    assert [option.label for option in select_of(view).options if option.default] == [
        {"at_once": "At once", "daily": "Once a day", "never": "Never"}[telling]
    ]
    assert labels(view) == ["Back to #42"]
    assert labels(telling_panel(telling, TOKEN, work=None)[1]) == []


@pytest.mark.parametrize("title", TITLES)
@pytest.mark.parametrize("number", [1, 60])
def test_news_names_who_built_on_what_with_a_way_there(title, number):
    told = [
        Told(work(one + 1, title=title), work(1, title=title), (title,), SOMEWHERE, MessageId(77))
        for one in range(1, number + 1)
    ]
    community = Community(HERE, title)
    text, view = news(told, community, "news:1", None)
    check(view, text)
    assert "builds on #1" in text
    assert f"https://discord.com/channels/{HERE}/{SOMEWHERE}/77" in text
    for ping in ("<@1>", "@everyone", "<@&"):
        assert ping not in text
    assert news(told, community, "news:1", MemberId(5))[0].startswith("<@5>, ")


def test_a_remix_away_from_its_prompt_says_which_prompt_it_answers():
    some = work(42, title="Dusk", prompt_id=1)
    text, _ = work_answer(some, [17], "work:1:42", shown_here=False, elsewhere=prompt(number=4, title="Rain"))
    assert text == "#42 “Dusk” is in, for prompt 4 “Rain”. It builds on #17."
    text, _ = work_answer(some, [17], "work:1:42", shown_here=False)
    assert text == "#42 “Dusk” is in. It builds on #17."
