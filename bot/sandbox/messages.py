"""Messages: composing them from what was sent, publishing, editing, removing, reacting, pinning."""

from collections.abc import Sequence

from bot.sandbox import components, limits, mentions
from bot.sandbox.clock import SECOND, iso
from bot.sandbox.errors import (
    NEEDS_HISTORY,
    TOO_MANY_PINS,
    TOO_MANY_REACTIONS,
    UNKNOWN_MESSAGE,
    Form,
    Refusal,
)
from bot.sandbox.files import MOST_FILES, Upload, check_uploads
from bot.sandbox.limits import COMPONENTS_V2, EPHEMERAL, LOADING, SUPPRESS_EMBEDS, SUPPRESS_NOTIFICATIONS
from bot.sandbox.objects import emoji_object, member
from bot.sandbox.permissions import BITS, in_channel
from bot.sandbox.state import State
from bot.sandbox.world import DEFAULT_UPLOAD_LIMIT, Attachment, Channel, Json, Message, Person, Pings

REPLY, PIN_NOTICE = 19, 6
SETTABLE = SUPPRESS_EMBEDS | SUPPRESS_NOTIFICATIONS | COMPONENTS_V2
MOST_REACTIONS, MOST_PINS, MOST_WHISPERS = 20, 250, 200
NONCE_WINDOW = 5 * 60 * SECOND  # "in the past few minutes", discord-api-docs resources/message.mdx


def upload_limit(channel: Channel) -> int:
    return channel.server.upload_limit if channel.server else DEFAULT_UPLOAD_LIMIT


def compose(
    state: State,
    channel: Channel,
    author: Person,
    body: Json,
    uploads: Sequence[Upload] = (),
    *,
    kind: int = 0,
    flags: int = 0,
) -> Message:
    """A message checked against every limit, not yet seen by anyone.

    `flags` are those the body may not choose for itself (EPHEMERAL, LOADING). Raises Refusal.
    """
    flags |= (body.get("flags") or 0) & SETTABLE
    limits.check_message(body, flags)
    check_uploads(uploads, upload_limit(channel))
    message = Message(
        state.snowflakes.new(), channel, author, state.clock.now(),
        content=body.get("content") or "", type=kind, flags=flags, nonce=body.get("nonce"),
    )  # fmt: skip
    answered = _answered(state, channel, author, body.get("message_reference"))
    if answered is not None:
        message.type = REPLY
        message.reference = reference_to(answered)
    message.attachments = _kept(state, channel, uploads, body, ephemeral=bool(flags & EPHEMERAL))
    _dress(state, message, body)
    # An answer to an interaction cannot be pinged by replying (discord-api-docs issue 5395).
    pinged = answered.author if answered and answered.webhook_id is None else None
    _mention(message, body.get("allowed_mentions"), pinged)
    if not flags & LOADING:
        limits.refuse_if_empty(message)
    return message


def reference_to(message: Message) -> Json:
    shown: Json = {"type": 0, "channel_id": str(message.channel.id), "message_id": str(message.id)}
    if message.channel.server is not None:
        shown["guild_id"] = str(message.channel.server.id)
    return shown


def _answered(state: State, channel: Channel, author: Person, reference: Json | None) -> Message | None:
    if not reference:
        return None
    if reference.get("type"):
        form = Form()
        form.fault("message_reference.type", "BASE_TYPE_CHOICES", "The sandbox knows replies (0) only.")
        form.close()
    if not in_channel(channel, author) & BITS["READ_MESSAGE_HISTORY"]:
        raise Refusal(NEEDS_HISTORY)
    answered = state.world.messages.get(int(reference["message_id"]))
    if answered is not None and answered.channel is channel:
        return answered
    if reference.get("fail_if_not_exists", True):
        form = Form()
        form.fault("message_reference", "REPLIES_UNKNOWN_MESSAGE", "Unknown message")
        form.close()
    return None


def _kept(state: State, channel: Channel, uploads: Sequence[Upload], body: Json, ephemeral: bool) -> list[Attachment]:
    """Store the uploads, described by the `attachments` entries whose id is their `files[n]` number."""
    described = {str(entry.get("id")): entry for entry in body.get("attachments") or []}
    kept = []
    for upload in uploads:
        entry = described.get(upload.field.removeprefix("files[").removesuffix("]"), {})
        upload.filename = entry.get("filename") or upload.filename
        kept.append(state.files.keep(channel.id, upload, entry.get("description"), ephemeral))
    return kept


def _dress(state: State, message: Message, body: Json) -> None:
    """Put embeds and components on a message, with the `attachment://` links in them resolved."""
    in_embeds: set[int] = set()

    def media(url: str) -> tuple[Json, str | None, int | None]:
        kept = state.files.owner_of(url)
        if url.startswith("attachment://"):
            name = url.removeprefix("attachment://")
            kept = next((a for a in message.attachments if a.filename == name), None)
            if kept is None:
                form = Form()
                form.fault(
                    "components",
                    "UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND",
                    f"The referenced attachment {name} was not found",
                )
                form.close()
        if kept is None:
            return {"id": str(state.snowflakes.new()), "url": url, "proxy_url": url}, None, None
        link = state.files.link(kept)
        shown = {
            "id": str(kept.id), "url": link, "proxy_url": link, "width": kept.width, "height": kept.height,
            "content_type": kept.content_type, "attachment_id": str(kept.id),
        }  # fmt: skip
        return shown, kept.filename, len(kept.content)

    if "embeds" in body:
        message.embeds = [_kept_embed(state, message, embed, in_embeds) for embed in body["embeds"] or []]
        # Discord shows a file used by an embed there only, and no longer lists it.
        message.attachments = [a for a in message.attachments if a.id not in in_embeds]
    if "components" in body:
        message.components = components.keep(body["components"] or [], media)


def _kept_embed(state: State, message: Message, embed: Json, used: set[int]) -> Json:
    kept: Json = {"type": "rich"}
    kept |= {key: value for key, value in embed.items() if value not in (None, [], {}) and key != "type"}
    if "fields" in kept:
        kept["fields"] = [{**field, "inline": bool(field.get("inline"))} for field in kept["fields"]]
    for slot, key in (("image", "url"), ("thumbnail", "url"), ("footer", "icon_url"), ("author", "icon_url")):
        url = (kept.get(slot) or {}).get(key)
        if not url:
            continue
        part = {**kept[slot], f"proxy_{key}": url}
        if url.startswith("attachment://"):
            name = url.removeprefix("attachment://")
            file = next((a for a in message.attachments if a.filename == name), None)
            if file is not None:
                used.add(file.id)
                part[key] = part[f"proxy_{key}"] = state.files.link(file)
                if key == "url":
                    part["content_type"] = file.content_type
                    part |= {"width": file.width, "height": file.height} if file.width is not None else {}
        kept[slot] = part
    return kept


def _mention(message: Message, allowed: Json | None, replied_to: Person | None) -> None:
    texts = [c["content"] for c in components.walk(message.components) if c["type"] == components.TEXT]
    found = mentions.read("\n".join([message.content, *texts]), message.channel, message.author, allowed, replied_to)
    message.mentions, message.mention_roles, message.mention_everyone = (
        found.users,
        found.roles,
        found.everyone,
    )
    if not message.flags & (SUPPRESS_NOTIFICATIONS | EPHEMERAL):
        others = [person for person in found.users if person != message.author.id]
        message.pings = Pings(others, found.roles, found.everyone)


def publish(state: State, message: Message) -> None:
    """Let a message be seen: in its channel, or by the one person it is whispered to."""
    if message.whispered_to is not None:
        whispers = message.whispered_to.whispers
        whispers[message.id] = message
        if len(whispers) > MOST_WHISPERS:
            del whispers[next(iter(whispers))]
        state.hints.changed(message.channel.server, message.channel)
        return
    channel = message.channel
    if channel.thread is not None:
        message.position = channel.thread.total_sent
        channel.thread.total_sent += 1
    channel.messages[message.id] = message
    channel.last_message_id = message.id
    state.world.messages[message.id] = message
    state.tell(channel, "MESSAGE_CREATE", state.objects.message_event(message))


def already_sent(state: State, author: Person, nonce: object) -> Message | None:
    """The message this author made with this nonce within NONCE_WINDOW; Refusal 10008 if it is gone since."""
    sent = state.nonces.get((author.id, str(nonce)))
    if sent is None or state.clock.now() - sent.created_at > NONCE_WINDOW:
        return None
    if sent.id not in state.world.messages:
        raise Refusal(UNKNOWN_MESSAGE)
    return sent


def change(
    state: State, message: Message, body: Json, uploads: Sequence[Upload] = (), first_answer: bool = False
) -> None:
    """Edit a message in place. `first_answer`: a deferred reply gets its content, which is no edit to people."""
    flags = message.flags
    if body.get("flags") is not None:
        flags |= body["flags"] & COMPONENTS_V2
        if body["flags"] & SUPPRESS_EMBEDS:
            flags |= SUPPRESS_EMBEDS
        else:
            flags &= ~SUPPRESS_EMBEDS
    as_it_will_be = body
    if flags & COMPONENTS_V2 and not message.flags & COMPONENTS_V2:
        as_it_will_be = {"content": message.content, "embeds": message.embeds, **body}
    limits.check_message(as_it_will_be, flags, editing=None if first_answer else message)
    check_uploads(uploads, upload_limit(message.channel))
    kept = message.attachments
    if body.get("attachments") is not None:
        named = {str(entry["id"]) for entry in body["attachments"]}
        kept = [attachment for attachment in kept if str(attachment.id) in named]
    if len(kept) + len(uploads) > MOST_FILES:
        form = Form()
        form.length("attachments", len(kept) + len(uploads), 0, MOST_FILES)
        form.close()
    draft = Message(
        message.id, message.channel, message.author, message.created_at, flags=flags & ~LOADING,
        content=(body["content"] or "") if "content" in body else message.content,
        embeds=message.embeds, components=message.components,
        attachments=kept + _kept(state, message.channel, uploads, body, bool(flags & EPHEMERAL)),
    )  # fmt: skip
    _dress(state, draft, body)
    limits.refuse_if_empty(draft)
    message.flags, message.content, message.embeds = draft.flags, draft.content, draft.embeds
    message.components, message.attachments = draft.components, draft.attachments
    if first_answer:
        _mention(message, body.get("allowed_mentions"), None)
    else:
        if "content" in body or "components" in body:
            pinged = message.pings
            _mention(message, body.get("allowed_mentions"), None)
            message.pings = pinged  # an edit notifies nobody
        message.edited_at = state.clock.now()
    updated(state, message)


def updated(state: State, message: Message) -> None:
    if message.whispered_to is None:
        state.tell(message.channel, "MESSAGE_UPDATE", state.objects.message_event(message))
    else:
        state.hints.changed(message.channel.server, message.channel)


def remove(state: State, message: Message) -> None:
    if message.whispered_to is not None:
        message.whispered_to.whispers.pop(message.id, None)
        state.hints.changed(message.channel.server, message.channel)
        return
    _forget(state, message)
    state.tell(message.channel, "MESSAGE_DELETE", {"id": str(message.id), **_place(message.channel)})


def remove_many(state: State, channel: Channel, message_ids: Sequence[int]) -> None:
    gone = [channel.messages[number] for number in message_ids if number in channel.messages]
    for message in gone:
        _forget(state, message)
    ids = [str(message.id) for message in gone]
    state.tell(channel, "MESSAGE_DELETE_BULK", {"ids": ids, **_place(channel)})


def _forget(state: State, message: Message) -> None:
    message.channel.messages.pop(message.id, None)
    state.world.messages.pop(message.id, None)


def react(state: State, message: Message, person: Person, emoji: str) -> None:
    people = message.reactions.get(emoji)
    if people is None:
        if len(message.reactions) >= MOST_REACTIONS:
            raise Refusal(TOO_MANY_REACTIONS)
        people = message.reactions[emoji] = []
    if person.id in people:
        return
    people.append(person.id)
    event = {**_reaction(message, person, emoji), "message_author_id": str(message.author.id)}
    server = message.channel.server
    if server is not None:
        event["member"] = member(server.members[person.id])
    state.tell(message.channel, "MESSAGE_REACTION_ADD", event)


def unreact(state: State, message: Message, person: Person, emoji: str) -> None:
    people = message.reactions.get(emoji, [])
    if person.id not in people:
        return
    people.remove(person.id)
    if not people:
        del message.reactions[emoji]
    state.tell(message.channel, "MESSAGE_REACTION_REMOVE", _reaction(message, person, emoji))


def clear_reactions(state: State, message: Message, emoji: str | None = None) -> None:
    event: Json = {"message_id": str(message.id), **_place(message.channel)}
    if emoji is None:
        message.reactions.clear()
        state.tell(message.channel, "MESSAGE_REACTION_REMOVE_ALL", event)
    elif message.reactions.pop(emoji, None) is not None:
        event["emoji"] = emoji_object(emoji)
        state.tell(message.channel, "MESSAGE_REACTION_REMOVE_EMOJI", event)


def _reaction(message: Message, person: Person, emoji: str) -> Json:
    return {
        "user_id": str(person.id),
        "message_id": str(message.id),
        "emoji": emoji_object(emoji),
        "burst": False,
        "type": 0,
        **_place(message.channel),
    }


def pins(channel: Channel) -> list[Message]:
    """Pinned messages, the latest pinned first."""
    pinned = [message for message in channel.messages.values() if message.pinned_at is not None]
    return sorted(pinned, key=lambda message: message.pinned_at or 0, reverse=True)


def pin(state: State, message: Message, by: Person) -> None:
    """Pin and post the notice Discord posts; Refusal 30003 beyond 250."""
    if message.pinned_at is not None:
        return
    if len(pins(message.channel)) >= MOST_PINS:
        raise Refusal(TOO_MANY_PINS)
    message.pinned_at = message.channel.last_pin_at = state.clock.now()
    updated(state, message)
    _pins_changed(state, message.channel)
    notice = Message(state.snowflakes.new(), message.channel, by, state.clock.now(), type=PIN_NOTICE)
    notice.reference = reference_to(message)
    publish(state, notice)


def unpin(state: State, message: Message) -> None:
    if message.pinned_at is not None:
        message.pinned_at = None
        updated(state, message)
        _pins_changed(state, message.channel)


def _pins_changed(state: State, channel: Channel) -> None:
    pinned_at = channel.last_pin_at
    stamp = None if pinned_at is None else iso(pinned_at)
    state.tell(channel, "CHANNEL_PINS_UPDATE", {**_place(channel), "last_pin_timestamp": stamp})


def _place(channel: Channel) -> Json:
    place: Json = {"channel_id": str(channel.id)}
    if channel.server is not None:
        place["guild_id"] = str(channel.server.id)
    return place
