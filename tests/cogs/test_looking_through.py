"""See the works: its buttons."""

from cogs.cards.prompts import works_page
from tests.cogs.test_cards import TOKEN, labels
from tests.cogs.test_long_lists import turned
from tests.domain.made import prompt, work


def test_manage_is_there_for_those_who_may():
    for works in ([], [work(1)]):
        assert "Manage" not in labels(works_page(prompt(), works, TOKEN, 0)[1])
        assert "Manage" in labels(works_page(prompt(), works, TOKEN, 0, may_manage=True)[1])


def test_what_nobody_has_built_on_is_listed_alone_page_by_page_and_leads_back_to_all():
    works = [work(number) for number in range(1, 61)]
    built_on = {one.id for one in works if one.number is not None and one.number % 2}

    pages = turned(lambda page: works_page(prompt(), works, TOKEN, page, built_on=built_on))

    assert len(pages) == 2
    shown = [line.split()[0] for page in pages for line in page.splitlines() if line.startswith("#")]
    assert shown == [f"#{number}" for number in range(2, 61, 2)]
    assert "Not built on yet" in labels(works_page(prompt(), works, TOKEN, 0)[1])
    text, buttons = works_page(prompt(), works, TOKEN, 0, built_on=built_on)
    assert "Nobody has built on these 30 yet." in text
    assert "All works" in labels(buttons)


def test_where_everything_was_built_on_it_says_so():
    text, buttons = works_page(prompt(), [work(1)], TOKEN, 0, built_on={work(1).id})
    assert "Somebody has built on each of them." in text
    assert labels(buttons) == ["All works"]
