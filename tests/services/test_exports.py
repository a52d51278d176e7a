"""What leaves the house: enough for an outsider to count again, and nothing of anybody else's."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from bot.domain.ids import CommunityId
from bot.domain.instants import HOUR, Instant
from bot.domain.posts import PostKind
from bot.domain.refusals import Why
from bot.domain.works import Kind
from tests.services.stage import (
    ANN,
    AWAY,
    BEN,
    CLEO,
    DEE,
    DORA,
    ELSEWHERE,
    FOYER,
    HOME,
    MILO,
    NOON,
    NOWHERE,
    ONE_ENGINE,
    Refuses,
    Stage,
    member,
)

pytestmark = ONE_ENGINE
SCHEMA = Path(__file__).parents[2] / "docs" / "export.schema.json"


def recount(vote: Mapping[str, Any]) -> list[dict[str, Any]]:
    """An outsider's count, from the JSON alone: cross out each ballot's marks one at a time."""
    marks = dict.fromkeys(vote["entries"], 0)
    for ballot in vote["ballots"]:
        for number in ballot:
            marks[number] += 1
    rows: list[dict[str, Any]] = []
    left = list(vote["entries"])
    while left:
        most = max(marks[number] for number in left)
        level = [number for number in left if marks[number] == most]
        rows.append({"place": len(vote["entries"]) - len(left) + 1, "picks": most, "works": level})
        left = [number for number in left if number not in level]
    return rows


def derive(export: Mapping[str, Any], production: Mapping[str, Any]) -> list[dict[str, Any]]:
    """An outsider's credits, from the JSON alone: ring by ring outwards, each work once."""
    works = {work["number"]: work for work in export["works"]}
    roles = {use["work"]: use["role"] for use in production["uses"]}
    ring, steps, met = set(roles), 0, dict[int, int]()
    while ring:
        met |= dict.fromkeys(ring, steps)
        ring = {source for number in ring for source in works[number]["sources"]} - set(met)
        steps += 1
    credits: dict[str, dict[str, Any]] = {}
    for number in sorted(met, key=lambda one: (met[one], works[one]["made_at"], int(works[one]["discord_id"]))):
        for maker in works[number]["makers"]:
            credit = credits.setdefault(maker, {"maker": maker, "steps": met[number], "works": [], "roles": []})
            credit["works"].append(number)
            if roles.get(number) and roles[number] not in credit["roles"]:
                credit["roles"].append(roles[number])
    return list(credits.values())


async def season(stage: Stage, community: CommunityId = HOME, voters: int = 12) -> None:
    """Prompts, remixes across them, one withdrawn, a vote with ties, and a production."""
    rain = await stage.prompt("Rain", community=community, closes_at=Instant(NOON + HOUR))
    fog = await stage.prompt("Fog", community=community, kinds=frozenset({Kind.PICTURE}), works_per_member=9)
    there = {"community_id": community}
    root = await stage.work(ANN, rain, **there)
    left, right = await stage.work(BEN, rain, root, **there), await stage.work(CLEO, fog, root, **there)
    middle = await stage.work(BEN, rain, left, right, **there)
    gone = await stage.work(DEE, rain, middle, **there)
    last = await stage.work(ANN, None, gone, right, **there)
    await stage.works.withdraw(DEE, community, gone.number or 0, stage.snowflake())
    vote = await stage.vote(rain, closes_in=HOUR)
    for number in range(voters):
        picked = [entry.id for place, entry in enumerate(vote.entries) if (number >> place) & 1]
        await stage.box.cast(stage.press(vote, member(200 + number), *picked))
    await stage.box.close(vote.id, stage.clock.now())
    made = await stage.productions.start(DORA, community, "Monsoon", stage.snowflake())
    await stage.productions.add_works(DORA, community, made.number, [last.number or 0], "edit", stage.snowflake())
    await stage.productions.add_works(DORA, community, made.number, [middle.number or 0], "score", stage.snowflake())


async def test_an_outsider_recounts_the_vote_from_the_export_alone(box: Stage) -> None:
    await season(box)
    (vote,) = json.loads(json.dumps(await box.exports.export(HOME)))["votes"]

    assert recount(vote) == vote["result"]
    assert len(vote["ballots"]) == 12
    assert sum(1 for ballot in vote["ballots"] if not ballot) == 2, "ballots that picked nothing are there too"


async def test_an_outsider_derives_the_credits_from_the_export_alone(box: Stage) -> None:
    await season(box)
    export = json.loads(json.dumps(await box.exports.export(HOME)))
    (production,) = export["productions"]

    assert derive(export, production) == production["credits"]
    assert [credit["maker"] for credit in production["credits"]] == [str(one.id) for one in (BEN, ANN, CLEO, DEE)]
    shown = (await box.productions.view(HOME, 1)).lines
    assert [[number for number, _ in line.works] for line in shown] == [one["works"] for one in production["credits"]]


async def test_an_export_is_what_its_schema_says(box: Stage) -> None:
    await season(box)
    await box.set_up(AWAY, ELSEWHERE, name="Away")
    await box.vote((await box.prompts.list_of(HOME))[0])
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))

    jsonschema.validate(json.loads(json.dumps(await box.exports.export_all())), schema)


async def test_an_export_tells_works_with_their_files_sources_and_makers(box: Stage) -> None:
    await season(box)
    export = await box.exports.export(HOME)
    by_number = {work["number"]: work for work in export["works"]}

    assert [work["sources"] for work in export["works"]] == [[], [1], [1], [2, 3], [4], [3, 5]]
    assert (by_number[5]["state"], by_number[6]["prompt"], by_number[3]["prompt"]) == ("withdrawn", None, 2)
    (file,) = by_number[1]["files"]
    assert box.store.path(file["sha256"]).read_bytes() == b"Ann"
    assert by_number[1]["makers"] == [str(ANN.id)]
    assert [prompt["title"] for prompt in export["prompts"]] == ["Rain", "Fog"]


async def test_everyone_an_export_names_is_among_its_people(box: Stage) -> None:
    await season(box)
    export = await box.exports.export(HOME)
    people = {one["id"]: one["name"] for one in export["people"]}

    assert set(people) == {str(one.id) for one in (ANN, BEN, CLEO, DEE, DORA, MILO)}
    assert people[str(ANN.id)] == "Ann"
    assert not {str(member(200 + number).id) for number in range(12)} & set(people), "voters are nobody's business"


async def test_ballots_leave_without_names_and_in_no_order_that_tells(box: Stage) -> None:
    await season(box)
    export = await box.exports.export(HOME)
    (vote,) = export["votes"]

    assert vote["ballots"] == sorted(vote["ballots"])
    assert all(str(member(200 + number).id) not in json.dumps(export) for number in range(12))


async def test_announcements_are_told_with_their_state(box: Stage) -> None:
    await season(box)
    await box.productions.schedule(DORA, HOME, 1, Instant(NOON + HOUR), FOYER, box.snowflake())
    await box.productions.cancel(DORA, HOME, 1, box.snowflake())

    (production,) = (await box.exports.export(HOME))["productions"]
    assert production["announcements"] == [{"channel": str(FOYER), "due_at": NOON + HOUR, "state": "cancelled"}]


async def test_an_unknown_server_has_no_export(box: Stage) -> None:
    with Refuses(Why.NOT_SET_UP):
        await box.exports.export(NOWHERE)


async def test_two_servers_never_see_each_others_numbers(box: Stage) -> None:
    await box.set_up(AWAY, ELSEWHERE, name="Away")
    await season(box, AWAY, voters=3)
    alone = await box.exports.export(AWAY)
    await season(box, HOME, voters=7)

    assert await box.exports.export(AWAY) == alone, "what happens here changes nothing there"
    home, away = await box.exports.export(HOME), await box.exports.export(AWAY)
    assert [work["number"] for work in home["works"]] == [work["number"] for work in away["works"]]
    assert (len(home["votes"][0]["ballots"]), len(away["votes"][0]["ballots"])) == (7, 3)
    assert not {work["discord_id"] for work in home["works"]} & {work["discord_id"] for work in away["works"]}
    assert await box.exports.export_all() == [home, away]


@pytest.mark.parametrize(("community", "other"), [(HOME, AWAY), (AWAY, HOME)])
async def test_no_reading_of_one_server_shows_anything_of_another(
    box: Stage, community: CommunityId, other: CommunityId
) -> None:
    await box.set_up(AWAY, ELSEWHERE, name="Away")
    await season(box, other)
    await box.deliver()

    for listing in (
        box.prompts.list_of(community),
        box.votes.list_of(community),
        box.productions.list_of(community),
        box.works.find(community, ""),
    ):
        assert await listing == []
    export = await box.exports.export(community)
    assert [export[name] for name in ("people", "prompts", "works", "votes", "productions")] == [[]] * 5
    prompt = await box.prompt(community=community)
    await box.work(ANN, prompt, community_id=community)
    assert all(post.owed.community_id == community for post in await box.delivered(PostKind.WORK_ANSWER))
