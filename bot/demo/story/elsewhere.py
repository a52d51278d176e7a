"""Another server, which must see nothing of the first."""

import re

from bot.demo import gallery
from bot.demo.company import DIRECTOR, MODERATOR, Company
from bot.demo.people import Sight
from bot.demo.reading import words
from bot.demo.story.show import Show


async def other_server(show: Show) -> str:
    show.open(
        "Meanwhile, elsewhere",
        "Vera runs a server of her own for people who like ships. Ada is in both. The numbers there begin at one, and "
        "nothing of the film can be seen.",
    )
    yard = show.yard = await Company.gathers(show.stage, show.transcript, "Dry dock", "Vera", ["slipway"])
    await show.film.server.line.get("/clock")
    await yard.give("Vera", DIRECTOR, MODERATOR)
    await yard.join_again(show.film["Ada"])
    await yard.set_up(("slipway",), "Europe/Lisbon")
    slipway, ada = yard.server.thread("slipway"), yard["Ada"]
    call = await yard.posts_prompt("Vera", "slipway", "Boats at night", "Any boat. Any night.")
    piece = await ada.hands_in(call, "The ferry waits for the last bus.", gallery.both_sides())
    looks = [
        await ada.uses(slipway, "prompt list"),
        await ada.uses(slipway, "work", {"work": show.pieces["poster"].number}),
        await ada.uses(slipway, "production list"),
        await ada.opens(piece),
    ]
    show.evidence.strangers = _strangers(show, looks)
    return f"its first work is #{piece.number}"


def _strangers(show: Show, looks: list[Sight]) -> list[str]:
    """Titles of the film's things in what was seen."""
    titles = {"The last bus", *(call.title for call in show.calls.values())}
    seen = " ".join(words(look.whisper) for look in looks)
    return sorted(title for title in titles if re.search(rf"“{re.escape(title)}”", seen))
