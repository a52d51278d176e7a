"""People: what each of them can do in Discord, and what they then see. All of it goes into the transcript."""

from collections.abc import Awaitable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.demo.line import Declined, Json, Line, Made
from bot.demo.reading import (
    THREAD_STARTER,
    Names,
    buttons,
    label_of,
    render,
    render_furniture,
    render_modal,
    select,
    short,
    title_of,
    words,
)
from bot.demo.stage import Stage
from bot.demo.transcript import Entry, Transcript

EVERYTHING = "1000"
"""Messages looked at in one channel: more than any story here posts."""


class Broken(Exception):
    """Something that was promised did not come true."""

    def __init__(self, promised: str, seen: str) -> None:
        super().__init__(f"Promised: {promised}\nSeen instead: {seen}")
        self.promised = promised
        self.seen = seen


@dataclass(frozen=True, slots=True)
class Sight:
    """What somebody sees after an act."""

    who: str
    did: str
    messages: list[Json]
    said: list[Json]
    """Callsheet's messages in that channel that are new or changed."""
    whispers: list[Json]
    """Its messages to this person alone that are new or changed."""
    modal: Json | None
    pings: Mapping[str, Json]
    own: Json | None = None
    """The message this person posted, where the act was posting one."""
    interaction: str | None = None
    """The id of the use of a command, button or form, where the act was one."""

    @property
    def whisper(self) -> Json:
        """The private answer. Raises `Broken` where there is none."""
        if not self.whispers:
            raise Broken(f"{self.who} gets a private answer when {self.did}.", f"nothing. {self.seen()}")
        return self.whispers[-1]

    def seen(self) -> str:
        return "The last messages there: " + " | ".join(repr(words(one))[:160] for one in self.messages[-3:])


class Server:
    """One Discord server: who is in it, what its places are called, and what has been looked at."""

    def __init__(self, stage: Stage, transcript: Transcript, shown: Json) -> None:
        self.stage = stage
        self.transcript = transcript
        self.names = Names()
        self.id: str = shown["id"]
        self.name: str = shown["name"]
        self.bot: str = shown["bot"]["id"]
        self.owner: str = shown["owner"]["id"]
        self._looked: dict[str, str] = {}
        self._furniture: dict[str, list[str]] = {}
        self._learn(shown)

    @classmethod
    async def found(
        cls, stage: Stage, transcript: Transcript, name: str, owner: str, roles: Sequence[str], channels: Sequence[str]
    ) -> "Server":
        body = {"name": name, "owner": owner, "roles": list(roles), "channels": list(channels)}
        return cls(stage, transcript, await stage.line.post("/servers", body))

    @property
    def line(self) -> Line:
        return self.stage.line

    async def refresh(self) -> None:
        """Learn the channels and threads there are by now."""
        servers = (await self.line.get("/servers"))["servers"]
        self._learn(next(one for one in servers if one["id"] == self.id))

    def thread(self, name: str) -> str:
        """A thread's or channel's id by its name. Raises `Broken` where there is none."""
        for known, called in self.names.channels.items():
            if called == name:
                return known
        raise Broken(f"there is a thread called “{name}”.", f"only {', '.join(self.names.channels.values())}.")

    def news(self, messages: Sequence[Json]) -> list[Json]:
        """Those that are new since anybody last looked, or have changed."""
        found = []
        for message in messages:
            looks = render(message, self.names, 0)
            if self._looked.get(message["id"]) != looks:
                self._looked[message["id"]] = looks
                found.append(message)
        return found

    def shown(self, message: Json) -> str:
        """A message for the transcript; buttons and choices that stayed as they were are not repeated."""
        now, furniture = self.stage.now(), render_furniture(message)
        if furniture and self._furniture.get(message["id"]) == furniture:
            return render({**message, "components": []}, self.names, now) + "\n\n_(the choices beneath as before)_"
        self._furniture[message["id"]] = furniture
        return render(message, self.names, now)

    def _learn(self, shown: Json) -> None:
        self.names.people |= {one["id"]: one["name"] for one in shown["people"]}
        self.names.people[self.bot] = shown["bot"]["name"]
        self.names.roles |= {one["id"]: one["name"] for one in shown["roles"]}
        self.names.channels |= {one["id"]: one["name"] for one in (*shown["channels"], *shown["threads"])}


class Somebody:
    """A person in a server. Each method is one act; it returns what the person then sees."""

    def __init__(self, server: Server, person: Json) -> None:
        self.server = server
        self.id: str = person["id"]
        self.name: str = person["name"]
        self._modal: Json | None = None

    @property
    def _path(self) -> str:
        return f"/servers/{self.server.id}/people/{self.id}"

    async def says(self, channel: str, text: str = "", *files: Made, to: Json | None = None, aside: str = "") -> Sight:
        """Post a message, with files or without, answering `to` where given."""
        body: Json = {"channel": channel, "content": text}
        if to is not None:
            body["reply_to"] = to["id"]
        call = self.server.line.send(f"{self._path}/messages", body, [("files", one) for one in files])
        verb = "posts" if to is None else f"replies to {self._whose(to)}"
        did = f"{verb} in {self._place(channel)}{aside}"
        return await self._act(did, call, said=_spoken(text, files))

    async def uses(
        self, channel: str, command: str, options: Mapping[str, Any] | None = None, file: Made | None = None
    ) -> Sight:
        """Use a slash command, `file` as its option of that name."""
        body = {"channel": channel, "command": command, "options": dict(options or {})}
        call = self.server.line.send(f"{self._path}/commands", body, [("file", file)] if file else [])
        typed = " ".join([f"/{command}", *(f"{name}:{self._answer(value)}" for name, value in (options or {}).items())])
        with_file = f" file:{file.filename}" if file else ""
        return await self._act(f"uses `{typed}{with_file}` in {self._place(channel)}", call)

    async def takes_menu(self, command: str, message: Json) -> Sight:
        """Right-click a message and choose one of the bot's commands for it."""
        call = self.server.line.post(f"{self._path}/menus", {"command": command, "message": message["id"]})
        return await self._act(f"right-clicks {self._whose(message)} and chooses *{command}*", call)

    async def presses(self, message: Json, label: str) -> Sight:
        """Press a button by what stands on it. Raises `Broken` where it is not there."""
        there = buttons(message)
        if label not in there:
            raise Broken(f"{self.name} can press [{label}].", f"the buttons there are: {', '.join(there) or 'none'}.")
        body = {"message": message["id"], "custom_id": there[label]["custom_id"]}
        return await self._act(f"presses `[{label}]`", self.server.line.post(f"{self._path}/presses", body))

    async def picks(self, message: Json, *numbers: int) -> Sight:
        """Choose works by their numbers in the message's select. Raises `Broken` for one that is not offered."""
        found = select(message)
        if found is None:
            raise Broken(f"{self.name} is offered a choice.", repr(words(message)))
        offered = {int(one["label"].split()[0][1:]): one["value"] for one in found["options"]}
        if missing := [number for number in numbers if number not in offered]:
            raise Broken(f"{self.name} may pick {missing}.", f"on offer are {sorted(offered)}.")
        values = [offered[number] for number in numbers]
        body = {"message": message["id"], "custom_id": found["custom_id"], "values": values}
        picked = ", ".join(f"#{number}" for number in numbers) or "nothing"
        return await self._act(f"chooses {picked}", self.server.line.post(f"{self._path}/presses", body))

    async def fills(self, fields: Mapping[str, Any] | None = None, files: Sequence[tuple[str, Made]] = ()) -> Sight:
        """Fill in the form that is open and send it. Raises `Broken` where none is."""
        modal = self._modal
        if modal is None:
            raise Broken(f"a form is open for {self.name}.", "none.")
        answers = dict(fields or {})
        call = self.server.line.send(f"{self._path}/modals", {"modal": modal["id"], "fields": answers}, files)
        told = "\n".join(f"- {label_of(modal, name)}: {self._answer(value)}" for name, value in answers.items())
        return await self._act(f"fills in *{modal['title']}*", call, said=told + _spoken("", [one for _, one in files]))

    async def sees(self, channel: str) -> Sight:
        """Look at a channel."""
        return await self._act(f"looks at {self._place(channel)}", self.view(channel), quiet=True)

    async def view(self, channel: str) -> Json:
        """The channel as this person sees it; nothing is noted."""
        return await self.server.line.get(f"{self._path}/view", channel=channel, limit=EVERYTHING)

    async def deletes(self, message: Json, why: str = "") -> Sight:
        """Delete one's own message, or dismiss one that only this person sees."""
        mine = message["author"]["id"] == self.id
        verb = "deletes their message" if mine else "dismisses the message only they could see"
        call = self.server.line.delete(f"{self._path}/messages/{message['id']}")
        return await self._act(f"{verb}{why}", call)

    async def _act(self, did: str, call: Awaitable[Json], said: str = "", *, quiet: bool = False) -> Sight:
        entry = self.server.transcript.did(self.server.stage.now(), f"**{self.name}** {did}")
        if said:
            entry.saw.append((self.name, said))
        try:
            shown = await call
        except Declined as declined:
            raise Broken(f"{self.name} {did}, and Discord lets it happen.", declined.sentence) from declined
        sight = self._sight(did, shown)
        self._note(entry, sight)
        if quiet and not sight.said and not sight.whispers:
            self.server.transcript.chapters[-1].entries.remove(entry)
        return sight

    def _sight(self, did: str, shown: Json) -> Sight:
        self._modal = shown["modal"]
        own = shown.get("message") if shown.get("message", {}).get("author", {}).get("id") == self.id else None
        used = shown.get("interaction", {}).get("id")
        news = self.server.news(shown["messages"])
        said = [one for one in news if one["author"]["id"] == self.server.bot and one["type"] != THREAD_STARTER]
        whispers = self.server.news(shown["ephemeral"])
        return Sight(self.name, did, shown["messages"], said, whispers, shown["modal"], shown["pings"], own, used)

    def _note(self, entry: Entry, sight: Sight) -> None:
        to_me = f"**Callsheet** (only {self.name} sees this)"
        entry.saw += [("**Callsheet**", self.server.shown(one)) for one in sight.said]
        entry.saw += [(to_me, self.server.shown(one)) for one in sight.whispers]
        if sight.modal:
            entry.saw.append((f"A form opens (only {self.name} sees this)", render_modal(sight.modal)))

    def _place(self, channel: str) -> str:
        return f"#{self.server.names.channels.get(channel, channel)}"

    def _whose(self, message: Json) -> str:
        author = message["author"]["id"]
        if author == self.server.bot:
            if title := title_of(message):
                return f"the card “{title}”"
            return f"Callsheet's line `[{next(iter(buttons(message)), '…')}]`"
        who = "their own" if author == self.id else f"{self.server.names.people.get(author, 'someone')}'s"
        return f"{who} message “{short(message['content'], 40)}”" if message["content"] else f"{who} message"

    def _answer(self, value: Any) -> str:
        """What was typed or chosen, ids spelled as names."""
        names = self.server.names
        if isinstance(value, list):
            return ", ".join(map(self._answer, value))
        if value in names.roles:
            return f"@{names.roles[value]}"
        return f"#{names.channels[value]}" if value in names.channels else str(value).replace("\n", " / ")


def _spoken(text: str, files: Sequence[Made]) -> str:
    attached = [f"📎 `{made.filename}` ({len(made.data):,} bytes)" for made in files]
    return "\n\n".join(filter(None, [text, *attached]))
