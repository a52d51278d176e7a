"""The doors open: a server is set up, and three prompts go out."""

from bot.demo.company import DIRECTOR, MODERATOR
from bot.demo.people import Broken
from bot.demo.reading import words
from bot.demo.story.show import Show

MEMBERS = ("Ada", "Bo", "Caro", "Deniz", "Emil", "Femi", "Gwen", "Hana", "Ivo", "Jun", "Kofi", "Lou")


async def arrivals(show: Show) -> str:
    film, studio = show.film, show.film.server.thread("studio")
    show.open(
        "Doors open",
        "Dora has an idea for a short film and a Discord server to make it in. Marek will direct with her, Nadia keeps "
        "order. Twelve people drop in, because it is Monday and it rains.",
    )
    await film.give("Dora", DIRECTOR)
    await film.join("Marek", role=DIRECTOR)
    await film.join("Nadia", role=MODERATOR)
    await film.join(*MEMBERS)
    await film.owner.sees(studio)
    await film["Ada"].uses(studio, "help")
    await film.set_up(("studio", "lounge"), "Europe/Berlin")
    await film["Ada"].uses(studio, "help")
    await film["Lou"].uses(studio, "prompt list")
    refused = await film["Ada"].uses(studio, "prompt new")
    if refused.modal is not None or "directors" not in words(refused.whisper):
        raise Broken("only directors post prompts.", f"Ada was shown: {words(refused.whisper)}")
    show.evidence.members, show.evidence.directors, show.evidence.moderators = len(MEMBERS), 2, 1
    return f"{len(MEMBERS)} members, 2 directors, 1 moderator"


async def prompts(show: Show) -> str:
    film, studio = show.film, show.film.server.thread("studio")
    show.open(
        "Three open calls",
        "The film is about the last bus of the night and whoever is on it. The directors ask for what it looks like, "
        "what is said on it, and what it sounds like.",
    )
    await film.later(minutes=12)
    show.calls["pictures"] = await film.posts_prompt(
        "Dora", "studio", "Ten past midnight",
        "The last bus leaves at 00:10. One picture: a stop, a window, a face in it.\nDraw it, shoot it, build it from "
        "matchsticks.",
        {"closes": "in 7 days", "kinds": "pictures"},
    )  # fmt: skip
    await film.later(minutes=4)
    show.calls["words"] = await film.posts_prompt(
        "Marek", "studio", "Overheard on line 9",
        "A line, a page, a whole scene. Two from each of you, so choose well.",
        {"kinds": "words", "works_each": 2, "closes": "in 12 days"},
    )  # fmt: skip
    await film.later(minutes=3)
    show.calls["sounds"] = await film.posts_prompt(
        "Dora", "lounge", "What the night sounds like",
        "Engines, doors, weather, a tune somebody hums. Ten seconds are plenty.",
        {"kinds": "sound", "channel": film.server.thread("lounge")},
    )  # fmt: skip
    await film["Jun"].uses(studio, "prompt list")
    return f"{len(show.calls)} prompts: pictures, words, sound"
