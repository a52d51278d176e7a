"""What a person can do, whoever asks: the control API, a test or a bench in the same process."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from bot.sandbox import filling, interactions, messages, options, threads
from bot.sandbox.commands import MESSAGE_MENU, USER_MENU
from bot.sandbox.errors import Mistake, Refusal
from bot.sandbox.files import Upload
from bot.sandbox.interactions import AUTOCOMPLETE, COMMAND, COMPONENT, MODAL_SUBMIT, Interaction
from bot.sandbox.options import Resolved
from bot.sandbox.permissions import BITS, bits, in_channel
from bot.sandbox.state import State
from bot.sandbox.world import FORUM, Channel, Json, Message, Person, Server

Wait = Literal["ack", "final"]
DIRECT = "dm"


class Acting:
    """One person in one server. Ids and unique names are both accepted; every misuse raises Mistake."""

    def __init__(self, state: State, server: Server, person: Person) -> None:
        self.server = server
        self.person = person
        self._state = state

    def channel(self, ref: str, *needed: str) -> Channel:
        """A channel the person sees and has the named permissions in; "dm" is theirs with the bot. Mistake 404, 403."""
        channel = self._direct() if ref == DIRECT else self.server.named_channel(ref)
        self._need(channel, *needed)
        return channel

    def message(self, ref: str | int) -> Message:
        """A message the person can see, whispered ones too; Mistake 404."""
        number = int(ref) if str(ref).isdecimal() else 0
        message = self._state.world.messages.get(number) or self.person.whispers.get(number)
        if message is None or (message.channel.server or self.server) is not self.server:
            raise Mistake(f'There is no message "{ref}" that {self.person.name} could see.', 404)
        self._need(message.channel)
        return message

    def _direct(self) -> Channel:
        for channel in self._state.world.channels.values():
            if channel.recipient is self.person:
                return channel
        raise Mistake(f"The bot has never written to {self.person.name}.", 404)

    def _need(self, channel: Channel, *needed: str) -> None:
        granted = in_channel(channel, self.person)
        if not granted & BITS["VIEW_CHANNEL"]:
            raise Mistake(f"{self.person.name} cannot see #{channel.name}.", 403)
        missing = [name for name in needed if not granted & bits(name)]
        if missing:
            raise Mistake(f"{self.person.name} lacks {', '.join(missing)} in #{channel.name}.", 403)

    async def post(
        self,
        channel: str,
        content: str = "",
        *,
        reply_to: str | int | None = None,
        ping: bool = True,
        uploads: Sequence[Upload] = (),
        wait: Wait = "final",
    ) -> Message:
        """Post a message, answering another with `reply_to` (and notifying its author with `ping`)."""
        place = self.channel(channel)
        if place.type == FORUM:
            raise Mistake(f"#{place.name} is a forum: open a post with POST posts.")
        self._need(place, "SEND_MESSAGES" if place.thread is None else "SEND_MESSAGES_IN_THREADS")
        if uploads:
            self._need(place, "ATTACH_FILES")
        body: Json = {"content": content}
        if reply_to is not None:
            body["message_reference"] = {"message_id": str(self.message(reply_to).id)}
            body["allowed_mentions"] = {"parse": ["users", "roles", "everyone"], "replied_user": ping}
        try:
            message = messages.compose(self._state, place, self.person, body, uploads)
            threads.enter(self._state, place, self.person)
        except Refusal as refusal:
            raise _sentence(refusal) from None
        messages.publish(self._state, message)
        await self._settle(wait)
        return message

    async def open_post(
        self,
        channel: str,
        name: str,
        content: str = "",
        *,
        tags: Sequence[str] = (),
        uploads: Sequence[Upload] = (),
        wait: Wait = "final",
    ) -> Message:
        """Open a forum post; returns its first message, whose id is the new thread's."""
        forum = self.channel(channel, "SEND_MESSAGES")
        if forum.type != FORUM:
            raise Mistake(f"#{forum.name} is no forum.")
        known = {tag["name"]: tag["id"] for tag in forum.tags}
        body = {"name": name, "applied_tags": [known.get(tag, tag) for tag in tags]}
        try:
            threads.check(body, forum)
            message = messages.compose(self._state, forum, self.person, {"content": content}, uploads)
        except Refusal as refusal:
            raise _sentence(refusal) from None
        threads.open_post(self._state, forum, message, body)
        await self._settle(wait)
        return message

    async def open_thread(
        self, name: str, *, channel: str | None = None, message: str | int | None = None, wait: Wait = "final"
    ) -> Channel:
        """Open a public thread, on a message or in a channel."""
        try:
            if message is not None:
                found = self.message(message)
                self._need(found.channel, "CREATE_PUBLIC_THREADS")
                thread = threads.open_from_message(self._state, found, self.person, {"name": name})
            elif channel is not None:
                place = self.channel(channel, "CREATE_PUBLIC_THREADS")
                thread = threads.open_without_message(self._state, place, self.person, {"name": name, "type": 11})
            else:
                raise Mistake("Say where: give a channel or a message.")
        except Refusal as refusal:
            raise _sentence(refusal) from None
        await self._settle(wait)
        return thread

    async def edit(self, message: str | int, content: str, *, wait: Wait = "final") -> Message:
        found = self.message(message)
        if found.author is not self.person:
            raise Mistake(f"{self.person.name} did not write that message.", 403)
        try:
            messages.change(self._state, found, {"content": content})
        except Refusal as refusal:
            raise _sentence(refusal) from None
        await self._settle(wait)
        return found

    async def delete(self, message: str | int, *, wait: Wait = "final") -> Message:
        """Delete one's own message, or anyone's with Manage Messages; a whisper is dismissed."""
        found = self.message(message)
        if found.author is not self.person and found.whispered_to is None:
            self._need(found.channel, "MANAGE_MESSAGES")
        messages.remove(self._state, found)
        await self._settle(wait)
        return found

    async def react(self, message: str | int, emoji: str, *, wait: Wait = "final") -> Message:
        found = self.message(message)
        self._need(found.channel, "READ_MESSAGE_HISTORY")
        if emoji not in found.reactions:
            self._need(found.channel, "ADD_REACTIONS")
        try:
            messages.react(self._state, found, self.person, emoji)
        except Refusal as refusal:
            raise _sentence(refusal) from None
        await self._settle(wait)
        return found

    async def unreact(self, message: str | int, emoji: str, *, wait: Wait = "final") -> Message:
        found = self.message(message)
        messages.unreact(self._state, found, self.person, emoji)
        await self._settle(wait)
        return found

    async def command(
        self,
        channel: str,
        command: str,
        values: Mapping[str, Any] | None = None,
        uploads: Mapping[str, Upload] | None = None,
        *,
        wait: Wait = "final",
    ) -> Interaction:
        """Use a slash command: "prompt new" with its option values by name."""
        place = self.channel(channel, "USE_APPLICATION_COMMANDS")
        found, path = options.find(self._state, self.server, place, self.person, command)
        data = options.build(self._resolved(place), found, path, values or {}, uploads or {})
        return await self._send(COMMAND, place, data, wait)

    async def autocomplete(self, channel: str, command: str, values: Mapping[str, Any], focused: str) -> list[Json]:
        """The choices the bot offers while `focused` is typed."""
        place = self.channel(channel, "USE_APPLICATION_COMMANDS")
        found, path = options.find(self._state, self.server, place, self.person, command)
        shown = path[-1] if path else found.body
        if not any(o["name"] == focused and o.get("autocomplete") for o in shown.get("options") or []):
            raise Mistake(f'"{focused}" is not an option of /{command} that completes itself.')
        data = options.build(self._resolved(place), found, path, values, {}, focused)
        return (await self._send(AUTOCOMPLETE, place, data, "ack")).choices

    async def menu(
        self, command: str, *, message: str | int | None = None, person: str | None = None,
        channel: str | None = None, wait: Wait = "final",
    ) -> Interaction:  # fmt: skip
        """Use a context menu on a message, or on a person (then say in which channel)."""
        kind = MESSAGE_MENU if message is not None else USER_MENU
        found = self._state.commands.named(self.server.id, kind, command)
        if found is None:
            raise Mistake(f'The bot has registered no such menu command "{command}".', 404)
        if message is not None:
            target = self.message(message)
            place, target_id = target.channel, str(target.id)
            resolved = self._resolved(place)
            resolved.found["messages"] = {target_id: self._state.objects.message(target)}
        elif person is not None and channel is not None:
            place = self.channel(channel)
            resolved = self._resolved(place)
            target_id = resolved.member(self.server.named_member(person))
        else:
            raise Mistake("Name a message, or a person and a channel.")
        self._need(place, "USE_APPLICATION_COMMANDS")
        options.check_allowed(found, place, self.person)
        return await self._send(COMMAND, place, options.data(found, resolved, target_id=target_id), wait)

    async def press(
        self, message: str | int, custom_id: str, values: Sequence[str] = (), *, wait: Wait = "final"
    ) -> Interaction:
        """Press a button, or choose values in a select (names where Discord takes ids)."""
        found = self.message(message)
        data = filling.press(self._resolved(found.channel), found, custom_id, values)
        return await self._send(COMPONENT, found.channel, data, wait, found)

    async def submit(
        self,
        fields: Mapping[str, Any],
        uploads: Mapping[str, Sequence[Upload]] | None = None,
        *,
        modal: str | None = None,
        wait: Wait = "final",
    ) -> Interaction:
        """Submit the open modal. A refused submission leaves it open."""
        opened = self._state.interactions.modals.get(self.person.id)
        if opened is None or (modal is not None and str(opened.id) != modal):
            raise Mistake(f"{self.person.name} has no such modal open.", 404)
        cause = opened.opened_by
        data = filling.submit(self._resolved(cause.channel), opened.data, fields, uploads or {})
        del self._state.interactions.modals[self.person.id]
        return await self._send(MODAL_SUBMIT, cause.channel, data, wait, cause.message, cause)

    def _resolved(self, channel: Channel) -> Resolved:
        return Resolved(self._state, self.server, channel, self.person)

    async def _send(
        self, kind: int, channel: Channel, data: Json, wait: Wait,
        message: Message | None = None, cause: Interaction | None = None,
    ) -> Interaction:  # fmt: skip
        interaction = interactions.send(self._state, kind, self.server, channel, self.person, data, message, cause)
        await interactions.await_answer(self._state, interaction, final=wait == "final")
        await self._settle(wait)
        return interaction

    async def _settle(self, wait: Wait) -> None:
        if wait == "final":
            await self._state.streams.settle()

    def view(self, place: Channel, limit: int = 100) -> Json:
        """What the person sees in a channel: its newest `limit` messages, whispers, an open modal."""
        may_read = in_channel(place, self.person) & BITS["READ_MESSAGE_HISTORY"]
        shown = list(place.messages.values())[-limit:] if may_read else []
        whispers = [w for w in self.person.whispers.values() if w.channel is place]
        modal = self._state.interactions.modals.get(self.person.id)
        show = self._state.objects.message
        return {
            "messages": [show(message, self.person.id) for message in shown],
            "ephemeral": [show(message, self.person.id) for message in whispers],
            "modal": modal and {"id": str(modal.id), **modal.data},
            "pings": {str(message.id): _pings(message) for message in (*shown, *whispers)},
        }


def _pings(message: Message) -> Json:
    pings = message.pings
    return {
        "users": [str(person) for person in pings.users],
        "roles": [str(role) for role in pings.roles],
        "everyone": pings.everyone,
    }


def _sentence(refusal: Refusal) -> Mistake:
    """Discord's refusal of a person's own message, as a sentence."""
    details: list[str] = []

    def gather(node: Json, path: str) -> None:
        for key, value in node.items():
            if key == "_errors":
                details.extend(f"{path or 'it'}: {fault['message']}" for fault in value)
            else:
                gather(value, f"{path}.{key}" if path else key)

    gather(refusal.body.get("errors") or {}, "")
    status = refusal.code.status if refusal.code.status in (403, 404, 413) else 400
    return Mistake(f"Discord refuses this: {'; '.join(details) or refusal.code.message}", status)
