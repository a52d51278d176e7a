"""What a person can do, whoever asks: the control API, a test or a bench in the same process."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.sandbox import filling, interactions, options
from bot.sandbox.commands import MESSAGE_MENU, USER_MENU
from bot.sandbox.errors import Mistake
from bot.sandbox.files import Upload
from bot.sandbox.interactions import AUTOCOMPLETE, COMMAND, COMPONENT, MODAL_SUBMIT, Interaction, Modal
from bot.sandbox.options import Resolved
from bot.sandbox.posting import Posting, Wait
from bot.sandbox.world import Channel, Json, Message


class Acting(Posting):
    """All a person does: what they write, and how they use the bot; every misuse raises Mistake."""

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
        if place.thread is not None and place.thread.archived:
            raise Mistake(f'"{place.name}" is archived: commands are used in active threads only.')
        found, path = options.find(self._state, place, self.person, command)
        data = options.build(self._resolved(place), found, path, values or {}, uploads or {})
        return await self._send(COMMAND, place, data, wait)

    async def autocomplete(self, channel: str, command: str, values: Mapping[str, Any], focused: str) -> list[Json]:
        """The choices the bot offers while `focused` is typed."""
        place = self.channel(channel, "USE_APPLICATION_COMMANDS")
        found, path = options.find(self._state, place, self.person, command)
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
        known = self._state.commands.named
        if known(self.server.id, kind, command) is None and known(None, kind, command) is None:
            raise Mistake(f'The bot has registered no such menu command "{command}".', 404)
        target = None if message is None else self.message(message)
        if target is not None:
            place = target.channel
        elif person is not None and channel is not None:
            place = self.channel(channel)
        else:
            raise Mistake("Name a message, or a person and a channel.")
        found = known(options.server_id(place), kind, command)
        if found is None:
            raise Mistake(f'"{command}" is not offered there.', 404)
        resolved = self._resolved(place)
        if target is not None:
            target_id = str(target.id)
            resolved.found["messages"] = {target_id: self._state.objects.message(target)}
        else:
            target_id = resolved.member(self.server.named_member(str(person)))
        self._need(place, "USE_APPLICATION_COMMANDS")
        options.check_allowed(self._state, found, place, self.person)
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
        """Submit the open modal. A refused submission leaves it open, as does one the bot does not answer."""
        opened = self._state.interactions.modals.get(self.person.id)
        if opened is None or (modal is not None and str(opened.id) != modal):
            raise Mistake(f"{self.person.name} has no such modal open.", 404)
        cause = opened.opened_by
        data = filling.submit(self._resolved(cause.channel), opened.data, fields, uploads or {})
        sent = interactions.send(self._state, MODAL_SUBMIT, cause.channel, self.person, data, cause.message, cause)
        sent.first.add_done_callback(lambda first: None if first.cancelled() else self._close(opened))
        await interactions.await_answer(self._state, sent, final=wait == "final")
        await self._settle(wait)
        return sent

    def _close(self, modal: Modal) -> None:
        """Close a modal, unless another has been opened in its place."""
        if self._state.interactions.modals.get(self.person.id) is modal:
            del self._state.interactions.modals[self.person.id]

    def _resolved(self, channel: Channel) -> Resolved:
        return Resolved(self._state, self.server, channel, self.person)

    async def _send(
        self, kind: int, channel: Channel, data: Json, wait: Wait,
        message: Message | None = None, cause: Interaction | None = None,
    ) -> Interaction:  # fmt: skip
        interaction = interactions.send(self._state, kind, channel, self.person, data, message, cause)
        await interactions.await_answer(self._state, interaction, final=wait == "final")
        await self._settle(wait)
        return interaction
