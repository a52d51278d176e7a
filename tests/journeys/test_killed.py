"""Killed outright, for long, in the middle of things: nothing is lost and nothing is done twice."""

import asyncio
import signal
from collections import Counter
from pathlib import Path

import pytest

from bot.sandbox.files import Upload
from bot.wiring import House

from .stage import PNG, Json, Stage, last, text
from .test_processes import settings_of, start, stop

HOUR = 3_600
PLACES = ("studio", "lounge", "Night bus", "Last tram")


async def works(house: House) -> list[Json]:
    return list((await house.exports.export_all())[0]["works"])


async def two_prompts(stage: Stage) -> dict[str, str]:
    """One closes in two hours, the other never; returns the id of each card."""
    await stage.server()
    await stage.set_up()
    await stage.post_prompt(kinds="pictures", closes="in 2 hours")
    await stage.post_prompt("Last tram", kinds="pictures")
    view = await stage.view("ada")
    return {title: last(view, title)["id"] for title in ("Night bus", "Last tram")}


def picture(name: str, title: str) -> Upload:
    content = PNG + title.encode()
    return Upload("files", name, content, "image/png", len(content))


async def a_busy_hour(stage: Stage, cards: dict[str, str], messages: int, when: str) -> None:
    """Every other message carries a picture: in the threads, and in #studio as a reply to a card."""
    for number in range(messages):
        person = stage.sandbox.act_as("film", ("ada", "bo", "cy")[number % 3])
        place = PLACES[number % 4]
        title = f"{when} {number}"
        uploads = [picture(f"{number}.png", title)] if number // 4 % 2 else []
        reply_to = cards[("Night bus", "Last tram")[number // 8 % 2]] if place == "studio" and uploads else None
        await person.post(place, title, reply_to=reply_to, uploads=uploads, wait="ack")


def expected(messages: int, when: str) -> dict[str, str]:
    """Title → the prompt it answers."""
    found = {}
    for number in range(messages):
        if number // 4 % 2 and (place := PLACES[number % 4]) != "lounge":
            found[f"{when} {number}"] = place if place != "studio" else ("Night bus", "Last tram")[number // 8 % 2]
    return found


async def answers(stage: Stage) -> Counter[str]:
    """What the bot says under works, by its text."""
    said: Counter[str] = Counter()
    for place in ("studio", "Night bus", "Last tram"):
        view = await stage.call("GET", "/servers/film/people/cy/view", params={"channel": place, "limit": 1_000})
        said.update(text(one) for one in view["messages"] if one["author"].get("bot") and one["content"])
    return said


@pytest.mark.parametrize("kills", [0, 1])
async def test_250_messages_over_a_deadline_while_killed_are_each_judged_once(
    stage: Stage, tmp_path: Path, kills: int
) -> None:
    process = await start("run", **settings_of(stage, stage.settings.state_dir))
    await stage.until_connected()
    cards = await two_prompts(stage)
    await stop(process, signal.SIGKILL)
    await a_busy_hour(stage, cards, 125, "early")
    await stage.advance(3 * HOUR)
    await a_busy_hour(stage, cards, 125, "late")
    for killed in range(kills):
        process = await start("run", **settings_of(stage, stage.settings.state_dir))
        for _ in range(1_000):
            if sum((await answers(stage)).values()) >= 10 * (killed + 1):
                break
            await asyncio.sleep(0.05)
        await a_busy_hour(stage, cards, 32, "live")
        await stop(process, signal.SIGKILL)
    async with stage.running(patience=5) as house:
        found = await works(house)
        said = await answers(stage)
    late = expected(125, "late") | expected(32 * kills, "live")
    on_time = expected(125, "early") | {title: prompt for title, prompt in late.items() if prompt == "Last tram"}
    assert sorted(work["title"] for work in found) == sorted(on_time)
    assert {work["title"]: ("Night bus", "Last tram")[work["prompt"] - 1] for work in found} == on_time
    assert said.pop("This one wasn't added.") == len(expected(125, "early") | late) - len(on_time)
    assert sorted(said.values()) == [1] * len(on_time), "each is answered once"
