"""See the works: its buttons."""

from cogs.cards.prompts import works_page
from tests.cogs.test_cards import TOKEN, labels
from tests.domain.made import prompt, work


def test_manage_is_there_for_those_who_may():
    for works in ([], [work(1)]):
        assert "Manage" not in labels(works_page(prompt(), works, TOKEN, 0)[1])
        assert "Manage" in labels(works_page(prompt(), works, TOKEN, 0, may_manage=True)[1])
