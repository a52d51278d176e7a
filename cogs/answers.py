"""One private answer to an interaction, whatever kind it is and however long the work took.

Discord gives up on an interaction after three seconds (Interactions, "Responding"). An answer that is ready in
time is one request; one that is not is deferred first and edited in later. Views and modals are stopped before they
are sent, so that discord.py never keeps them.
"""

import asyncio
import logging
import secrets
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import aiohttp
import discord
from discord import ui
from discord.ui.view import BaseView

from bot.app import App
from bot.domain.ids import MemberId
from bot.domain.panels import DRAFT_LIFETIME
from bot.domain.refusals import MENDABLE, Refusal, Repeated
from bot.router import custom_id, read_modal
from cogs.panels import button, rows
from cogs.translate import community_of
from cogs.words.errors import unexpected
from cogs.words.refusals import refusal as words_for

log = logging.getLogger(__name__)

CHANGES_ITS_MESSAGE = discord.InteractionResponseType.deferred_message_update
THINKING = discord.InteractionResponseType.deferred_channel_message
ANSWERED_ALREADY = 40_060
"""Discord's code for an interaction that has its first answer (Opcodes and Status Codes, "JSON Error Codes")."""


class Answer:
    """Use it as `async with Answer(interaction) as answer:`; then answer once.

    Whatever is raised inside is told to the person: a refusal in words, anything else with a reference.
    """

    def __init__(self, interaction: discord.Interaction[App]) -> None:
        self.interaction = interaction
        self.is_over = False
        self._response = interaction.response
        self._in_hand = interaction.client.in_hand
        self._deferring: asyncio.Task[None] | None = None

    async def __aenter__(self) -> "Answer":
        self._in_hand.take()
        self.interaction.client.deferrals.watch(self)
        return self

    async def __aexit__(self, _: object, error: BaseException | None, __: object) -> bool:
        """The one path of every error. What is not an error but an end, such as a cancellation, goes on."""
        try:
            if isinstance(error, Exception):
                await self.apologise(error)
                return True
        finally:
            self.is_over = True
            self._in_hand.drop()
        return False

    def defer_late(self) -> None:
        self._deferring = asyncio.get_running_loop().create_task(self._defer())

    async def _defer(self) -> None:
        if self._response.is_done():
            return
        thinking = self.interaction.type is not discord.InteractionType.component
        await self._response.defer(ephemeral=True, thinking=thinking)

    async def defer(self) -> None:
        """Acknowledge now: what comes takes longer than Discord waits."""
        if await self._ready() is None:
            await self._defer()

    async def _ready(self) -> discord.InteractionResponseType | None:
        """How it was acknowledged already, if it was. From here on no alarm may answer for us."""
        self.is_over = True
        if self._deferring is not None:
            await self._deferring
        return self._response.type

    async def show(
        self,
        text: str | None = None,
        view: BaseView | None = None,
        files: Sequence[discord.File] = (),
    ) -> None:
        """A new message only this person sees."""
        extras: dict[str, Any] = {"view": _stopped(view)} if view is not None else {}
        match await self._ready():
            case None:
                await _insist(
                    lambda: self._response.send_message(text, ephemeral=True, files=list(files), **extras), files
                )
            case kind if kind is THINKING:
                await self.interaction.edit_original_response(content=text, attachments=list(files), **extras)
            case _:
                await self.interaction.followup.send(
                    text or discord.utils.MISSING, ephemeral=True, files=list(files), **extras
                )

    async def update(
        self, text: str | None = None, view: BaseView | None = None, files: Sequence[discord.File] | None = None
    ) -> None:
        """Change the message whose button was pressed. Without a view its buttons stay as they are, as do its files."""
        extras: dict[str, Any] = {"view": _stopped(view)} if view is not None else {}
        if files is not None:
            extras["attachments"] = list(files)
        if await self._ready() is None:
            await _insist(lambda: self._response.edit_message(content=text, **extras), files or ())
        else:
            await self.interaction.edit_original_response(content=text, **extras)

    async def taken(self) -> None:
        """Nothing new to say: what was pressed shows in the channel in a moment."""
        if await self._ready() is None:
            await _insist(self._response.edit_message)

    async def ask(self, modal: discord.ui.Modal) -> None:
        """Open a form. It has to be the first answer, so decide quickly."""
        if await self._ready() is not None:
            await self.show("That took me a moment too long to open the form. Press it once more.")
            return
        modal.stop()
        await _insist(lambda: self._response.send_modal(modal))

    async def apologise(self, error: Exception) -> None:
        match error:
            case Repeated():
                return
            case Refusal():
                text = words_for(error)
            case _:
                reference = secrets.token_hex(3).upper()
                log.error("unexpected error", exc_info=error, extra={"reference": reference})
                text = unexpected(reference)
        try:
            await self.show(text, await self._try_again(error))
        except discord.HTTPException as lost:
            # 10062 and 40060: Discord has given up on the interaction, or another delivery of it was answered.
            log.warning("an answer could not be given", extra={"code": lost.code, "status": lost.status})
        except aiohttp.ClientError as lost:
            log.warning("an answer could not be given", extra={"lost": repr(lost)})

    async def _try_again(self, error: Exception) -> ui.View | None:
        """A button that opens the form again as it was filled in, where a mistake in it can be put right."""
        interaction = self.interaction
        if interaction.type is not discord.InteractionType.modal_submit:
            return None
        if not isinstance(error, Refusal) or error.why not in MENDABLE:
            return None
        data: Any = interaction.data
        fields, _ = read_modal(data)
        draft = {"form": data["custom_id"], "fields": fields}
        try:
            token = await interaction.client.services.panels.private(
                community_of(interaction), MemberId(interaction.user.id), draft, DRAFT_LIFETIME
            )
        except Exception:  # the words for what went wrong are worth more than the button
            log.exception("what was filled in could not be kept")
            return None
        return rows(button("Try again", custom_id("form", "again", token), discord.ButtonStyle.primary))


async def _insist(respond: Callable[[], Awaitable[Any]], files: Sequence[discord.File] = ()) -> None:
    """Answer once more where the connection broke: what was done stays done, and its person should hear of it.

    If the first time did arrive, Discord says so, and that is fine. Files are read by then and cannot go again.
    """
    try:
        await respond()
    except aiohttp.ClientConnectionError:
        if files:
            raise
        try:
            await respond()
        except discord.HTTPException as error:
            if error.code != ANSWERED_ALREADY:
                raise


def _stopped(view: BaseView) -> BaseView:
    view.stop()
    return view
