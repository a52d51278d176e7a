"""The bot's answers to an interaction: the first one, follow-ups, and edits of `@original`.

Source: discord-api-docs, interactions/receiving-and-responding.mdx.
"""

from collections.abc import Sequence

from bot.sandbox import commands, components, messages, threads
from bot.sandbox.errors import (
    ALREADY_ACKNOWLEDGED,
    UNKNOWN_MESSAGE,
    Form,
    Refusal,
)
from bot.sandbox.files import Upload
from bot.sandbox.interactions import AUTOCOMPLETE, COMPONENT, MODAL_SUBMIT, Interaction, Modal
from bot.sandbox.limits import EPHEMERAL, LOADING
from bot.sandbox.state import State
from bot.sandbox.world import Json, Message

MESSAGE, DEFERRED_MESSAGE, DEFERRED_UPDATE, UPDATE, CHOICES, MODAL = 4, 5, 6, 7, 8, 9
SLASH_REPLY, MENU_REPLY, REPLY = 20, 23, 19


def first(state: State, interaction: Interaction, kind: int, data: Json, uploads: Sequence[Upload]) -> None:
    """The callback. Raises Refusal: 40060 for a second answer, 50035 for one that does not fit."""
    if interaction.acknowledged is not None:
        raise Refusal(ALREADY_ACKNOWLEDGED)
    if kind not in _fitting(interaction):
        form = Form()
        form.fault("type", "INTERACTION_CALLBACK_TYPE_INVALID", "This answer does not fit the interaction.")
        form.close()
    try:
        _answer(state, interaction, kind, data, uploads)
    except Refusal as refusal:
        if "errors" in refusal.body:  # the message or modal is the callback's `data`
            refusal.body["errors"] = {"data": refusal.body["errors"]}
        raise
    interaction.acknowledged = kind
    if not interaction.first.done():
        interaction.first.set_result(None)
    if kind not in (DEFERRED_MESSAGE, DEFERRED_UPDATE):
        interaction.finish()


def _answer(state: State, interaction: Interaction, kind: int, data: Json, uploads: Sequence[Upload]) -> None:
    if kind == MESSAGE:
        interaction.original = _reply(state, interaction, data, uploads, (data.get("flags") or 0) & EPHEMERAL)
    elif kind == DEFERRED_MESSAGE:
        _check_deferral(data)
        ephemeral = (data.get("flags") or 0) & EPHEMERAL
        interaction.original = _reply(state, interaction, {}, (), ephemeral | LOADING)
        interaction.deferred = True
    elif kind == UPDATE:
        interaction.original = interaction.message
        messages.change(state, original(interaction), data, uploads)
    elif kind == DEFERRED_UPDATE:
        interaction.original = interaction.message
    elif kind == CHOICES:
        form = Form()
        commands.check_choices(form, "choices", data.get("choices") or [])
        form.close()
        interaction.choices = data.get("choices") or []
    else:
        _open_modal(state, interaction, data)


def _fitting(interaction: Interaction) -> tuple[int, ...]:
    if interaction.type == AUTOCOMPLETE:
        return (CHOICES,)
    if interaction.type == COMPONENT:
        return (MESSAGE, DEFERRED_MESSAGE, DEFERRED_UPDATE, UPDATE, MODAL)
    if interaction.type == MODAL_SUBMIT:
        updates = (DEFERRED_UPDATE, UPDATE) if interaction.message is not None else ()
        return (MESSAGE, DEFERRED_MESSAGE, *updates)
    return (MESSAGE, DEFERRED_MESSAGE, MODAL)


def _check_deferral(data: Json) -> None:
    """A deferral may only say that the reply will be ephemeral."""
    form = Form()
    for key, value in data.items():
        if key == "flags" and value is not None and value & ~EPHEMERAL:
            form.fault("flags", "BASE_TYPE_CHOICES", "Only EPHEMERAL can be set on a deferred reply.")
        elif key != "flags" and value:
            form.fault(key, "DEFERRED_RESPONSE_FIELD", "A deferred reply can only have flags.")
    form.close()


def _open_modal(state: State, interaction: Interaction, data: Json) -> None:
    form = Form()
    components.check_modal(form, data)
    form.close()
    kept = {
        "custom_id": data["custom_id"],
        "title": data["title"],
        "components": components.keep(data["components"], _no_media),
    }
    state.interactions.modals[interaction.person.id] = Modal(state.snowflakes.new(), kept, interaction)
    state.hints.changed(interaction.server, interaction.channel)


def _no_media(url: str) -> tuple[Json, str | None, int | None]:
    return {"url": url}, None, None


def _reply(
    state: State,
    interaction: Interaction,
    data: Json,
    uploads: Sequence[Upload],
    flags: int,
    followup: bool = False,
) -> Message:
    """A message in answer to an interaction, whispered to the person if flags say EPHEMERAL."""
    if interaction.message is not None or followup:
        kind = REPLY
    else:
        kind = MENU_REPLY if interaction.menu else SLASH_REPLY
    reply = messages.compose(
        state, interaction.channel, state.world.bot, {**data, "message_reference": None}, uploads,
        kind=kind, flags=flags, webhook_id=state.world.bot.id,
    )  # fmt: skip
    reply.nonce = None
    reply.application_id = state.world.bot.id
    reply.interaction_metadata = interaction.metadata
    if followup and interaction.original is not None:
        reply.reference = messages.reference_to(interaction.original)
        reply.interaction_metadata = {
            **interaction.metadata,
            "original_response_message_id": str(interaction.original.id),
        }
    elif (answered := interaction.message or interaction.target) is not None:
        reply.reference = messages.reference_to(answered)
    if flags & EPHEMERAL:
        reply.whispered_to = interaction.person
    elif (thread := interaction.channel.thread) is not None and thread.archived and not thread.locked:
        threads.set_archived(state, interaction.channel, archived=False)  # writing reopens
    messages.publish(state, reply)
    return reply


def follow_up(state: State, interaction: Interaction, data: Json, uploads: Sequence[Upload]) -> Message:
    """A follow-up; the first one after a deferral gives the deferred reply its content instead."""
    if interaction.deferred:
        return edit_original(state, interaction, data, uploads)
    ephemeral = (data.get("flags") or 0) & EPHEMERAL
    message = _reply(state, interaction, data, uploads, ephemeral, followup=True)
    interaction.followups[message.id] = message
    interaction.finish()
    return message


def original(interaction: Interaction) -> Message:
    """Raises Refusal 10008 when there is none, or none any more."""
    if interaction.original is None:
        raise Refusal(UNKNOWN_MESSAGE)
    return interaction.original


def edit_original(state: State, interaction: Interaction, data: Json, uploads: Sequence[Upload]) -> Message:
    message = original(interaction)
    messages.change(state, message, data, uploads, first_answer=interaction.deferred)
    interaction.deferred = False
    interaction.finish()
    return message


def delete_original(state: State, interaction: Interaction) -> None:
    messages.remove(state, original(interaction))
    interaction.original = None
    interaction.deferred = False
    interaction.finish()


def answer_of(interaction: Interaction, message_id: int) -> Message:
    """A message this interaction made (or, for a component, sits on); Refusal 10008."""
    if message_id in interaction.followups:
        return interaction.followups[message_id]
    if interaction.original is not None and interaction.original.id == message_id:
        return interaction.original
    raise Refusal(UNKNOWN_MESSAGE)


def edit(state: State, interaction: Interaction, message_id: int, data: Json, uploads: Sequence[Upload]) -> Message:
    message = answer_of(interaction, message_id)
    if message is interaction.original:
        return edit_original(state, interaction, data, uploads)
    messages.change(state, message, data, uploads)
    return message


def delete(state: State, interaction: Interaction, message_id: int) -> None:
    message = answer_of(interaction, message_id)
    if message is interaction.original:
        delete_original(state, interaction)
    else:
        messages.remove(state, message)
        del interaction.followups[message_id]
