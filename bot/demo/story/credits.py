"""A production of three works, and everybody behind it by name."""

import re

from bot.demo.line import Json
from bot.demo.people import Broken
from bot.demo.reading import select, words
from bot.demo.story.show import Show

ROLL = re.compile(r"^<@(\d+)>(?: · (.+))?\n-# (.+)$", re.MULTILINE)


async def production(show: Show) -> str:
    film, pieces, studio = show.film, show.pieces, show.film.server.thread("studio")
    dora = film["Dora"]
    show.open(
        "Put together",
        "Dora cuts the film. In it: the poster, the tune from the back row, and the three voices. Behind those three "
        "stand many more.",
    )
    await film.later(hours=20)
    told = (await dora.uses(studio, "production new", {"title": "The last bus"})).whisper
    show.evidence.roll.production = int(words(told).partition("Production ")[2].split()[0])
    await _adds_from_panel(show, "poster", "Poster")
    await _adds_from_panel(show, "hum", "Music")
    panel = (await dora.uses(studio, "production show", {"production": show.evidence.roll.production})).whisper
    await dora.presses(panel, "Add works…")
    both = f"{pieces['voices'].number}, {pieces['road'].number}"
    panel = (await dora.fills({"works": both, "role": "Script"})).whisper
    await dora.presses(panel, "Take out…")
    await dora.fills({"works": str(pieces["road"].number)})
    await dora.presses(panel, "Preview credits")
    return "3 works in it"


async def premiere(show: Show) -> str:
    film, studio, roll = show.film, show.film.server.thread("studio"), show.evidence.roll
    show.open("Premiere", "It is Friday afternoon. At eight, Berlin time, the credits roll.")
    await film["Dora"].uses(studio, "credits schedule", {"production": roll.production, "when": "Friday 20:00"})
    await film["Marek"].uses(studio, "credits preview", {"production": roll.production})
    due = await film.due("Credits are posted")
    now = show.stage.now()
    await film.later(minutes=(due - now) / 60_000_000 - 1)
    roll.before = _rolls((await film["Ada"].sees(studio)).messages)
    await film.until_due("Credits are posted")
    sight = await film["Ada"].sees(studio)
    roll.posts = _rolls(sight.messages)
    if not roll.posts:
        raise Broken("the credits are posted when they are due.", sight.seen())
    for post in roll.posts:
        roll.lines += [(who, _roles(as_what), _numbers(made)) for who, as_what, made in ROLL.findall(words(post))]
        roll.pinged += sight.pings[post["id"]]["users"]
    await film["Deniz"].presses(roll.posts[0], "Why am I here?")
    await film["Nadia"].presses(roll.posts[0], "Why am I here?")
    await film["Marek"].uses(studio, "production list")
    return f"{len(roll.lines)} people credited"


async def _adds_from_panel(show: Show, nickname: str, role: str) -> None:
    """*Add to a production…* on the work's own panel, as directors see it."""
    dora = show.film["Dora"]
    panel = (await dora.opens(show.pieces[nickname])).whisper
    asked = await dora.presses(panel, "Add to a production…")
    found = select(asked.modal) if asked.modal else None
    if found is None:
        raise Broken("a director is asked which production.", asked.seen())
    value = next(one["value"] for one in found["options"] if one["label"] == "The last bus")
    await dora.fills({"production": [value], "role": role})


def _rolls(messages: list[Json]) -> list[Json]:
    return [one for one in messages if words(one).startswith("### Credits")]


def _roles(text: str) -> list[str]:
    return re.split(r", | and ", text) if text else []


def _numbers(text: str) -> list[int]:
    return [int(number) for number in re.findall(r"#(\d+)", text)]
