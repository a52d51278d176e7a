"""The acts, in order."""

from collections.abc import Awaitable, Callable

from bot.demo.story import credits, elsewhere, opening, vote, works
from bot.demo.story.show import Show

Act = Callable[[Show], Awaitable[str]]
"""Plays its part and says in a few words what came of it."""

ACTS: tuple[tuple[str, Act], ...] = (
    ("Doors open", opening.arrivals),
    ("Three open calls", opening.prompts),
    ("What it looks like", works.pictures),
    ("What is said and heard", works.words_and_sounds),
    ("Hands on each other's work", works.remixes),
    ("Ten past", works.closing),
    ("Ten ballots", vote.ballots),
    ("The count", vote.results),
    ("Put together", credits.production),
    ("Premiere", credits.premiere),
    ("Meanwhile, elsewhere", elsewhere.other_server),
)
