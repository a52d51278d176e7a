"""The bot's answers to interactions: the callback, and the webhook routes of the token."""

from typing import Any

from bot.sandbox import answers
from bot.sandbox.errors import UNKNOWN_WEBHOOK, Form, Refusal
from bot.sandbox.interactions import Interaction
from bot.sandbox.limits import EPHEMERAL, LOADING
from bot.sandbox.rest.calls import Call, Route, body_object
from bot.sandbox.world import Json


def callback(call: Call) -> Json | None:
    """POST callback. With `?with_response=1`, which discord.py always sends, what came of it."""
    state = call.state
    interaction = state.interactions.to_answer(
        call.id("interaction_id"), call.path["interaction_token"], state.first_answer_seconds
    )
    body = body_object(call)
    if not isinstance(body.get("type"), int):
        form = Form()
        form.required("type")
        form.close()
    kind: int = body["type"]
    answers.first(state, interaction, kind, body.get("data") or {}, call.uploads)
    if call.query.get("with_response", "").lower() not in ("1", "true"):
        return None
    said: Json = {
        "id": str(interaction.id),
        "type": interaction.type,
        "channel_id": str(interaction.channel.id),
    }
    if interaction.server is not None:
        said["guild_id"] = str(interaction.server.id)
    answer: Json = {"interaction": said}
    message = interaction.original
    if message is not None:
        said["response_message_id"] = str(message.id)
        said["response_message_loading"] = bool(message.flags & LOADING)
        said["response_message_ephemeral"] = bool(message.flags & EPHEMERAL)
        if kind in (answers.MESSAGE, answers.UPDATE):
            answer["resource"] = {"type": kind, "message": state.objects.message(message)}
    return answer


def _interaction(call: Call) -> Interaction:
    if call.id("webhook_id") != call.state.world.bot.id:
        raise Refusal(UNKNOWN_WEBHOOK)
    return call.state.interactions.by_token(call.path["webhook_token"], call.state.clock.now())


def follow_up(call: Call) -> Json:
    message = answers.follow_up(call.state, _interaction(call), call.body, call.uploads)
    return call.state.objects.message(message)


def get_original(call: Call) -> Json:
    return call.state.objects.message(answers.original(_interaction(call)))


def edit_original(call: Call) -> Json:
    message = answers.edit_original(call.state, _interaction(call), call.body, call.uploads)
    return call.state.objects.message(message)


def delete_original(call: Call) -> Any:
    answers.delete_original(call.state, _interaction(call))


def get_answer(call: Call) -> Json:
    return call.state.objects.message(answers.answer_of(_interaction(call), call.id("message_id")))


def edit_answer(call: Call) -> Json:
    message = answers.edit(call.state, _interaction(call), call.id("message_id"), call.body, call.uploads)
    return call.state.objects.message(message)


def delete_answer(call: Call) -> Any:
    answers.delete(call.state, _interaction(call), call.id("message_id"))


WEBHOOK = "/webhooks/{webhook_id}/{webhook_token}"
ROUTES = [
    Route("POST", "/interactions/{interaction_id}/{interaction_token}/callback", callback, open=True),
    Route("GET", f"{WEBHOOK}/messages/@original", get_original, open=True),
    Route("PATCH", f"{WEBHOOK}/messages/@original", edit_original, open=True),
    Route("DELETE", f"{WEBHOOK}/messages/@original", delete_original, open=True),
]
