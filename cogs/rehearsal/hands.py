"""A rehearsal's hands in Discord: what Callsheet does every day, in a private thread, and what is refused of it."""

import asyncio
import io
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Literal

import discord

from bot.app import App
from bot.domain.ids import ChannelId
from bot.domain.posts import nonce_of
from bot.domain.rehearsal import Rehearsal, Step, Trouble
from bot.drawing.rehearsal import bus_stop
from cogs.cards.rehearsal import PICTURED, closed_vote_card, next_id, step_card
from cogs.permissions import held_in
from cogs.translate import custom_ids

log = logging.getLogger(__name__)

ARCHIVE_AFTER_MINUTES: Literal[60] = 60
LOOKED_AT = 50
"""Messages of the thread read back to find our own."""
LASTING = frozenset({400, 403, 404, 413})
NEEDS: dict[Step, tuple[str, ...]] = {
    Step.OPENING: ("view_channel", "create_private_threads", "send_messages_in_threads"),
    Step.WORK: ("attach_files",),
    Step.REMIX: ("attach_files", "read_message_history"),
    Step.RESULTS: ("attach_files", "read_message_history"),
}
"""What a step takes beside being allowed to speak in the thread."""
FILENAME = "stop.png"


class _Refused(Exception):
    def __init__(self, trouble: Trouble) -> None:
        self.trouble = trouble


class DiscordStagehand:
    def __init__(self, app: App) -> None:
        self._app = app

    async def open(self, rehearsal: Rehearsal) -> ChannelId | Trouble:
        """The private thread, with whoever asked in it; one that is there already is the one."""
        try:
            with self._refusals(rehearsal, Step.OPENING):
                thread = self._opened(rehearsal) or await self._parent(rehearsal).create_thread(
                    name=_name(rehearsal),
                    type=discord.ChannelType.private_thread,
                    auto_archive_duration=ARCHIVE_AFTER_MINUTES,
                )
                await thread.add_user(discord.Object(rehearsal.member_id))
        except _Refused as refused:
            return refused.trouble
        return ChannelId(thread.id)

    async def play(self, rehearsal: Rehearsal) -> list[Trouble]:
        """Show the step that comes next. What is refused is left out, and the show goes on."""
        step, troubles = rehearsal.step, []
        extras: dict[str, Any] = {}
        if step in (Step.REMIX, Step.RESULTS):
            try:
                found = await self._find(rehearsal, Step.WORK if step is Step.REMIX else Step.VOTE)
                if found is not None and step is Step.REMIX:
                    extras["reference"] = found.to_reference(fail_if_not_exists=False)
                elif found is not None:
                    with self._refusals(rehearsal, step):
                        await found.edit(view=_stopped(closed_vote_card()))
            except _Refused as refused:
                troubles.append(refused.trouble)
        try:
            await self._send(rehearsal, pictured=step in PICTURED, extras=extras)
        except _Refused as refused:
            troubles.append(refused.trouble)
            if step in PICTURED:
                try:
                    await self._send(rehearsal, pictured=False, extras={})
                except _Refused as again:
                    troubles.append(again.trouble)
        return troubles

    async def clear(self, rehearsal: Rehearsal) -> bool:
        """Take the thread away; False where it could only be emptied."""
        there = self._opened(rehearsal) if rehearsal.thread_id is None else None
        thread_id = there.id if there else rehearsal.thread_id
        if thread_id is None:
            return True
        try:
            await self._app.http.delete_channel(thread_id, reason="The rehearsal is over")
        except discord.NotFound:
            return True
        except discord.Forbidden:
            await self._empty(rehearsal)
            return False
        return True

    async def _empty(self, rehearsal: Rehearsal) -> None:
        """Without Manage Threads our own messages still go, and the thread is put away."""
        try:
            async for message in self._thread(rehearsal).history(limit=LOOKED_AT):
                if message.author.id == self._app.application_id and not message.is_system():
                    await message.delete()
            await self._app.http.edit_channel(rehearsal.thread_id or 0, archived=True)
        except discord.HTTPException as refused:
            log.warning("a rehearsal's thread could not be emptied", extra={"code": refused.code})

    async def _send(self, rehearsal: Rehearsal, *, pictured: bool, extras: dict[str, Any]) -> None:
        step = rehearsal.step
        token = await self._token(rehearsal)
        files = []
        if pictured:
            picture = await asyncio.to_thread(bus_stop, in_the_rain=step is not Step.WORK)
            files = [discord.File(io.BytesIO(picture), filename=FILENAME)]
        view = step_card(rehearsal, step, token, [FILENAME] if pictured else [])
        asked_for_it = [discord.Object(rehearsal.member_id)] if step is Step.OPENING else False
        with self._refusals(rehearsal, step):
            await self._thread(rehearsal).send(
                view=_stopped(view),
                files=files,
                nonce=nonce_of(f"rehearsal:{rehearsal.id}:{step}:{pictured}"),
                allowed_mentions=discord.AllowedMentions(everyone=False, roles=False, users=asked_for_it),
                **extras,
            )

    async def _find(self, rehearsal: Rehearsal, step: Step) -> discord.Message | None:
        """The message of an earlier step, looked for as after an outage: by the button it carries."""
        wanted = next_id(step, await self._token(rehearsal))
        with self._refusals(rehearsal, rehearsal.step):
            async for message in self._thread(rehearsal).history(limit=LOOKED_AT):
                if wanted in custom_ids(message.components):
                    return message
        return None

    async def _token(self, rehearsal: Rehearsal) -> str:
        subject = {"rehearsal": rehearsal.id}
        return await self._app.services.panels.public(f"rehearsal:{rehearsal.id}", rehearsal.community_id, subject)

    def _parent(self, rehearsal: Rehearsal) -> discord.TextChannel:
        """Raises `LookupError` while Discord has not told us of the server."""
        guild = self._app.get_guild(rehearsal.community_id)
        if guild is None or guild.unavailable:
            raise LookupError("the server is away")
        channel = guild.get_channel(rehearsal.channel_id)
        if not isinstance(channel, discord.TextChannel):
            raise _Refused(Trouble(Step.OPENING, 0, ("view_channel",)))
        return channel

    def _opened(self, rehearsal: Rehearsal) -> discord.Thread | None:
        threads = self._parent(rehearsal).threads
        return next((one for one in threads if one.name == _name(rehearsal) and one.me is not None), None)

    def _thread(self, rehearsal: Rehearsal) -> discord.PartialMessageable:
        return self._app.get_partial_messageable(rehearsal.thread_id or 0, guild_id=rehearsal.community_id)

    @contextmanager
    def _refusals(self, rehearsal: Rehearsal, step: Step) -> Iterator[None]:
        """Turn Discord's lasting refusals into what is missing; let passing faults through."""
        try:
            yield
        except discord.HTTPException as error:
            if error.status not in LASTING:
                raise
            raise _Refused(Trouble(step, error.code, self._missing(rehearsal, step))) from error

    def _missing(self, rehearsal: Rehearsal, step: Step) -> tuple[str, ...]:
        guild = self._app.get_guild(rehearsal.community_id)
        channel = guild.get_channel(rehearsal.channel_id) if guild else None
        if guild is None or channel is None:
            return ()
        held = held_in(channel, guild.me)
        needed = dict.fromkeys(("view_channel", "send_messages_in_threads", *NEEDS.get(step, ())))
        return tuple(name for name in needed if not getattr(held, name))


def _name(rehearsal: Rehearsal) -> str:
    return f"Callsheet rehearsal {rehearsal.id}"


def _stopped(view: discord.ui.LayoutView) -> discord.ui.LayoutView:
    view.stop()
    return view
