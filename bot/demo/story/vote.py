"""The community votes on its favourite pictures."""

import re

from bot.demo.line import Json
from bot.demo.makers import offered, picked
from bot.demo.people import Broken
from bot.demo.reading import render, words
from bot.demo.story.show import Show

CHOICES = {
    "Bo": ("poster", "both", "closer"),
    "Caro": ("row4", "window"),
    "Deniz": ("map", "poster", "both"),
    "Emil": ("stop",),
    "Femi": ("poster", "moon", "both"),
    "Gwen": ("both", "map"),
    "Hana": ("poster", "both"),
    "Jun": ("row4", "poster"),
    "Kofi": ("stop", "both", "clock"),
    "Dora": ("across", "both", "poster"),
}
CHANGES = {"Caro": ("row4", "poster"), "Emil": ("stop", "both", "poster")}


async def ballots(show: Show) -> str:
    film, call = show.film, show.calls["pictures"]
    show.open(
        "Ten ballots",
        "Nadia opens a vote over the pictures. Ten people vote, and none of them finds a work of their own on the "
        "ballot. Caro thinks again, and Emil closes his ballot by accident.",
    )
    await film.later(hours=1)
    show.vote = card = await film.opens_vote("Nadia", call, "in 3 days")
    show.evidence.ballots.number = int(words(card).partition("### Vote ")[2].split()[0])
    before = await _public(show)
    for name, choice in CHOICES.items():
        await _votes(show, name, choice, "Vote")
        await film.later(minutes=9)
    await _votes(show, "Caro", CHANGES["Caro"], "Vote")
    lost = (await film["Emil"].view(call.thread))["ephemeral"][-1]
    await film["Emil"].deletes(lost)
    await _votes(show, "Emil", CHANGES["Emil"], "My ballot")
    show.evidence.ballots.changed = {film[name].id for name in CHANGES}
    if (after := await _public(show)) != before:
        show.evidence.ballots.leaks.append("public messages changed while the vote was open: " + str(after ^ before))
    return f"{len(show.evidence.ballots.last)} ballots, {len(CHANGES)} of them changed"


async def results(show: Show) -> str:
    film, call, seen = show.film, show.calls["pictures"], show.evidence.ballots
    show.open("The count", "Three days later the vote closes by itself, and the results come with the works.")
    early = await film["Kofi"].view(call.thread)
    if any("Results of vote" in words(one) for one in early["messages"]):
        seen.leaks.append("the results stood there before the vote had closed")
    await film.until_due("A vote closes")
    sight = await film["Kofi"].sees(call.thread)
    seen.results = [one for one in sight.messages if "Results of vote" in words(one)]
    if not seen.results:
        raise Broken("the vote closes by the clock and its results are posted.", sight.seen())
    lines = words(seen.results[0]).splitlines()
    seen.winners = [int(found[1]) for line in lines if (found := re.match(r"\*\*#(\d+) ", line))]
    await film["Kofi"].presses(seen.results[0], "Full order")
    return "first: " + " and ".join(f"#{number}" for number in seen.winners)


async def _votes(show: Show, name: str, choice: tuple[str, ...], button: str) -> None:
    """Open the ballot, pick, and see that it is saved. Nobody is offered a work of their own."""
    voter, seen = show.film[name], show.evidence.ballots
    standing = seen.last.get(voter.id, set())
    panel = (await voter.presses(show.vote or {}, button)).whisper
    own = {piece.number for piece in show.film.tally.pieces if piece.maker == voter.id}
    if offered(panel) & own:
        seen.own_offered.append(f"{name} was offered {sorted(offered(panel) & own)}")
    if picked(panel) != standing:
        raise Broken(f"{name}'s ballot opens as it stood: {sorted(standing)}.", words(panel))
    numbers = {show.pieces[one].number for one in choice}
    saved = (await voter.picks(panel, *sorted(numbers))).whisper
    if picked(saved) != numbers:
        raise Broken(f"{name} reads that {sorted(numbers)} are saved.", words(saved))
    named = {int(one) for one in re.findall(r"#(\d+)", saved["content"])}
    if named - numbers - own or "pick" in saved["content"]:  # one's own are named as left out
        seen.leaks.append(f"{name}'s ballot said: {saved['content']}")
    seen.last[voter.id] = numbers


async def _public(show: Show) -> set[tuple[str, str]]:
    """Every public message of Callsheet's, as it looks."""
    server, looks = show.film.server, set()
    for channel in server.names.channels:
        seen: list[Json] = (await show.film.owner.view(channel))["messages"]
        looks |= {(one["id"], render(one, server.names, 0)) for one in seen if one["author"]["id"] == server.bot}
    return looks
