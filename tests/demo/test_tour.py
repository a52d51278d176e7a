"""The tour, as somebody who has just cloned the project plays it, and what it leaves behind."""

import json
import re
import signal
import subprocess
import time

import jsonschema
import pytest

from tests.demo.conftest import MINUTES, ROOT, Tour, bot, environment

pytestmark = pytest.mark.timeout(MINUTES)

SCHEMA = json.loads((ROOT / "docs" / "export.schema.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def validator() -> jsonschema.Draft202012Validator:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    return jsonschema.Draft202012Validator(SCHEMA)


def test_the_tour_keeps_every_promise_and_says_so(tour: Tour):
    assert tour.exit_code == 0, tour.said
    assert "promises were kept" in tour.said


def test_it_leaves_three_papers(tour: Tour):
    assert sorted(path.name for path in tour.out.iterdir()) == ["export.json", "requests.jsonl", "transcript.md"]


def test_the_transcript_reads_as_a_story_and_gives_nothing_away(tour: Tour):
    chapters = re.findall(r"^## \d+\. (.+)$", tour.transcript, re.MULTILINE)

    assert len(chapters) == 11
    assert "(only Caro sees this)" in tour.transcript
    assert "`[Vote]` `[My ballot]`" in tour.transcript
    assert not re.search(
        r'"(custom_id|components|content)":|sandbox-token|<@\d|<t:\d|[A-Za-z0-9_-]{60,}', tour.transcript
    )


def test_every_request_is_one_line_with_its_answer(tour: Tour):
    assert len(tour.requests) > 100
    for request in tour.requests:
        assert set(request) == {"method", "path", "status", "violations"}
        assert request["violations"] == []
        assert request["status"] < 400
        assert not re.search(r"[A-Za-z0-9_-]{60,}", request["path"]), "tokens are left out"


def test_the_export_is_what_the_schema_describes(tour: Tour, validator):
    validator.validate(tour.export)

    assert [len(community["works"]) for community in tour.export] == [27, 1]


def _objects(schema: object) -> list[dict]:
    if isinstance(schema, list):
        return [found for part in schema for found in _objects(part)]
    if not isinstance(schema, dict):
        return []
    mine = [schema] if schema.get("type") == "object" else []
    return mine + [found for part in schema.values() for found in _objects(part)]


def test_the_schema_leaves_nothing_open():
    for described in _objects(SCHEMA):
        assert described["additionalProperties"] is False
        assert sorted(described["required"]) == sorted(described["properties"])


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("format",), 2),
        (("community", "id"), 17),
        (("works", 0, "number"), 0),
        (("works", 0, "state"), "refused"),
        (("works", 0, "made_at"), "2026-11-02T17:00:00Z"),
        (("works", 0, "files", 0, "sha256"), "beef"),
        (("works", 0, "likes"), 3),
        (("prompts", 0, "kinds"), ["pictures"]),
        (("votes", 0, "ballots"), None),
        (("votes", 0, "ballots", 0), [1, 1]),
        (("productions", 0, "credits", 0, "works"), []),
    ],
)
def test_the_schema_refuses_what_an_export_never_says(tour: Tour, validator, path, value):
    doctored = tour.export
    place = doctored[0]
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value

    assert not validator.is_valid(doctored)


def test_an_open_vote_with_ballots_is_refused(tour: Tour, validator):
    doctored = tour.export
    doctored[0]["votes"][0]["state"] = "open"

    assert not validator.is_valid(doctored)


def test_a_tour_that_is_broken_off_ends_at_once_and_does_not_look_like_one_that_went_well(tmp_path):
    command = bot("demo", "--tour", "--out", "papers")
    with subprocess.Popen(command, cwd=tmp_path, env=environment(), stdout=subprocess.PIPE, text=True) as started:
        assert started.stdout is not None
        assert any(line.startswith(" 1 of ") for line in started.stdout)
        began = time.monotonic()
        started.send_signal(signal.SIGTERM)

        assert started.wait(MINUTES) == 70
        assert time.monotonic() - began < 5.0
        assert "broken off" in started.stdout.read()
