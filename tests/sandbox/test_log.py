"""The log of the bot's requests: whole or brief, a part or one entry, with the faults that hit."""

from typing import Any

import aiohttp
import pytest

from bot.sandbox import Sandbox

from .clients import Control, PlainBot, Refused


async def log(control: Control, query: str = "") -> list[dict[str, Any]]:
    return (await control.call("GET", f"/log{query}"))["requests"]


async def test_a_brief_log_leaves_out_the_bodies(plain: PlainBot, general: str, control: Control):
    """A page that lists requests need not be sent every file name and word of them."""
    await plain.send(general, {"content": "hello"})
    [brief], [whole] = await log(control, "?brief=1"), await log(control)
    assert whole["request"] == {"content": "hello"}
    assert whole["answer"]["content"] == "hello"
    assert {name: whole[name] for name in brief} == brief
    assert whole.keys() - brief.keys() == {"request", "answer"}


async def test_one_entry_is_read_whole(plain: PlainBot, general: str, control: Control):
    """By its number; an entry that is not there is told so."""
    await plain.send(general, {"content": "hello"})
    [entry] = await log(control)
    assert (await control.call("GET", f"/log/{entry['n']}"))["request"] == entry
    for number in ("2", "first"):
        with pytest.raises(Refused) as refused:
            await control.call("GET", f"/log/{number}")
        assert refused.value.status == 404


async def test_the_log_is_read_in_parts(plain: PlainBot, control: Control):
    """From a number on, and no more than asked for, oldest first."""
    for _ in range(5):
        await plain.rest("GET", "/users/@me")
    assert [entry["n"] for entry in await log(control, "?after=1&limit=3")] == [2, 3, 4]
    for query in ("?after=x", "?limit=0", "?limit=all"):
        with pytest.raises(Refused):
            await log(control, query)


async def test_a_fault_that_hit_is_noted(plain: PlainBot, general: str, control: Control, sandbox: Sandbox):
    """With its id, its kind and what the bot was answered; a cut connection has the status 0."""
    kept = [sandbox.faults.add(kind, times=1).id for kind in ("limited_user", "cut_before", "error_after")]
    plain.patient = False
    await plain.send(general, {"content": "hello"})
    with pytest.raises(aiohttp.ContentTypeError):
        await plain.rest("GET", "/users/@me")  # cut, and asked again by aiohttp itself
    await plain.rest("GET", "/users/@me")
    told = [(entry["status"], entry["fault"]) for entry in await log(control)]
    assert told == [
        (429, {"id": kept[0], "kind": "limited_user"}),
        (0, {"id": kept[1], "kind": "cut_before"}),
        (502, {"id": kept[2], "kind": "error_after"}),
        (200, None),
    ]


async def test_real_haste_and_bans_are_in_the_log(plain: PlainBot, general: str, control: Control, sandbox: Sandbox):
    """What a limit refused is a request like any other."""
    plain.patient = False
    for _ in range(6):
        await plain.send(general, {"content": "hello"})
    refused = (await log(control))[-1]
    assert (refused["status"], refused["answer"]["global"], refused["fault"]) == (429, False, None)
    assert refused["violations"] == []
