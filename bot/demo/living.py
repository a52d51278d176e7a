"""The demo: a small community already under way, and a page to be anybody in it."""

import asyncio
import contextlib
import errno
import signal
import time
from pathlib import Path

from bot.demo import gallery, making
from bot.demo.company import DIRECTOR, MODERATOR, Company
from bot.demo.guide import GUIDE
from bot.demo.line import Json
from bot.demo.makers import Call, Piece
from bot.demo.stage import BotDied, Stage, raised
from bot.demo.transcript import Transcript

OURS = 70
"""The exit code of a fault of ours."""
DAY = 86_400_000_000
MEMBERS = ("Ada", "Bo", "Caro", "Femi", "Jun")
SCRIPT = "INT. BUS. NIGHT.\nEverybody looks at the one who is laughing.\nShe is on the phone with nobody.\n"

WELCOME = """
The community is at {url}
Open it: a guide takes you through in four steps. Or choose who you are, and go:

  Vera, who owns the server    type /setup: the channels, roles and time zone she chose
  Dora, a director             type /prompt new, or /production show 1 and press “Preview credits”
  Nadia, a moderator           press “Manage” on the vote in the thread “The last stop”
  Ada, Bo, Caro, Femi, Jun     post a picture in that thread; reply with a file to somebody's work;
                               press “Vote”; press any “#number” to see what a work is built on

The clock on the page moves time forward: a vote closes in two days, a prompt in five.
Nothing of this leaves your machine, and nothing of it is kept. Ctrl+C ends it.
"""


async def serve(port: int, openapi: Path | None) -> None:
    """Serve the demo on `port` until cancelled.

    Raises OSError with a sentence where the port is taken, and SystemExit with 70 where the bot ends by itself,
    after showing the last lines of its log.
    """
    _also_end_with_the_terminal()
    print("Setting the stage …", flush=True)
    start_at = time.time_ns() // 1_000 - 2 * DAY
    async with contextlib.AsyncExitStack() as stack:
        try:
            stage = await stack.enter_async_context(raised(port, openapi, start_at))
        except OSError as error:
            why = "another program is using it" if error.errno == errno.EADDRINUSE else str(error)
            raise OSError(f"port {port} can't be had, because {why}. Choose another: --port {port + 1}") from error
        try:
            await _begin(stage)
            # Not before: what the community did so far would count as steps taken by whoever opened the page early.
            stage.sandbox.state.guide = GUIDE
            print(WELCOME.format(url=stage.sandbox.url), flush=True)
            await stage.beside_bot(asyncio.Event().wait())
        except BotDied as died:
            print(f"{died} Its last lines:\n{stage.last_lines()}", flush=True)
            raise SystemExit(OURS) from died


async def _begin(stage: Stage) -> None:
    """Two days of a community's life, then the present."""
    started = stage.now()
    company = await Company.gathers(stage, Transcript("The open set"), "The open set", "Vera", ["studio", "lounge"])
    await stage.start_bot()
    await stage.connected(company.server.id, company.owner.id, company.server.thread("studio"))
    await stage.beside_bot(_life(company))
    await stage.line.post("/clock", {"to": max(stage.now(), started + 2 * DAY)})


async def _life(company: Company) -> None:
    await company.join("Dora", role=DIRECTOR)
    await company.join("Nadia", role=MODERATOR)
    await company.join(*MEMBERS)
    await company.set_up(("studio", "lounge"), "Europe/Berlin")
    stop = await company.posts_prompt(
        "Dora", "studio", "The last stop",
        "Where does the night bus end? One picture, any way you make it.", {"kinds": "pictures", "closes": "in 7 days"},
    )  # fmt: skip
    lines = await company.posts_prompt(
        "Dora", "studio", "Somebody laughs",
        "It's late, it's full, and somebody laughs. Why? Words or sound.", {"kinds": "words, sound"},
    )  # fmt: skip
    pieces = await _works(company, stop, lines)
    await company.later(hours=9)
    await _vote(company, stop, pieces)
    await _production(company, pieces)
    await company.people["Ada"].says(company.server.thread("lounge"), "who else is still up?")


async def _works(company: Company, stop: Call, lines: Call) -> dict[str, Piece]:
    ada, bo, caro, femi, jun = (company[name] for name in MEMBERS)
    works: dict[str, Piece] = {}
    works["stop"] = await ada.hands_in(
        stop, "The stop by the canal. Only the lamp is awake.", gallery.stop_by_the_canal()
    )
    await company.later(hours=2)
    works["window"] = await bo.hands_in(stop, "From the inside. Nobody talks.", gallery.window_seat())
    works["times"] = await femi.answers_card(
        stop, "My grandmother's timetable, from memory.", gallery.grandmothers_timetable()
    )
    await company.later(hours=3)
    works["across"] = await bo.builds_on(
        works["stop"], "Ada's stop, from across the street.", gallery.across_the_street()
    )
    works["script"] = await caro.hands_in(lines, "She is on the phone with nobody", making.text("laugh.txt", SCRIPT))
    works["rain"] = await jun.hands_in(lines, "Rain on the roof, under the laughing.", gallery.rain_on_the_roof())
    await company.later(hours=5)
    works["both"] = await ada.builds_on(works["across"], "Both sides at once.", gallery.both_sides(), answer=True)
    works["clock"] = await femi.builds_on(works["times"], "Ten past twelve.", gallery.ten_past_twelve(), answer=True)
    works["map"] = await jun.submits(stop, "Line 9, by heart", gallery.line_map("Jun"))
    works["poster"] = await bo.builds_on(
        works["both"], "A poster, if we want one.", gallery.poster("Bo, after Ada and Femi")
    )
    await bo.cites(works["poster"], works["clock"])
    await jun.says(stop.thread, "that poster goes on my fridge", to=works["poster"].message)
    return works


async def _vote(company: Company, stop: Call, works: dict[str, Piece]) -> None:
    card: Json = await company.opens_vote("Nadia", stop, "in 3 days")
    for name, picks in {"Caro": ("poster", "stop"), "Jun": ("poster",), "Dora": ("both", "clock")}.items():
        panel = (await company[name].presses(card, "Vote")).whisper
        await company[name].picks(panel, *(works[one].number for one in picks))


async def _production(company: Company, works: dict[str, Piece]) -> None:
    dora, studio = company["Dora"], company.server.thread("studio")
    panel = (await dora.uses(studio, "production new", {"title": "The last stop"})).whisper
    await dora.presses(panel, "Add works…")
    await dora.fills({"works": str(works["poster"].number), "role": "Poster"})
    await dora.presses(panel, "Add works…")
    await dora.fills({"works": str(works["rain"].number), "role": "Sound"})


def _also_end_with_the_terminal() -> None:
    """The bot has a session of its own, so a terminal that closes would leave it behind."""
    task = asyncio.current_task()
    if task is not None and hasattr(signal, "SIGHUP"):
        with contextlib.suppress(NotImplementedError, RuntimeError):
            asyncio.get_running_loop().add_signal_handler(signal.SIGHUP, task.cancel)
