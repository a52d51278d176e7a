"""Interactions while the database stands still, while an answer is lost, and while large files are kept."""

import asyncio

import pytest

from .stage import DAY, PNG, Json, Stage, components, last, said

CALLBACK = "/interactions/{interaction_id}/{interaction_token}/callback"
LARGE = 1_000_000


async def ballot(stage: Stage, person: str) -> Json:
    view = await stage.press(person, last(await stage.view(person, "Night bus"), "### Vote 1"), "Vote")
    panel: Json = view["ephemeral"][-1]
    return panel


def first_of(panel: Json) -> list[str]:
    return [next(c["options"] for c in components(panel) if c["type"] == 3)[0]["value"]]


async def open_vote(stage: Stage) -> None:
    await stage.server()
    await stage.set_up()
    await stage.post_prompt()
    await stage.say("ada", "Night bus", "Dawn", {"a.png": PNG})
    await stage.command("mo", "vote open", prompt=1, closes="in 1 day")


async def test_a_press_is_acknowledged_while_the_database_stands_still(stage: Stage) -> None:
    async with stage.running() as house:
        await open_vote(stage)
        panel = await ballot(stage, "cy")
        pick = next(c for c in components(panel) if c["type"] == 3)
        body = {"message": panel["id"], "custom_id": pick["custom_id"], "values": first_of(panel), "wait": "ack"}
        async with house.db.transaction():
            view = await stage.act("cy", "presses", body)
            assert view["interaction"], "Discord has heard of us, though nothing can be saved yet"
            assert not said(view).startswith("Saved")
        await stage.advance(0)
        assert said(await stage.view("cy", "Night bus")).startswith("Saved. On your ballot: #1.")


@pytest.mark.parametrize("fault", ["cut_before", "cut_after"])
async def test_an_answer_lost_on_its_way_is_given_again_and_the_vote_counts_once(stage: Stage, fault: str) -> None:
    async with stage.running() as house:
        await open_vote(stage)
        panel = await ballot(stage, "cy")
        hit = stage.sandbox.faults.add(fault, times=1, method="POST", route=CALLBACK)
        view = await stage.press("cy", panel, "Pick your favourites", first_of(panel))
        assert hit.hits == 1
        assert said(view).startswith("Saved. On your ballot: #1."), "it is said once more"
        options = next(c["options"] for c in components(await ballot(stage, "cy")) if c["type"] == 3)
        assert [option["label"] for option in options if option.get("default")] == ["#1 Dawn"]
        await stage.advance(DAY + 5)
        assert (await house.exports.export_all())[0]["votes"][0]["ballots"] == [[1]]


async def test_a_vote_that_could_not_be_answered_at_all_is_whole_and_shown_the_next_time(stage: Stage) -> None:
    """Discord heard of the press too late: it has given up on it, and says so to whoever pressed."""
    stage.sandbox.state.first_answer_seconds = 0.2
    async with stage.running() as house:
        await open_vote(stage)
        panel = await ballot(stage, "cy")
        pick = next(c for c in components(panel) if c["type"] == 3)
        body = {"message": panel["id"], "custom_id": pick["custom_id"], "values": first_of(panel)}
        stage.sandbox.faults.add("event_delayed", event="INTERACTION_CREATE", seconds=0.4, times=1)
        await stage.act("cy", "presses", body, expect=504)
        for _ in range(400):
            if [r for r in await stage.log() if r["path"].endswith("/callback") and r["status"] == 404]:
                break
            await asyncio.sleep(0.02)
        stage.sandbox.state.first_answer_seconds = 3.0
        options = next(c["options"] for c in components(await ballot(stage, "cy")) if c["type"] == 3)
        ticked = [option["label"] for option in options if option.get("default")]
        await stage.advance(DAY + 5)
        counted = (await house.exports.export_all())[0]["votes"][0]["ballots"]
        assert (ticked, counted) == (["#1 Dawn"], [[1]])


async def test_while_twenty_large_pictures_are_kept_every_press_is_answered_in_time(stage: Stage) -> None:
    """The sandbox gives up on an answer after three seconds, as Discord does."""
    async with stage.running() as house:
        await open_vote(stage)
        panel = await ballot(stage, "cy")

        async def hand_in(person: str) -> None:
            files = {f"{number}.png": PNG + person.encode() + bytes([number]) * LARGE for number in range(10)}
            await stage.say(person, "Night bus", "Ten large ones", files)

        keeping = [asyncio.ensure_future(hand_in(person)) for person in ("ada", "bo")]
        presses = 0
        while presses < 10 or not all(one.done() for one in keeping):
            view = await stage.press("cy", panel, "Pick your favourites", first_of(panel) if presses % 2 else [])
            assert said(view).startswith("Saved.")
            presses += 1
        await asyncio.gather(*keeping)
        await stage.advance(1)
        assert [len(work["files"]) for work in (await house.exports.export_all())[0]["works"]] == [1, 10, 10]
