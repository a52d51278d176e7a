"""Webhooks, and the routes that incoming ones share with interactions: an interaction's hook has the bot's id."""

from typing import Any

from bot.sandbox import messages, webhooks
from bot.sandbox.permissions import require, require_in_server
from bot.sandbox.rest import interactions
from bot.sandbox.rest.calls import Call, Route, body_object, snowflake
from bot.sandbox.rest.messages import channel_of
from bot.sandbox.world import Json, Message, Webhook


def create(call: Call) -> Json:
    channel, bot = channel_of(call, "MANAGE_WEBHOOKS"), call.state.world.bot
    return webhooks.show(webhooks.create(call.state, channel, bot, body_object(call), application_id=bot.id))


def of_channel(call: Call) -> list[Json]:
    channel = channel_of(call, "MANAGE_WEBHOOKS")
    return [_seen_by_bot(call, webhook) for webhook in channel.webhooks.values()]


def of_server(call: Call) -> list[Json]:
    server = call.state.world.server(call.id("guild_id"))
    require_in_server(server, call.state.world.bot, "MANAGE_WEBHOOKS")
    return [
        _seen_by_bot(call, webhook) for channel in server.channels.values() for webhook in channel.webhooks.values()
    ]


def _seen_by_bot(call: Call, webhook: Webhook) -> Json:
    """With its token, unless another application made it."""
    shown = webhooks.show(webhook)
    if webhook.application_id not in (None, call.state.world.bot.id):
        del shown["token"]
    return shown


def _managed(call: Call) -> Webhook:
    """The webhook in the path, in a channel where the bot may manage webhooks."""
    found = webhooks.known(call.state, call.id("webhook_id"))
    require(found.channel, call.state.world.bot, "MANAGE_WEBHOOKS")
    return found


def get(call: Call) -> Json:
    """An application sees the webhooks it made without any permission."""
    found = webhooks.known(call.state, call.id("webhook_id"))
    return _seen_by_bot(call, found if found.application_id == call.state.world.bot.id else _managed(call))


def change(call: Call) -> Json:
    webhook = _managed(call)
    webhooks.change(call.state, webhook, body_object(call))
    return _seen_by_bot(call, webhook)


def delete(call: Call) -> Any:
    webhooks.remove(call.state, _managed(call))


def _by_token(call: Call) -> Webhook:
    return webhooks.known(call.state, call.id("webhook_id"), call.path["webhook_token"])


def get_by_token(call: Call) -> Json:
    return webhooks.show(_by_token(call), with_user=False)


def change_by_token(call: Call) -> Json:
    webhook = _by_token(call)
    webhooks.change(
        call.state, webhook, {key: value for key, value in body_object(call).items() if key != "channel_id"}
    )
    return webhooks.show(webhook, with_user=False)


def delete_by_token(call: Call) -> Any:
    webhooks.remove(call.state, _by_token(call))


def _is_interaction(call: Call) -> bool:
    return call.path["webhook_id"] == str(call.state.world.bot.id)


def _thread_id(call: Call) -> int | None:
    return snowflake(call.query["thread_id"], "thread_id") if "thread_id" in call.query else None


def _asked(call: Call, name: str) -> bool:
    return call.query.get(name, "").lower() in ("1", "true")


def _sent(call: Call) -> tuple[Webhook, Message]:
    webhook = _by_token(call)
    return webhook, webhooks.sent(webhook, call.id("message_id"), _thread_id(call))


def execute(call: Call) -> Json | None:
    """A follow-up of an interaction, or a message of an incoming webhook, told only with `wait`."""
    if _is_interaction(call):
        return interactions.follow_up(call)
    message = webhooks.execute(
        call.state, _by_token(call), body_object(call), call.uploads, _thread_id(call), _asked(call, "with_components")
    )
    return call.state.objects.message(message) if _asked(call, "wait") else None


def get_message(call: Call) -> Json:
    if _is_interaction(call):
        return interactions.get_answer(call)
    return call.state.objects.message(_sent(call)[1])


def edit_message(call: Call) -> Json:
    if _is_interaction(call):
        return interactions.edit_answer(call)
    webhook, message = _sent(call)
    webhooks.edit(call.state, webhook, message, body_object(call), call.uploads, _asked(call, "with_components"))
    return call.state.objects.message(message)


def delete_message(call: Call) -> Any:
    if _is_interaction(call):
        return interactions.delete_answer(call)
    messages.remove(call.state, _sent(call)[1])
    return None


WEBHOOK = "/webhooks/{webhook_id}"
TOKEN = f"{WEBHOOK}/{{webhook_token}}"
MESSAGE = f"{TOKEN}/messages/{{message_id}}"
ROUTES = [
    Route("POST", "/channels/{channel_id}/webhooks", create),
    Route("GET", "/channels/{channel_id}/webhooks", of_channel),
    Route("GET", "/guilds/{guild_id}/webhooks", of_server),
    Route("GET", WEBHOOK, get),
    Route("PATCH", WEBHOOK, change),
    Route("DELETE", WEBHOOK, delete),
    Route("GET", TOKEN, get_by_token, open=True),
    Route("PATCH", TOKEN, change_by_token, open=True),
    Route("DELETE", TOKEN, delete_by_token, open=True),
    Route("POST", TOKEN, execute, open=True),
    Route("GET", MESSAGE, get_message, open=True),
    Route("PATCH", MESSAGE, edit_message, open=True),
    Route("DELETE", MESSAGE, delete_message, open=True),
]
