from bot.domain.audit import Deed, Entry
from bot.domain.ids import CommunityId, MemberId
from bot.domain.instants import Instant
from cogs.words.deeds import SENTENCES, deed


def test_every_deed_has_its_sentence() -> None:
    assert set(SENTENCES) == set(Deed)


def test_a_deed_names_who_did_it_and_disarms_what_people_wrote() -> None:
    facts = {"number": 3, "title": "@everyone [here](https://example.org)"}
    said = deed(Entry(CommunityId(1), Deed.PROMPT_CLOSED, MemberId(7), Instant(0), facts))
    assert said.startswith("<@7> closed prompt 3 ")
    assert "@everyone" not in said
    assert "[here]" not in said


def test_what_callsheet_did_itself_says_so() -> None:
    entry = Entry(CommunityId(1), Deed.PROMPT_CLOSED, None, Instant(0), {"number": 3, "title": "Night bus"})
    assert deed(entry) == "Callsheet closed prompt 3 “Night bus”."
