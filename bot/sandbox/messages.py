"""Messages: composing them from what was sent, publishing, editing, removing."""

from collections.abc import Sequence

from bot.sandbox import dressing, forwards, limits, mentions
from bot.sandbox.clock import SECOND
from bot.sandbox.errors import NEEDS_HISTORY, UNKNOWN_MESSAGE, Form, Refusal
from bot.sandbox.files import MOST_FILES, Upload, check_request, check_uploads, upload_limit
from bot.sandbox.kinds import TEXT, walk
from bot.sandbox.limits import COMPONENTS_V2, EPHEMERAL, LOADING, SUPPRESS_EMBEDS, SUPPRESS_NOTIFICATIONS
from bot.sandbox.permissions import BITS, in_channel
from bot.sandbox.state import State
from bot.sandbox.world import Attachment, Channel, Json, Message, Person, Pings

REPLY = 19
SYSTEM = frozenset({6, 18, 21})  # those the sandbox makes: a pin's notice, a thread's, a thread's starter
SETTABLE = SUPPRESS_EMBEDS | SUPPRESS_NOTIFICATIONS | COMPONENTS_V2
MOST_WHISPERS = 200
NONCE_WINDOW = 5 * 60 * SECOND  # "in the past few minutes", discord-api-docs resources/message.mdx
ONLY_USERS: Json = {"parse": ["users"]}  # what interactions and webhooks may mention unless told otherwise, message.mdx


def compose(
    state: State,
    channel: Channel,
    author: Person,
    body: Json,
    uploads: Sequence[Upload] = (),
    *,
    kind: int = 0,
    flags: int = 0,
    webhook_id: int | None = None,
) -> Message:
    """A message checked against every limit, not yet seen by anyone.

    `flags` are those the body may not choose for itself (EPHEMERAL, LOADING); `webhook_id` is set for one that comes
    through a webhook, interactions' answers included. Raises Refusal.
    """
    flags |= (body.get("flags") or 0) & SETTABLE
    limits.check_message(body, flags)
    _check_files(channel, author, uploads)
    message = Message(
        state.snowflakes.new(), channel, author, state.clock.now(),
        content=body.get("content") or "", type=kind, flags=flags, nonce=body.get("nonce"), webhook_id=webhook_id,
    )  # fmt: skip
    reference = body.get("message_reference") or {}
    if reference.get("type") == forwards.FORWARD:
        forwarded = forwards.original(state, channel, author, body, uploads)
        message.snapshot = forwards.snapshot(forwarded)
        message.reference = {**reference_to(forwarded), "type": forwards.FORWARD}
        message.flags |= forwards.HAS_SNAPSHOT
        return message
    answered = _answered(state, channel, author, reference)
    if answered is not None:
        message.type = REPLY
        message.reference = reference_to(answered)
    message.attachments = _kept(state, channel, uploads, body, ephemeral=bool(flags & EPHEMERAL))
    dressing.dress(state, message, body)
    _mention(message, body.get("allowed_mentions"), _writer(answered))
    if not flags & LOADING:
        limits.refuse_if_empty(message)
    return message


def _check_files(channel: Channel, author: Person, uploads: Sequence[Upload]) -> None:
    if uploads:
        limit = upload_limit(channel, author)
        check_uploads(uploads, limit)
        if author.bot:
            check_request(uploads, limit)


def reference_to(message: Message) -> Json:
    shown: Json = {"type": 0, "channel_id": str(message.channel.id), "message_id": str(message.id)}
    if message.channel.server is not None:
        shown["guild_id"] = str(message.channel.server.id)
    return shown


def _answered(state: State, channel: Channel, author: Person, reference: Json) -> Message | None:
    """The message a reply answers, which must exist and be no system message (message.mdx, Create Message)."""
    if not reference:
        return None
    if reference.get("type"):
        form = Form()
        form.fault("message_reference.type", "BASE_TYPE_CHOICES", "Value must be one of (0, 1).")
        form.close()
    if not in_channel(channel, author) & BITS["READ_MESSAGE_HISTORY"]:
        raise Refusal(NEEDS_HISTORY)
    answered = state.world.messages.get(int(reference["message_id"]))
    if answered is not None and answered.channel is channel:
        if answered.type in SYSTEM:
            form = Form()
            form.fault(
                "message_reference", "REPLIES_CANNOT_REPLY_TO_SYSTEM_MESSAGE", "Cannot reply to a system message"
            )
            form.close()
        return answered
    if reference.get("fail_if_not_exists", True) is not False:
        form = Form()
        form.fault("message_reference", "REPLIES_UNKNOWN_MESSAGE", "Unknown message")
        form.close()
    return None


def _writer(answered: Message | None) -> Person | None:
    """Who a reply notifies: the author of what it answers, unless that came from a webhook.

    An answer to an interaction does, too (discord-api-docs issue 5395).
    """
    return answered.author if answered and answered.webhook_id is None else None


def _still_answered(state: State, message: Message) -> Person | None:
    """Whom an edited reply goes on mentioning: the author of what it answers, if it notified them."""
    if message.type != REPLY or message.reference is None:
        return None
    answered = _writer(state.world.messages.get(int(message.reference["message_id"])))
    return answered if answered is not None and answered.id in message.mentions else None


def _kept(state: State, channel: Channel, uploads: Sequence[Upload], body: Json, ephemeral: bool) -> list[Attachment]:
    """Store the uploads, described by the `attachments` entries whose id is their `files[n]` number."""
    if not uploads:
        return []
    described = {str(entry.get("id")): entry for entry in body.get("attachments") or []}
    kept = []
    for upload in uploads:
        entry = described.get(_number(upload), {})
        upload.filename = entry.get("filename") or upload.filename
        kept.append(
            state.files.keep(channel.id, upload, entry.get("description"), ephemeral, bool(entry.get("is_spoiler")))
        )
    return kept


def _number(upload: Upload) -> str:
    return upload.field.removeprefix("files[").removesuffix("]")


def _mention(message: Message, allowed: Json | None, replied_to: Person | None) -> None:
    text = message.content
    if message.components:
        text = "\n".join([text, *(c["content"] for c in walk(message.components) if c["type"] == TEXT)])
    if allowed is None and message.webhook_id is not None:
        allowed = ONLY_USERS
    found = mentions.read(text, message.channel, message.author, allowed, replied_to)
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
        channel.thread.active_at = message.created_at
        channel.thread.total_sent += 1
    channel.messages[message.id] = message
    channel.last_message_id = message.id
    state.world.messages[message.id] = message
    state.tell(channel, "MESSAGE_CREATE", lambda: state.objects.message_event(message))


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
    kept = message.attachments
    named: dict[str, Json] = {}
    if body.get("attachments") is not None:
        # What the list does not name goes, and is not added: reference.mdx "Editing Message Attachments".
        named = {str(entry["id"]): entry for entry in body["attachments"]}
        kept = [attachment for attachment in kept if str(attachment.id) in named]
        uploads = [upload for upload in uploads if _number(upload) in named]
    _check_files(message.channel, message.author, uploads)
    if len(kept) + len(uploads) > MOST_FILES:
        form = Form()
        form.length("attachments", len(kept) + len(uploads), 0, MOST_FILES)
        form.close()
    draft = Message(
        message.id, message.channel, message.author, message.created_at, flags=flags & ~LOADING,
        content=(body["content"] or "") if "content" in body else message.content,
        embeds=message.embeds, components=message.components,
        attachments=kept + _kept(state, message.channel, uploads, body, bool(flags & EPHEMERAL)),
        snapshot=message.snapshot,
    )  # fmt: skip
    dressing.dress(state, draft, body)
    limits.refuse_if_empty(draft)
    for attachment in kept:
        entry = named.get(str(attachment.id), {})
        attachment.description = entry.get("description", attachment.description)
        attachment.spoiler = bool(entry.get("is_spoiler", attachment.spoiler))
    message.flags, message.content, message.embeds = draft.flags, draft.content, draft.embeds
    message.components, message.attachments = draft.components, draft.attachments
    if first_answer:
        _mention(message, body.get("allowed_mentions"), None)
    else:
        if "content" in body or "components" in body:
            pinged = message.pings
            _mention(message, body.get("allowed_mentions"), _still_answered(state, message))
            message.pings = pinged  # an edit notifies nobody
        if set(body) != {"flags"}:  # hiding embeds does not show as an edit
            message.edited_at = state.clock.now()
    updated(state, message)


def updated(state: State, message: Message) -> None:
    if message.whispered_to is None:
        state.tell(message.channel, "MESSAGE_UPDATE", lambda: state.objects.message_event(message))
    else:
        state.hints.changed(message.channel.server, message.channel)


def remove(state: State, message: Message) -> None:
    if message.whispered_to is not None:
        message.whispered_to.whispers.pop(message.id, None)
        state.hints.changed(message.channel.server, message.channel)
        return
    _forget(state, message)
    state.tell(message.channel, "MESSAGE_DELETE", {"id": str(message.id), **place_of(message.channel)})


def remove_many(state: State, channel: Channel, message_ids: Sequence[int]) -> None:
    gone = [channel.messages[number] for number in message_ids if number in channel.messages]
    for message in gone:
        _forget(state, message)
    ids = [str(message.id) for message in gone]
    state.tell(channel, "MESSAGE_DELETE_BULK", {"ids": ids, **place_of(channel)})


def _forget(state: State, message: Message) -> None:
    message.channel.messages.pop(message.id, None)
    state.world.messages.pop(message.id, None)


def place_of(channel: Channel) -> Json:
    place: Json = {"channel_id": str(channel.id)}
    if channel.server is not None:
        place["guild_id"] = str(channel.server.id)
    return place
