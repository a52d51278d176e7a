"""A press on a ballot, durable before it is answered, against a bare discord.py handler.

Closed loop with 256 presses in flight. Each bot is a process of its own; the sandbox (validation off) and the voters
share this one. Both bots stay connected, each to its own sandbox, and are loaded in turn.
"""

import asyncio
import itertools
import json
import os
import sqlite3
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
import uvloop

from bot.sandbox.acting import Acting
from bot.sandbox.server import Sandbox
from tests.bench.report import report

IN_FLIGHT = 256
WORKS = 20
PAIRS = 5
SLICE_SECONDS = 3.0
WARM_UP_SECONDS = 1.0


@dataclass
class Voter:
    """One person with a panel in front of them."""

    acting: Acting
    message: str
    custom_id: str
    values: Sequence[str]
    last: tuple[str, ...] = ()


def main() -> None:
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(measure())


async def measure() -> None:
    with tempfile.TemporaryDirectory() as folder:
        state = Path(folder)
        # Measured is what a press costs, not how long Discord would have a bot wait: no limits.
        ours, bare = Sandbox(rate_scale=0), Sandbox(rate_scale=0)
        await ours.start()
        await bare.start()
        try:
            async with aiohttp.ClientSession() as http:
                await _people(http, ours)
                baseline_channel = await _people(http, bare)
                callsheet = await _spawn(["-m", "bot", "run"], state / "callsheet.log", **_settings(ours, state))
                baseline = await _spawn(
                    ["-m", "tests.bench.bare", bare.api, bare.gateway, baseline_channel], state / "bare.log"
                )
                try:
                    voters = await _open_vote(http, ours)
                    pressers = await _find_card(bare)
                    await _load(voters, WARM_UP_SECONDS)
                    await _load(pressers, WARM_UP_SECONDS)
                    mine, theirs = [], []
                    for _ in range(PAIRS):
                        mine.append(await _load(voters, SLICE_SECONDS))
                        theirs.append(await _load(pressers, SLICE_SECONDS))
                finally:
                    for process in (callsheet, baseline):
                        process.terminate()
                        await process.wait()
        finally:
            await ours.stop()
            await bare.stop()
        kept = await asyncio.to_thread(_ballots, state / "callsheet.db")
    told = {voter.acting.person.id: frozenset(map(int, voter.last)) for voter in voters}
    report(
        "interactions",
        mine,
        theirs,
        "presses per second",
        {"every_answered_press_is_on_disk": kept == told},
        in_flight=IN_FLIGHT,
        voters=len(voters),
    )


def _settings(sandbox: Sandbox, state: Path) -> dict[str, str]:
    return {
        "DISCORD_TOKEN": "sandbox-token",
        "DISCORD_API": sandbox.api,
        "DISCORD_GATEWAY": sandbox.gateway,
        "CLOCK": "sandbox",
        "STATE_DIR": str(state),
        "LOG_LEVEL": "WARNING",
    }


async def _spawn(arguments: list[str], log: Path, **settings: str) -> asyncio.subprocess.Process:
    with log.open("wb") as file:
        return await asyncio.create_subprocess_exec(
            sys.executable, *arguments, env={**os.environ, **settings}, stdout=file, stderr=file
        )


async def _call(http: aiohttp.ClientSession, sandbox: Sandbox, path: str, body: dict[str, Any] | None = None) -> Any:
    method = "GET" if body is None else "POST"
    async with http.request(method, f"{sandbox.url}/sandbox/v1{path}", json=body) as answer:
        told = await answer.json()
        if answer.status >= 400:
            raise RuntimeError(f"{path}: {told}")
        return told


async def _people(http: aiohttp.ClientSession, sandbox: Sandbox) -> str:
    """A server with 256 voters and one maker; returns its channel's id."""
    server = await _call(http, sandbox, "/servers", {"name": "Bench", "roles": [], "channels": ["studio"]})
    for name in ("maker", *(f"voter{n}" for n in range(IN_FLIGHT))):
        await _call(http, sandbox, "/servers/Bench/people", {"name": name, "roles": []})
    return str(server["channels"][0]["id"])


async def _until(question: Any) -> Any:
    """Ask until there is an answer; for ten seconds."""
    for _ in range(1_000):
        if (answer := await question()) is not None:
            return answer
        await asyncio.sleep(0.01)
    raise TimeoutError


async def _open_vote(http: aiohttp.ClientSession, sandbox: Sandbox) -> list[Voter]:
    """Set up, a prompt, twenty works, a vote; every voter opens their ballot."""
    owner = "/servers/Bench/people/owner"

    async def greeted() -> Any:
        return (await _call(http, sandbox, f"{owner}/view?channel=studio"))["messages"] or None

    await _until(greeted)
    where = {"channel": "studio"}
    studio = next(str(one.id) for one in sandbox.world.channels.values() if one.name == "studio")
    await _call(http, sandbox, f"{owner}/commands", {**where, "command": "setup"})
    await _call(
        http,
        sandbox,
        f"{owner}/modals",
        {"fields": {"channels": [studio], "director": [], "moderator": [], "zone": "UTC"}},
    )
    await _call(http, sandbox, f"{owner}/commands", {**where, "command": "prompt new", "options": {"kinds": "words"}})
    shown = await _call(http, sandbox, f"{owner}/modals", {"fields": {"title": "Bench", "brief": "Words."}})
    draft = shown["ephemeral"][-1]
    post = next(name for name in _named(draft["components"]) if name.startswith("draft:post:"))
    await _call(http, sandbox, f"{owner}/presses", {"message": draft["id"], "custom_id": post})
    for number in range(WORKS):
        await _call(
            http,
            sandbox,
            "/servers/Bench/people/maker/commands",
            {**where, "command": "submit", "options": {"prompt": 1}},
        )
        fields = {"title": f"A work with a title {number}", "words": "Some words."}
        await _call(http, sandbox, "/servers/Bench/people/maker/modals", {"fields": fields})
    await _call(http, sandbox, f"{owner}/commands", {**where, "command": "vote open", "options": {"prompt": 1}})
    card, vote = next(
        (str(message.id), component)
        for message in sandbox.world.messages.values()
        for component in _named(message.components)
        if component.startswith("post:vote:")
    )
    return await _panels(sandbox, card, vote)


async def _find_card(sandbox: Sandbox) -> list[Voter]:
    async def posted() -> str | None:
        return next((str(message.id) for message in sandbox.world.messages.values()), None)

    return await _panels(sandbox, await _until(posted), "open")


async def _panels(sandbox: Sandbox, card: str, button: str) -> list[Voter]:
    """Everybody presses the card's button and has a private panel."""
    voters = []
    for number in range(IN_FLIGHT):
        acting = sandbox.act_as("Bench", f"voter{number}")
        await acting.press(card, button, wait="ack")
        panel = next(iter(acting.person.whispers.values()))
        select = panel.components[0]["components"][0]
        values = [option["value"] for option in select["options"]]
        voters.append(Voter(acting, str(panel.id), select["custom_id"], values))
    return voters


def _named(components: Sequence[dict[str, Any]]) -> list[str]:
    found = []
    for component in components:
        if "custom_id" in component:
            found.append(component["custom_id"])
        found += _named(component.get("components", ()))
    return found


async def _load(voters: list[Voter], seconds: float) -> float:
    """Every voter presses, waits for the answer and presses again; presses answered per second."""
    end = time.perf_counter() + seconds
    counts = await asyncio.gather(*(_press(voter, end, place) for place, voter in enumerate(voters)))
    return sum(counts) / seconds


async def _press(voter: Voter, end: float, start: int) -> int:
    done = 0
    for pick in itertools.count(start):
        if time.perf_counter() >= end:
            return done
        chosen = (voter.values[pick % len(voter.values)],)
        interaction = await voter.acting.press(voter.message, voter.custom_id, chosen, wait="ack")
        if interaction.acknowledged is not None:
            voter.last = chosen
            done += 1
    raise AssertionError("the count has no end")


def _ballots(database: Path) -> dict[int, frozenset[int]]:
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as connection:
        rows = connection.execute("SELECT voter_id, picks FROM ballots").fetchall()
    return {voter: frozenset(json.loads(picks)) for voter, picks in rows}


if __name__ == "__main__":
    main()
