"""Makers: people who hand works in, each way there is; and the tally of what they did, kept apart from Callsheet's."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.demo.line import Json, Made
from bot.demo.people import Broken, Server, Sight, Somebody
from bot.demo.reading import buttons, number_on, select, words


@dataclass(slots=True)
class Call:
    """A prompt as people know it: its card, its thread."""

    number: int
    title: str
    thread: str
    channel: str
    card: Json


@dataclass(slots=True)
class Piece:
    """A work as its maker knows it: what was handed in, and what it builds on."""

    community: str
    number: int
    maker: str
    how: str
    """message, reply, command or menu"""
    prompt: int | None
    words: str
    files: tuple[Made, ...]
    sources: set[int]
    answer: Json
    """Callsheet's public line with the work's button."""
    message: Json | None = None
    """The maker's own message, where there is one."""
    withdrawn: bool = False

    @property
    def prints(self) -> list[tuple[str, int, str]]:
        """Each file as its name, its size in bytes and its SHA-256."""
        return [(one.filename, len(one.data), hashlib.sha256(one.data).hexdigest()) for one in self.files]


@dataclass(frozen=True, slots=True)
class Turned:
    """Something that was not added, and why its maker was told."""

    maker: str
    origin: str
    """The id of the message, or of the command's use."""
    why: str


@dataclass(slots=True)
class Tally:
    """What people did, in order."""

    pieces: list[Piece] = field(default_factory=list)
    refused: list[Turned] = field(default_factory=list)


class Maker(Somebody):
    """Somebody who makes things."""

    def __init__(self, server: Server, person: Json, tally: Tally) -> None:
        super().__init__(server, person)
        self.tally = tally

    async def hands_in(self, call: Call, text: str, *files: Made) -> Piece:
        """Post it in the prompt's thread."""
        return self._is_in(await self.says(call.thread, text, *files), "message", call.number, text, files)

    async def answers_card(self, call: Call, text: str, *files: Made) -> Piece:
        """Reply to the prompt's card in its channel."""
        sight = await self.says(call.channel, text, *files, to=call.card)
        return self._is_in(sight, "reply", call.number, text, files)

    async def builds_on(self, piece: Piece, text: str, *files: Made, answer: bool = False, free: bool = False) -> Piece:
        """Reply to the maker's message, or to Callsheet's answer.

        `free`: the prompt is closed or does not take such a file, so what is built stands free of it.
        """
        to = piece.answer if answer or piece.message is None else piece.message
        sight = await self.says(to["channel_id"], text, *files, to=to)
        return self._is_in(sight, "reply", None if free else piece.prompt, text, files, {piece.number})

    async def submits(self, call: Call, title: str, file: Made, *built_on: Piece, channel: str = "") -> Piece:
        """`/submit` with a file, in the thread or anywhere with the prompt's number."""
        options: Json = {"title": title} if not channel else {"title": title, "prompt": call.number}
        if built_on:
            options["built_on"] = ", ".join(str(piece.number) for piece in built_on)
        told = await self.uses(channel or call.thread, "submit", options, file)
        sources = {piece.number for piece in built_on}
        return await self._came_by_command(call, told, "", (file,), sources)

    async def writes(self, call: Call, title: str, text: str, *built_on: Piece) -> Piece:
        """`/submit` without a file: the form for words."""
        options = {"built_on": ", ".join(str(piece.number) for piece in built_on)} if built_on else {}
        await self.uses(call.thread, "submit", options)
        told = await self.fills({"title": title, "words": text})
        return await self._came_by_command(call, told, text, (), {piece.number for piece in built_on})

    async def makes_it_a_work(self, call: Call, message: Json, *built_on: Piece) -> Piece:
        """The message menu on one's own words."""
        sight = await self.takes_menu("Submit this", message)
        _ = sight.whisper
        for one in sight.messages:
            if one.get("message_reference", {}).get("message_id") == message["id"] and number_on(one):
                return self._keep(
                    "menu", call.number, message["content"], (), {p.number for p in built_on}, one, message
                )
        raise Broken(f"“Submit this” makes {self.name}'s message a work.", sight.seen())

    async def cites(self, piece: Piece, *others: Piece) -> Sight:
        """*Built on…* on the work's own panel."""
        panel = (await self.opens(piece)).whisper
        picker = (await self.presses(panel, "Built on…")).whisper
        await self.presses(picker, "Type numbers…")
        told = await self.fills({"sources": ", ".join(str(other.number) for other in others)})
        piece.sources |= {other.number for other in others}
        return told

    async def opens(self, piece: Piece) -> Sight:
        """Press the work's number."""
        return await self.presses(piece.answer, f"#{piece.number}")

    async def is_turned_away(self, sight: Sight) -> str:
        """What was just posted was not added: ask why, and keep the sentence."""
        if sight.own is None:
            raise Broken(f"{self.name} posted something.", "no message.")
        for one in sight.messages:
            answered = one.get("message_reference", {}).get("message_id") == sight.own["id"]
            if answered and "Why?" in buttons(one):
                why = words((await self.presses(one, "Why?")).whisper)
                self.tally.refused.append(Turned(self.id, sight.own["id"], why))
                return why
        raise Broken(f"{self.name} is told that this one wasn't added.", sight.seen())

    async def is_refused(self, call: Call, title: str, file: Made, *built_on: Piece) -> str:
        """`/submit` is answered with a refusal: keep the sentence."""
        options = {"title": title, "built_on": ", ".join(str(piece.number) for piece in built_on)}
        sight = await self.uses(call.thread, "submit", options, file)
        why = words(sight.whisper)
        if re.match(r"#\d+ “.*” is in", why):
            raise Broken(f"{self.name}'s “{title}” is refused.", why)
        self.tally.refused.append(Turned(self.id, sight.interaction or "", why))
        return why

    async def takes_back(self, piece: Piece) -> Sight:
        """Delete the message a work came with."""
        if piece.message is None:
            raise Broken(f"#{piece.number} came with a message.", "it came without one.")
        sight = await self.deletes(piece.message, f", the one that was #{piece.number}")
        piece.withdrawn = True
        return sight

    def _is_in(
        self,
        sight: Sight,
        how: str,
        prompt: int | None,
        text: str,
        files: Sequence[Made],
        sources: set[int] | None = None,
    ) -> Piece:
        own = sight.own
        for one in sight.messages:
            answered = one.get("message_reference", {}).get("message_id")
            if own is not None and answered == own["id"] and number_on(one):
                return self._keep(how, prompt, text, tuple(files), sources or set(), one, own)
        raise Broken(f"what {self.name} handed in (“{text[:40]}”) becomes a numbered work.", sight.seen())

    async def _came_by_command(
        self, call: Call, told: Sight, text: str, files: tuple[Made, ...], sources: set[int]
    ) -> Piece:
        """By command the private answer says the number, and the public line stands in the thread."""
        said = words(told.whisper)
        number = int(found[1]) if (found := re.match(r"#(\d+) ", said)) else None
        for one in (await self.sees(call.thread)).messages:
            if number is not None and number_on(one) == number:
                return self._keep("command", call.number, text, files, sources, one, None)
        raise Broken(f"{self.name}'s work by command is in, and its line stands in the thread.", said)

    def _keep(
        self, how: str, prompt: int | None, text: str, files: tuple[Made, ...], sources: set[int], answer: Json,
        message: Json | None,
    ) -> Piece:  # fmt: skip
        number = number_on(answer) or 0
        piece = Piece(self.server.id, number, self.id, how, prompt, text.strip(), files, set(sources), answer, message)
        self.tally.pieces.append(piece)
        return piece


def offered(panel: Json) -> set[int]:
    """The numbers of the works a ballot offers."""
    found = select(panel)
    return {int(one["label"].split()[0][1:]) for one in found["options"]} if found else set()


def picked(panel: Json) -> set[int]:
    """The numbers a ballot says are on it."""
    said = words(panel).partition("On your ballot:")[2].partition(".")[0]
    return {int(number) for number in re.findall(r"#(\d+)", said)}
