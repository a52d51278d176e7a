"""Incoming webhooks: making them, and what they post. Source: discord-api-docs, resources/webhook.mdx."""

import secrets
from collections.abc import Sequence

from bot.sandbox import messages, threads
from bot.sandbox.errors import (
    HOOK_HAS_TWO_THREADS,
    HOOK_MAKES_NO_THREADS,
    HOOK_NEEDS_THREAD,
    INVALID_TOKEN,
    TOO_MANY_WEBHOOKS,
    UNKNOWN_CHANNEL,
    UNKNOWN_MESSAGE,
    UNKNOWN_WEBHOOK,
    WRONG_CHANNEL_TYPE,
    Form,
    Refusal,
)
from bot.sandbox.files import Upload
from bot.sandbox.kinds import BUTTON, LINK, SELECTS, walk
from bot.sandbox.objects import user
from bot.sandbox.state import State
from bot.sandbox.world import ANNOUNCEMENT, FORUM, TEXT, VOICE, Channel, Json, Message, Person, Webhook

INCOMING = 1
MOST_IN_CHANNEL = 15  # opcodes page, 30007
HOOKABLE = frozenset({TEXT, VOICE, ANNOUNCEMENT, FORUM})
NOT_IN_NAMES = ("clyde", "discord")
INTERACTIVE = frozenset({BUTTON, *SELECTS})


def create(state: State, channel: Channel, creator: Person, body: Json, application_id: int | None = None) -> Webhook:
    """A new webhook of a channel. Raises Refusal: 50035 for its name, 30007 for a sixteenth, 50024 in a thread."""
    if channel.type not in HOOKABLE:
        raise Refusal(WRONG_CHANNEL_TYPE)
    _check_name("name", body.get("name"))
    if len(channel.webhooks) >= MOST_IN_CHANNEL:
        raise Refusal(TOO_MANY_WEBHOOKS)
    made = Webhook(
        state.snowflakes.new(), channel, body["name"].strip(), secrets.token_urlsafe(51), creator, application_id
    )
    channel.webhooks[made.id] = state.world.webhooks[made.id] = made
    _changed(state, channel)
    return made


def change(state: State, webhook: Webhook, body: Json) -> None:
    """Rename it, or move it to another channel of its server."""
    if "name" in body:
        _check_name("name", body["name"])
        webhook.name = body["name"].strip()
    if body.get("channel_id") is not None:
        target = webhook.channel.home.channels.get(int(body["channel_id"]))
        if target is None:
            raise Refusal(UNKNOWN_CHANNEL)
        if target.type not in HOOKABLE:
            raise Refusal(WRONG_CHANNEL_TYPE)
        del webhook.channel.webhooks[webhook.id]
        _changed(state, webhook.channel)
        webhook.channel = target
        target.webhooks[webhook.id] = webhook
    _changed(state, webhook.channel)


def remove(state: State, webhook: Webhook) -> None:
    del webhook.channel.webhooks[webhook.id], state.world.webhooks[webhook.id]
    _changed(state, webhook.channel)


def known(state: State, webhook_id: int, token: str | None = None) -> Webhook:
    """The webhook with this id and, if it is given, this token; Refusal 10015, 50027."""
    found = state.world.webhooks.get(webhook_id)
    if found is None:
        raise Refusal(UNKNOWN_WEBHOOK)
    if token is not None and not secrets.compare_digest(token, found.token):
        raise Refusal(INVALID_TOKEN)
    return found


def show(webhook: Webhook, with_user: bool = True) -> Json:
    """Discord's webhook object; asked for by its token it does not tell who made it."""
    shown: Json = {
        "id": str(webhook.id),
        "type": INCOMING,
        "guild_id": str(webhook.channel.home.id),
        "channel_id": str(webhook.channel.id),
        "name": webhook.name,
        "avatar": webhook.avatar,
        "application_id": None if webhook.application_id is None else str(webhook.application_id),
        "token": webhook.token,
    }
    if with_user:
        shown["user"] = user(webhook.creator)
    return shown


def execute(
    state: State,
    webhook: Webhook,
    body: Json,
    uploads: Sequence[Upload] = (),
    thread_id: int | None = None,
    with_components: bool = False,
) -> Message:
    """Post through a webhook: into its channel, a thread of it, or a new forum post. Raises Refusal."""
    place = _place(webhook, body, thread_id)
    if body.get("username") is not None:
        _check_name("username", body["username"])
    author = Person(webhook.id, (body.get("username") or webhook.name).strip(), bot=True)
    said = _with_components(webhook, {**body, "message_reference": None, "nonce": None}, with_components)
    name = body.get("thread_name")
    if name is not None:
        threads.check({"name": name, "applied_tags": body.get("applied_tags")}, place)
    message = messages.compose(state, place, author, said, uploads, webhook_id=webhook.id)
    message.application_id = webhook.application_id
    if name is not None:
        threads.open_post(state, place, message, {"name": name, "applied_tags": body.get("applied_tags")})
        return message
    if place.thread is not None and place.thread.archived:
        threads.set_archived(state, place, archived=False)
    messages.publish(state, message)
    return message


def edit(
    state: State, webhook: Webhook, message: Message, body: Json, uploads: Sequence[Upload], with_components: bool
) -> None:
    messages.change(state, message, _with_components(webhook, body, with_components), uploads)


def sent(webhook: Webhook, message_id: int, thread_id: int | None = None) -> Message:
    """A message this webhook posted, in the thread named if it is in one; Refusal 10008."""
    place = webhook.channel if thread_id is None else _thread(webhook, thread_id)
    message = place.message(message_id)
    if message.webhook_id != webhook.id:
        raise Refusal(UNKNOWN_MESSAGE)
    return message


def _place(webhook: Webhook, body: Json, thread_id: int | None) -> Channel:
    in_forum, name = webhook.channel.type == FORUM, body.get("thread_name")
    if in_forum and thread_id is None and name is None:
        raise Refusal(HOOK_NEEDS_THREAD)
    if in_forum and thread_id is not None and name is not None:
        raise Refusal(HOOK_HAS_TWO_THREADS)
    if name is not None and not in_forum:
        raise Refusal(HOOK_MAKES_NO_THREADS)
    return webhook.channel if thread_id is None else _thread(webhook, thread_id)


def _thread(webhook: Webhook, thread_id: int) -> Channel:
    thread = webhook.channel.home.channels.get(thread_id)
    if thread is None or thread.parent is not webhook.channel:
        raise Refusal(UNKNOWN_CHANNEL)
    return thread


def _with_components(webhook: Webhook, body: Json, asked_for: bool) -> Json:
    """The body without components nobody asked for; a webhook no application made cannot send interactive ones."""
    if webhook.application_id is not None or not body.get("components"):
        return body
    if not asked_for:
        return {key: value for key, value in body.items() if key != "components"}
    form = Form()
    for component in walk(body["components"]):
        if component.get("type") in INTERACTIVE and component.get("style") != LINK:
            form.fault("components", "COMPONENT_NOT_ALLOWED", "This webhook cannot send interactive components.")
            break
    form.close()
    return body


def _check_name(field: str, name: object) -> None:
    form = Form()
    if not isinstance(name, str):
        form.required(field)
    else:
        form.length(field, len(name.strip()), 1, 80)
        for word in NOT_IN_NAMES:
            if word in name.lower():
                form.fault(field, "USERNAME_INVALID_CONTAINS", f'Username cannot contain "{word}"')
    form.close()


def _changed(state: State, channel: Channel) -> None:
    state.tell(channel, "WEBHOOKS_UPDATE", {"guild_id": str(channel.home.id), "channel_id": str(channel.id)})
