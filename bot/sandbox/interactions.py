"""Interactions: what Discord sends when a person uses a command, presses, selects or submits.

Source: discord-api-docs, interactions/receiving-and-responding.mdx.
"""

from __future__ import annotations

import asyncio
import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.sandbox.clock import SECOND
from bot.sandbox.commands import MESSAGE_MENU, USER_MENU
from bot.sandbox.errors import INVALID_TOKEN, UNKNOWN_INTERACTION, UNKNOWN_WEBHOOK, Mistake, Refusal
from bot.sandbox.files import upload_limit
from bot.sandbox.objects import member, user
from bot.sandbox.permissions import bits, in_channel
from bot.sandbox.world import Channel, Json, Message, Person, Server

if TYPE_CHECKING:
    from bot.sandbox.state import State

COMMAND, COMPONENT, AUTOCOMPLETE, MODAL_SUBMIT = 2, 3, 4, 5
GUILD, BOT_DM = 0, 1  # contexts
IN_DMS = bits("ATTACH_FILES", "EMBED_LINKS", "MENTION_EVERYONE", "USE_EXTERNAL_EMOJIS")
TOKEN_LIFETIME = 15 * 60 * SECOND
KEPT = 50_000


@dataclass(slots=True, eq=False)
class Modal:
    """A modal a person has open: what the bot sent, and the interaction that opened it."""

    id: int
    data: Json
    opened_by: Interaction


@dataclass(slots=True, eq=False)
class Interaction:
    """One interaction and what became of it.

    `acknowledged` is the callback type of the first answer. `original` is what `@original` means: the reply,
    or for types 6 and 7 the message the component is on; `target` what a message command was used on. `deferred` is
    true while a type 5 has no content yet.
    """

    id: int
    token: str
    type: int
    server: Server | None
    channel: Channel
    person: Person
    metadata: Json
    message: Message | None
    opened_at: int
    opened: float
    first: asyncio.Future[None]
    final: asyncio.Future[None]
    menu: bool = False
    target: Message | None = None
    acknowledged: int | None = None
    deferred: bool = False
    original: Message | None = None
    followups: dict[int, Message] = field(default_factory=dict)
    choices: list[Json] = field(default_factory=list)

    def finish(self) -> None:
        """The bot has given what it promised."""
        if not self.final.done():
            self.final.set_result(None)


class Interactions:
    """The interactions whose tokens may still be used, by token; and the modal each person has open."""

    def __init__(self) -> None:
        self._by_token: dict[str, Interaction] = {}
        self.modals: dict[int, Modal] = {}

    def add(self, interaction: Interaction) -> None:
        self._by_token[interaction.token] = interaction
        oldest = next(iter(self._by_token.values()))
        if interaction.opened_at - oldest.opened_at > TOKEN_LIFETIME or len(self._by_token) > KEPT:
            del self._by_token[oldest.token]

    def to_answer(self, interaction_id: int, token: str, window: float) -> Interaction:
        """The interaction a callback is for; Refusal 10062 if unknown or unanswered for `window` real seconds."""
        interaction = self._by_token.get(token)
        if interaction is None or interaction.id != interaction_id:
            raise Refusal(UNKNOWN_INTERACTION)
        late = asyncio.get_running_loop().time() - interaction.opened > window
        if late and interaction.acknowledged is None:
            raise Refusal(UNKNOWN_INTERACTION)
        return interaction

    def by_token(self, token: str, now: int) -> Interaction:
        """The interaction a webhook call is for; Refusal 50027 after fifteen minutes, 10015 if unanswered."""
        interaction = self._by_token.get(token)
        if interaction is None or now - interaction.opened_at > TOKEN_LIFETIME:
            raise Refusal(INVALID_TOKEN)
        if interaction.acknowledged is None:
            raise Refusal(UNKNOWN_WEBHOOK)
        return interaction


def send(
    state: State,
    kind: int,
    channel: Channel,
    person: Person,
    data: Json,
    message: Message | None = None,
    cause: Interaction | None = None,
) -> Interaction:
    """Send an INTERACTION_CREATE and return the interaction to await. Raises Mistake 504 with no bot connected.

    `message` is the one a component is on; `cause` the interaction whose modal is submitted.
    """
    if not state.gateway.sessions:
        raise Mistake("No bot is connected: Discord would show that the application did not respond.", 504)
    loop = asyncio.get_running_loop()
    interaction_id = state.snowflakes.new()
    server = channel.server
    owners = {"0": "0" if server is None else str(server.id)}
    metadata: Json = {
        "id": str(interaction_id),
        "type": kind,
        "user": user(person),
        "authorizing_integration_owners": owners,
    }
    if kind == MODAL_SUBMIT and cause is not None:
        metadata["triggering_interaction_metadata"] = cause.metadata
    elif message is not None:
        metadata["interacted_message_id"] = str(message.id)
    target: Message | None = None
    if kind == COMMAND and data.get("type") == MESSAGE_MENU:
        metadata["target_message_id"] = data["target_id"]
        target = state.world.messages.get(int(data["target_id"]))
    elif kind == COMMAND and data.get("type") == USER_MENU:
        metadata["target_user"] = data["resolved"]["users"][data["target_id"]]
    interaction = Interaction(
        interaction_id, secrets.token_urlsafe(48), kind, server, channel, person, metadata, message,
        state.clock.now(), loop.time(), loop.create_future(), loop.create_future(),
        menu=kind == COMMAND and data.get("type", 1) != 1, target=target,
    )  # fmt: skip
    state.interactions.add(interaction)
    place = state.objects.channel_for(channel, person)
    event: Json = {
        "id": str(interaction_id),
        "application_id": str(state.world.bot.id),
        "type": kind,
        "data": data,
        "channel": place,
        "channel_id": str(channel.id),
        "token": interaction.token,
        "version": 1,
        "locale": person.locale,
        "entitlements": [],
        "entitlement_sku_ids": [],
        "authorizing_integration_owners": owners,
        "attachment_size_limit": upload_limit(channel, person),
    }
    if server is None:
        event |= {"user": user(person), "app_permissions": str(IN_DMS), "context": BOT_DM}
    else:
        event |= {
            "guild": {"id": str(server.id), "locale": server.locale, "features": []},
            "guild_id": str(server.id),
            "guild_locale": server.locale,
            "member": {**member(server.members[person.id]), "permissions": place["permissions"]},
            "app_permissions": str(in_channel(channel, state.world.bot)),
            "context": GUILD,
        }
    if message is not None:
        event["message"] = state.objects.message(message)
    state.gateway.dispatch("INTERACTION_CREATE", event, None if server is None else server.id)
    return interaction


async def await_answer(state: State, interaction: Interaction, final: bool) -> None:
    """Wait for the first answer, and with `final` for what a deferral promised; Mistake 504 as Discord shows it."""
    try:
        async with asyncio.timeout(state.first_answer_seconds):
            await interaction.first
    except TimeoutError:
        raise Mistake("The application did not respond.", 504) from None
    if not final:
        return
    try:
        async with asyncio.timeout(state.final_answer_seconds):
            await interaction.final
    except TimeoutError:
        raise Mistake(f"The bot deferred, then gave no answer within {state.final_answer_seconds:g} s.", 504) from None
