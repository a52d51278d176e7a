"""A company: one server with its people, and what directors and moderators do there."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.demo.makers import Call, Maker, Tally
from bot.demo.people import Broken, Server, Sight
from bot.demo.reading import buttons, words
from bot.demo.stage import Stage
from bot.demo.transcript import Transcript

DIRECTOR, MODERATOR = "Director", "Moderator"


class Company:
    """Everybody in one server, by name."""

    def __init__(self, server: Server, owner: Maker) -> None:
        self.server = server
        self.tally = owner.tally
        self.owner = owner
        self.people: dict[str, Maker] = {owner.name: owner}

    @classmethod
    async def gathers(
        cls, stage: Stage, transcript: Transcript, name: str, owner: str, channels: Sequence[str]
    ) -> "Company":
        server = await Server.found(stage, transcript, name, owner, (DIRECTOR, MODERATOR), channels)
        return cls(server, Maker(server, {"id": server.owner, "name": owner}, Tally()))

    def __getitem__(self, name: str) -> Maker:
        return self.people[name]

    async def join(self, *names: str, role: str | None = None) -> None:
        """People join, new to Discord."""
        for name in names:
            await self._join({"name": name, "roles": [role] if role else []})

    async def join_again(self, somebody: Maker) -> None:
        """Somebody who is in another server joins this one too."""
        await self._join({"id": somebody.id})

    async def give(self, name: str, *roles: str) -> None:
        await self.server.line.patch(f"/servers/{self.server.id}/people/{self[name].id}", {"roles": list(roles)})

    async def set_up(self, channels: Sequence[str], zone: str) -> Sight:
        """The owner presses *Set it up* on the greeting and fills the form in."""
        place = self.server.thread(channels[0])
        greeting = (await self.owner.sees(place)).messages[-1]
        await self.owner.presses(greeting, "Set it up")
        ids = {called: role for role, called in self.server.names.roles.items()}
        answers = {
            "channels": [self.server.thread(channel) for channel in channels],
            "director": [ids[DIRECTOR]],
            "moderator": [ids[MODERATOR]],
            "zone": zone,
        }
        return await self.owner.fills(answers)

    async def posts_prompt(
        self, who: str, channel: str, title: str, brief: str, options: Mapping[str, Any] | None = None
    ) -> Call:
        """`/prompt new`, and the card and thread it leads to."""
        director, place = self[who], self.server.thread(channel)
        await director.uses(place, "prompt new", options)
        told = await director.fills({"title": title, "brief": brief})
        card = next((one for one in reversed(told.messages) if f"## {title}\n" in words(one)), None)
        if card is None:
            raise Broken(f"{who}'s prompt “{title}” has a card in #{channel}.", told.seen())
        await self.server.refresh()
        number = int(words(card).partition("### Prompt ")[2].split()[0])
        return Call(number, title, self.server.thread(title), place, card)

    async def opens_vote(self, who: str, call: Call, closes: str) -> Any:
        """`/vote open` over a prompt's works; returns the vote's card."""
        await self[who].uses(call.channel, "vote open", {"prompt": call.number, "closes": closes})
        for one in reversed((await self[who].sees(call.thread)).messages):
            if "Vote" in buttons(one):
                return one
        raise Broken(f"the vote over “{call.title}” has a card in its thread.", "none.")

    async def later(self, *, days: float = 0, hours: float = 0, minutes: float = 0) -> None:
        """Time passes for everybody, and what comes due in it is done."""
        seconds = days * 86_400 + hours * 3_600 + minutes * 60
        await self.server.line.post("/clock", {"advance": seconds})

    async def until_due(self, what: str) -> None:
        """Time passes until Callsheet does this, to the microsecond; what comes due before it is done on the way."""
        await self.server.line.post("/clock", {"to": await self.due(what)})

    async def due(self, what: str) -> int:
        """Time passes until this is the next thing Callsheet owes. Returns the instant of it."""
        line = self.server.line
        while True:
            clock = await line.get("/clock")
            if clock["next_due"] is None:
                raise Broken(f"Callsheet says when this comes: {what}.", "nothing is due.")
            at = max(clock["next_due"], self.server.stage.now())
            if clock["next_what"] == what:
                return int(at)
            await line.post("/clock", {"to": at})

    async def _join(self, body: Mapping[str, Any]) -> None:
        person = await self.server.line.post(f"/servers/{self.server.id}/people", body)
        self.server.names.people[person["id"]] = person["name"]
        self.people[person["name"]] = Maker(self.server, person, self.tally)
