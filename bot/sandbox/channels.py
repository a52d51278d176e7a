"""Channels of a server: making, changing and removing them."""

from bot.sandbox import threads
from bot.sandbox.errors import ONE_PINNED_POST, TAG_NAMES_DIFFER, Form, Refusal
from bot.sandbox.objects import channel as channel_object
from bot.sandbox.permissions import ALL
from bot.sandbox.state import State
from bot.sandbox.visibility import changing
from bot.sandbox.world import (
    ANNOUNCEMENT,
    CATEGORY,
    DM,
    FORUM,
    TEXT,
    VOICE,
    Channel,
    Json,
    Overwrite,
    Person,
    Server,
)

THREAD_DEFAULTS = (
    "default_auto_archive_duration", "default_thread_rate_limit_per_user", "default_reaction_emoji",
    "default_sort_order", "default_forum_layout",
)  # fmt: skip
TYPES = {"text": TEXT, "voice": VOICE, "category": CATEGORY, "announcement": ANNOUNCEMENT, "forum": FORUM}


def check(body: Json) -> None:
    """Refuse (50035) a channel's name, topic or slowmode. Source: discord-api-docs, resources/channel.mdx."""
    form = Form()
    if "name" in body:
        form.length("name", len(str(body["name"] or "")), 1, 100)
    form.length("topic", len(body.get("topic") or ""), 0, 4_096 if body.get("type") == FORUM else 1_024)
    if not 0 <= (body.get("rate_limit_per_user") or 0) <= 21_600:
        form.fault("rate_limit_per_user", "NUMBER_TYPE_MAX", "int value should be between 0 and 21600.")
    tags = body.get("available_tags") or []
    form.length("available_tags", len(tags), 0, 20)
    for index, tag in enumerate(tags):
        form.length(f"available_tags.{index}.name", len(tag.get("name") or ""), 1, 20)
    minutes = body.get("default_auto_archive_duration")
    if minutes is not None and minutes not in threads.ARCHIVE_MINUTES:
        choices = f"Value must be one of {threads.ARCHIVE_MINUTES}."
        form.fault("default_auto_archive_duration", "BASE_TYPE_CHOICES", choices)
    form.close()
    names = [str(tag["name"]).casefold() for tag in tags]
    if len(names) != len(set(names)):
        raise Refusal(TAG_NAMES_DIFFER)


def add(state: State, server: Server, body: Json) -> Channel:
    """A new channel from Discord's create body."""
    check({"name": None, **body})
    parent_id = body.get("parent_id")
    kind = body.get("type") or 0
    name = body["name"] if kind in (VOICE, CATEGORY) else body["name"].lower().replace(" ", "-")
    made = Channel(
        state.snowflakes.new(), kind, name, server,
        parent=server.channels.get(int(parent_id)) if parent_id else None,
        position=body["position"] if body.get("position") is not None else len(server.channels),
        topic=body.get("topic"), nsfw=bool(body.get("nsfw")),
        slowmode_seconds=body.get("rate_limit_per_user") or 0,
        overwrites=overwrites(body.get("permission_overwrites") or []),
        tags=_tags(state, body.get("available_tags") or []),
        flags=body.get("flags") or 0,
        thread_defaults={key: body[key] for key in THREAD_DEFAULTS if body.get(key) is not None},
    )  # fmt: skip
    server.channels[made.id] = made
    state.world.channels[made.id] = made
    state.tell(made, "CHANNEL_CREATE", channel_object(made))
    return made


def direct(state: State, person: Person) -> Channel:
    """The direct messages of a person and the bot, opened at first use."""
    known = state.world.direct(person)
    if known is not None:
        return known
    opened = Channel(state.snowflakes.new(), DM, "", recipient=person)
    state.world.channels[opened.id] = opened
    state.tell(opened, "CHANNEL_CREATE", channel_object(opened))
    return opened


def change(state: State, channel: Channel, body: Json, by: int = ALL) -> None:
    """From Discord's edit body; `by` are the permissions of who asks."""
    if channel.thread is not None:
        _change_thread(state, channel, body, by)
        return
    check({**body, "type": channel.type})
    with changing(state, channel.home, channel):
        _change(state, channel, body)


def _change(state: State, channel: Channel, body: Json) -> None:
    channel.name = body.get("name") or channel.name
    channel.nsfw = body.get("nsfw", channel.nsfw)
    channel.topic = body.get("topic", channel.topic)
    if body.get("position") is not None:
        channel.position = body["position"]
    channel.slowmode_seconds = body.get("rate_limit_per_user", channel.slowmode_seconds) or 0
    channel.flags = body.get("flags", channel.flags)
    channel.thread_defaults |= {key: body[key] for key in THREAD_DEFAULTS if key in body}
    if "parent_id" in body:
        channel.parent = channel.home.channels.get(int(body["parent_id"] or 0))
    if body.get("permission_overwrites") is not None:
        channel.overwrites = overwrites(body["permission_overwrites"])
    if body.get("available_tags") is not None:
        channel.tags = _tags(state, body["available_tags"])


def _change_thread(state: State, channel: Channel, body: Json, by: int) -> None:
    thread, parent = channel.as_thread, channel.parent
    threads.check(body, parent if parent and parent.type == FORUM and "applied_tags" in body else None, by)
    pins = bool((body.get("flags") or 0) & threads.PINNED) and not channel.flags & threads.PINNED
    if pins and any(other.flags & threads.PINNED for other in channel.home.threads() if other.parent is parent):
        raise Refusal(ONE_PINNED_POST)
    channel.name = body.get("name") or channel.name
    channel.slowmode_seconds = body.get("rate_limit_per_user", channel.slowmode_seconds) or 0
    channel.flags = body.get("flags", channel.flags)
    thread.auto_archive_minutes = body.get("auto_archive_duration") or thread.auto_archive_minutes
    thread.invitable = body.get("invitable", thread.invitable)
    if "applied_tags" in body:
        thread.applied_tags = [int(tag) for tag in body["applied_tags"] or []]
    thread.locked = body.get("locked", thread.locked)
    if body.get("auto_archive_duration") is not None:
        thread.active_at = thread.archived_at = state.clock.now()
    archived = body.get("archived", thread.archived)
    at = None if archived != thread.archived else thread.archived_at
    threads.set_archived(state, channel, archived, at)


def remove(state: State, channel: Channel) -> None:
    """Remove a channel with its threads, or a thread."""
    server = channel.home
    if channel.thread is None:
        for thread in [thread for thread in server.threads() if thread.parent is channel]:
            _drop(state, server, thread)
        state.tell(channel, "CHANNEL_DELETE", channel_object(channel))
    else:
        gone = {
            "id": str(channel.id),
            "guild_id": str(server.id),
            "parent_id": str(channel.parent.id) if channel.parent else None,
            "type": channel.type,
        }
        state.tell(channel, "THREAD_DELETE", gone)
        starter = channel.parent and channel.parent.messages.get(channel.id)
        if starter:
            starter.thread = None
    _drop(state, server, channel)


def _drop(state: State, server: Server, channel: Channel) -> None:
    del server.channels[channel.id]
    del state.world.channels[channel.id]
    for webhook_id in channel.webhooks:
        state.world.webhooks.pop(webhook_id, None)
    for message_id in channel.messages:
        state.world.messages.pop(message_id, None)


def overwrites(bodies: list[Json]) -> dict[int, Overwrite]:
    return {
        int(body["id"]): Overwrite(
            int(body["id"]), int(body["type"]), int(body.get("allow") or 0), int(body.get("deny") or 0)
        )
        for body in bodies
    }


def _tags(state: State, bodies: list[Json]) -> list[Json]:
    return [
        {
            "id": str(tag.get("id") or state.snowflakes.new()),
            "name": tag["name"],
            "moderated": bool(tag.get("moderated")),
            "emoji_id": tag.get("emoji_id"),
            "emoji_name": tag.get("emoji_name"),
        }
        for tag in bodies
    ]
