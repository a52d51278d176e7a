"""Journeys while Discord or the network fails: what was promised is kept, and kept once."""

import pytest

from .stage import PNG, Stage, text


@pytest.mark.parametrize("fault", ["error_after", "cut_after"])
async def test_an_answer_whose_arrival_is_unknown_is_posted_once(stage: Stage, fault: str) -> None:
    async with stage.running():
        await stage.server()
        await stage.set_up()
        await stage.post_prompt()
        hit = stage.sandbox.faults.add(fault, times=1, method="POST", route="/channels/{channel_id}/messages")
        await stage.say("ada", "Night bus", "Dawn", {"a.png": PNG})
        await stage.advance(600)
        told = [text(message) for message in (await stage.view("bo", "Night bus"))["messages"]]
        assert hit.hits == 1
        assert told.count("#1 “Dawn” is in.") == 1


async def test_a_work_told_of_twice_is_one_work(stage: Stage) -> None:
    async with stage.running():
        await stage.server()
        await stage.set_up()
        await stage.post_prompt()
        stage.sandbox.faults.add("event_doubled", event="MESSAGE_CREATE")
        await stage.say("ada", "Night bus", "Dawn", {"a.png": PNG})
        told = [text(message) for message in (await stage.view("bo", "Night bus"))["messages"]]
        assert [line for line in told if "is in." in line] == ["#1 “Dawn” is in."]


async def test_haste_of_every_kind_delays_an_answer_and_loses_none(stage: Stage) -> None:
    async with stage.running():
        await stage.server()
        await stage.set_up()
        await stage.post_prompt()
        for scope in ("user", "shared", "global"):
            stage.sandbox.faults.add(f"limited_{scope}", times=1, method="POST", seconds=0.02)
        await stage.say("ada", "Night bus", "Dawn", {"a.png": PNG})
        told = [text(message) for message in (await stage.view("bo", "Night bus"))["messages"]]
        assert told.count("#1 “Dawn” is in.") == 1
        assert [fault.hits for fault in stage.sandbox.faults.all()] == [1, 1, 1]
