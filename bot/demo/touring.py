"""The tour: a whole story through real sockets, then every promise held against what was seen."""

import asyncio
import hashlib
import json
import re
import time
from collections.abc import Callable
from pathlib import Path

from bot.demo import promises
from bot.demo.company import Company
from bot.demo.evidence import Evidence
from bot.demo.line import Json
from bot.demo.people import Broken
from bot.demo.stage import BotDied, Stage, raised
from bot.demo.story import ACTS, Show
from bot.demo.transcript import Transcript

Say = Callable[[str], None]

TITLE = "The last bus: a tour of Callsheet"
BEGINS = 1_793_638_800_000_000
"""Monday 2 November 2026, 17:00 UTC, so that every tour tells the same dates."""
OURS = 70
"""The exit code of a fault of ours."""
_SECRET = re.compile(r"(?<=/)[A-Za-z0-9_\-.=]{40,}(?=/|$)")
"""Interaction tokens in a path; ids are shorter."""


async def play(out: Path, openapi: Path | None, say: Say) -> None:
    """Play the story and write `transcript.md`, `requests.jsonl` and `export.json` into `out`.

    Says how it goes. Raises SystemExit with 70 where a promise was not kept, after naming each, and where the tour
    was broken off, so that it never looks like one that went well.
    """
    began = time.monotonic()
    out = await asyncio.to_thread(out.absolute)
    await asyncio.to_thread(out.mkdir, parents=True, exist_ok=True)
    evidence = Evidence()
    try:
        faults = await _tour(evidence, out, openapi, say)
    except asyncio.CancelledError:
        say("The tour was broken off before its promises could be looked at.")
        raise SystemExit(OURS) from None
    settle(evidence, faults, say)
    say(f"The tour took {time.monotonic() - began:.1f} s. It is written down in {out}.")


async def _tour(evidence: Evidence, out: Path, openapi: Path | None, say: Say) -> list[Broken]:
    """The whole performance; returns what stopped it short, if anything did."""
    transcript, faults = Transcript(TITLE), list[Broken]()
    say("Setting the stage …")
    async with raised(openapi=openapi, start_at=BEGINS) as stage:
        try:
            await _perform(stage, transcript, evidence, out, say)
        except Broken as fault:
            faults.append(fault)
        except (BotDied, TimeoutError) as died:
            faults.append(Broken("the bot works through the whole story.", str(died) or "it never connected."))
        finally:
            await _keep_papers(stage, transcript, evidence, out)
        evidence.exit_code, evidence.stopped_after = await stage.stop_bot()
        if faults or evidence.exit_code:
            say(f"The bot's last lines:\n{stage.last_lines()}")
    return faults


def settle(evidence: Evidence, faults: list[Broken], say: Say) -> None:
    """Judge what was seen. `faults` stopped the story; without any, every promise is looked at.

    Raises SystemExit with 70 where something was not kept.
    """
    try:
        found = faults or promises.broken(evidence)
    except Broken as untold:
        found = [untold]
    if not found:
        requests = f"{len(evidence.requests)} requests"
        say(f"All {len(promises.PROMISES)} promises were kept, over {len(evidence.pieces)} works and {requests}.")
        return
    for fault in found:
        say(f"Not kept.\n  {str(fault).replace(chr(10), f'{chr(10)}  ')}")
    say(f"{len(found)} times something promised did not come true.")
    raise SystemExit(OURS)


async def _perform(stage: Stage, transcript: Transcript, evidence: Evidence, out: Path, say: Say) -> None:
    film = await Company.gathers(stage, transcript, "The last bus", "Dora", ["studio", "lounge"])
    await stage.start_bot()
    await stage.connected(film.server.id, film.owner.id, film.server.thread("studio"))
    show = Show(stage, transcript, evidence, film)
    for number, (title, act) in enumerate(ACTS, 1):
        began = time.monotonic()
        came_of_it = await stage.beside_bot(act(show))
        say(f"{number:2} of {len(ACTS)} · {title}: {came_of_it} ({time.monotonic() - began:.1f} s)")
        if title == "Ten ballots":
            evidence.ballots.early = await _open_vote(stage, film.server.id, evidence.ballots.number)
    await _gather(show, out)


async def _open_vote(stage: Stage, community: str, number: int) -> Json | None:
    """The vote as the bot exports it while it is open."""
    exported = await stage.ask_export()
    votes: list[Json] = next((one["votes"] for one in exported if one["community"]["id"] == community), [])
    return next((vote for vote in votes if vote["number"] == number), None)


async def _gather(show: Show, out: Path) -> None:
    """Look at everything once more, from outside."""
    evidence, companies = show.evidence, [show.film, *filter(None, [show.yard])]
    evidence.home, evidence.other = show.film.server.id, show.yard.server.id if show.yard else ""
    for company in companies:
        evidence.pieces += company.tally.pieces
        evidence.refused += company.tally.refused
        for channel in company.server.names.channels:
            view = await company.owner.view(channel)
            by_bot = [one for one in view["messages"] if one["author"]["id"] == company.server.bot]
            evidence.messages += [(one, view["pings"][one["id"]]) for one in by_bot]
    evidence.export = await _export(show.stage, out)
    evidence.kept = await asyncio.to_thread(_prints, show.stage.state / "media")


async def _export(stage: Stage, out: Path) -> list[Json]:
    path = out / "export.json"
    if code := await stage.export(path):
        raise Broken("`python -m bot export` asks the running bot.", f"exit code {code}.")
    exported: list[Json] = json.loads(await asyncio.to_thread(path.read_text, encoding="utf-8"))
    return exported


def _prints(folder: Path) -> set[str]:
    files = [path for path in folder.rglob("*") if path.is_file()]
    return {hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


async def _keep_papers(stage: Stage, transcript: Transcript, evidence: Evidence, out: Path) -> None:
    """Write down what there is, also when the story broke off."""
    evidence.requests = (await stage.line.get("/log"))["requests"]
    lines = [
        json.dumps(
            {
                "method": one["method"],
                "path": _SECRET.sub("…", one["path"]),
                "status": one["status"],
                "violations": one["violations"],
            },
            ensure_ascii=False,
        )
        for one in evidence.requests
    ]
    await asyncio.to_thread((out / "requests.jsonl").write_text, "\n".join([*lines, ""]), encoding="utf-8")
    await asyncio.to_thread((out / "transcript.md").write_text, transcript.write(), encoding="utf-8")
