"""A promise that was not kept is named, and the tour leaves with a code that says so."""

import pytest

from bot.demo import promises, touring
from bot.demo.evidence import Evidence
from bot.demo.line import Made
from bot.demo.makers import Piece, Turned
from bot.demo.people import Broken

MAKER = "200"


def piece(number: int, *sources: int, answer: str = "900") -> Piece:
    file = Made("a.png", b"bytes of a", "image/png")
    return Piece("100", number, MAKER, "message", 1, "a line", (file,), set(sources), {"id": answer})


def work(number: int, *sources: int) -> dict:
    (filename, size, print_), *_ = piece(number).prints
    return {
        "number": number,
        "words": "a line",
        "state": "accepted",
        "prompt": 1,
        "origin": "message",
        "discord_id": str(300 + number),
        "made_at": 1_000_000 * number,
        "makers": [MAKER],
        "sources": list(sources),
        "files": [{"filename": filename, "size": size, "kind": "picture", "sha256": print_}],
    }


def vote() -> dict:
    return {"entries": [1, 2, 3], "ballots": [[1, 2], [2], [1, 3], []], "closes_at": 5, "closed_at": 5}


@pytest.fixture
def evidence() -> Evidence:
    """Two works as handed in and as exported, nothing else."""
    community = {"community": {"id": "100", "name": "Here"}, "works": [work(1), work(2, 1)]}
    community["people"] = [{"id": MAKER, "name": "Ada"}]
    community |= {"prompts": [], "votes": [], "productions": []}
    prints = {print_ for _, _, print_ in piece(1).prints}
    return Evidence(home="100", pieces=[piece(1), piece(2, 1)], export=[community], kept=prints)


def said(promise: promises.Promise, evidence: Evidence) -> list[str]:
    return [str(fault) for fault in promise(evidence)]


def test_what_is_exported_as_it_was_handed_in_passes(evidence):
    assert said(promises.works_are_what_was_handed_in, evidence) == []
    assert said(promises.numbers_have_no_gaps, evidence) == []
    assert said(promises.everybody_named_is_listed, evidence) == []
    assert said(promises.every_file_is_on_disk, evidence) == []


@pytest.mark.parametrize(
    ("what", "value"),
    [
        ("sources", []),
        ("words", "another line"),
        ("makers", ["201"]),
        ("state", "withdrawn"),
        ("origin", "menu"),
        ("prompt", None),
        ("files", []),
    ],
)
def test_a_doctored_work_is_noticed(evidence, what, value):
    evidence.export[0]["works"][1][what] = value

    (fault,) = said(promises.works_are_what_was_handed_in, evidence)

    assert "#2" in fault
    assert "Promised:" in fault
    assert "Seen instead:" in fault


def test_changed_bytes_are_noticed(evidence):
    evidence.export[0]["works"][0]["files"][0]["sha256"] = "0" * 64
    evidence.kept.clear()

    assert said(promises.works_are_what_was_handed_in, evidence)
    assert len(said(promises.every_file_is_on_disk, evidence)) == 2


def test_a_maker_without_a_name_is_noticed(evidence):
    evidence.export[0]["people"][0]["name"] = None

    assert said(promises.everybody_named_is_listed, evidence)


def test_a_gap_in_the_numbers_is_noticed(evidence):
    evidence.export[0]["works"][1]["number"] = 3

    assert said(promises.numbers_have_no_gaps, evidence)


def test_a_refused_message_among_the_works_is_noticed(evidence):
    evidence.refused = [Turned(MAKER, "302", "This prompt takes sound, and this is something else.")]

    assert said(promises.what_was_refused_is_out_and_says_why, evidence)


def test_a_request_that_breaks_the_rules_is_noticed(evidence):
    evidence.requests = [
        {"method": "POST", "route": "/channels", "status": 200, "violations": ["body: too long"]},
        {"method": "POST", "route": "/channels", "status": 400, "violations": []},
    ]

    assert len(said(promises.nothing_discord_would_refuse, evidence)) == 2


def test_a_recount_names_ties_and_no_winner_where_nothing_was_picked():
    assert promises.recount(vote()) == [1, 2]
    assert promises.recount(vote() | {"ballots": [[], []]}) == []


@pytest.mark.parametrize(
    "doctored",
    [{"ballots": [[1, 2], [2], [2, 3], []]}, {"ballots": [[1, 2], [2], [1, 3]]}, {"closed_at": 6}, {"ballots": None}],
)
def test_a_doctored_vote_is_noticed(evidence, doctored):
    whole = vote() | {"number": 1, "result": [{"place": 1, "picks": 2, "works": [1, 2]}]}
    evidence.ballots.number, evidence.ballots.winners = 1, [1, 2]
    evidence.ballots.last = dict(zip("abcd", [{1, 2}, {2}, {1, 3}, set()], strict=True))
    evidence.export[0]["votes"] = [whole]
    before = set(said(promises.the_vote_can_be_recounted, evidence))

    evidence.export[0]["votes"] = [whole | doctored]

    assert set(said(promises.the_vote_can_be_recounted, evidence)) - before


def test_an_open_vote_that_shows_its_ballots_is_noticed(evidence):
    evidence.ballots.early = {"ballots": None, "result": None}
    assert said(promises.the_vote_was_secret, evidence) == []

    evidence.ballots.early = vote()
    assert said(promises.the_vote_was_secret, evidence)


def test_credits_are_derived_nearest_first_and_everyone_once():
    works = [work(1) | {"makers": ["a"]}, work(2, 1) | {"makers": ["b"]}, work(3, 2, 1) | {"makers": ["c"]}]
    works.append(work(4, 3) | {"makers": ["a"]})

    derived = promises.derive_credits({"uses": [{"work": 4}]}, works)

    assert derived == [("a", [4, 1]), ("c", [3]), ("b", [2])]


def test_credits_that_leave_somebody_out_are_noticed(evidence):
    credit = {"maker": MAKER, "works": [2, 1], "roles": ["Poster"]}
    production = {"number": 1, "uses": [{"work": 2, "role": "Poster"}], "credits": [credit], "announcements": []}
    evidence.export[0]["productions"] = [production]
    evidence.roll.production, evidence.roll.lines = 1, [(MAKER, ["Poster"], [2, 1])]
    before = said(promises.the_credits_can_be_derived, evidence)

    production["credits"] = []

    assert len(said(promises.the_credits_can_be_derived, evidence)) > len(before)


def test_a_broken_promise_ends_the_tour_with_a_code_and_a_sentence(evidence):
    lines: list[str] = []
    fault = Broken("the numbers are 1, 2, 3 and on.", "[1, 3].")

    with pytest.raises(SystemExit) as left:
        touring.settle(evidence, [fault], lines.append)

    assert left.value.code == touring.OURS
    assert "the numbers are 1, 2, 3 and on." in "\n".join(lines)
    assert "[1, 3]." in "\n".join(lines)


def test_a_thin_story_does_not_pass(evidence):
    with pytest.raises(SystemExit):
        touring.settle(evidence, [], lambda _: None)
