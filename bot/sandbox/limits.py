"""What a message may hold: Discord's limits on content, embeds, flags, mentions and nonce.

Source: discord-api-docs, resources/message.mdx.
"""

from bot.sandbox import components
from bot.sandbox.errors import EMPTY_MESSAGE, Form, Refusal
from bot.sandbox.world import Json, Message

SUPPRESS_EMBEDS, EPHEMERAL, LOADING = 1 << 2, 1 << 6, 1 << 7
SUPPRESS_NOTIFICATIONS, COMPONENTS_V2 = 1 << 12, 1 << 15
MOST_CONTENT = 2_000  # the OpenAPI description says 4,000: that is for people with Nitro
MOST_EMBEDS, MOST_EMBED_TEXT, MOST_FIELDS, MOST_NONCE = 10, 6_000, 25, 25
MOST_DESCRIPTION = 1_024  # of an attachment: its alt text
EMBED_TEXTS = (
    ("title", 256),
    ("description", 4_096),
    ("footer.text", 2_048),
    ("author.name", 256),
)


def check_message(body: Json, flags: int, editing: Message | None = None) -> None:
    """Refuse (50035) what a create or edit body may not hold. `flags` are those the message will have."""
    form = Form()
    content = body.get("content")
    if content is not None and not isinstance(content, str):
        form.fault("content", "STRING_TYPE_CONVERT", "Could not interpret value as string.")
    elif content:
        form.length("content", len(content), 0, MOST_CONTENT)
    check_embeds(form, body.get("embeds") or [])
    v2 = bool(flags & COMPONENTS_V2)
    if v2:
        for field in ("content", "embeds", "poll", "sticker_ids"):
            if body.get(field):
                form.fault(
                    field,
                    "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2",
                    f"The '{field}' field cannot be used when using MessageFlags.IS_COMPONENTS_V2",
                )
    if editing is not None and editing.flags & COMPONENTS_V2 and "flags" in body and not v2:
        form.fault(
            "flags",
            "MESSAGE_CANNOT_REMOVE_COMPONENTS_V2_FLAG",
            "The IS_COMPONENTS_V2 flag cannot be removed from a message",
        )
    if body.get("components"):
        components.check_message(form, body["components"], v2)
    for field in ("poll", "sticker_ids", "shared_client_theme"):
        if body.get(field) and not v2:
            form.fault(field, "SANDBOX_LEFT_OUT", f"Discord might take this: the sandbox knows no '{field}'.")
    for index, entry in enumerate(body.get("attachments") or []):
        form.length(f"attachments.{index}.description", len(entry.get("description") or ""), 0, MOST_DESCRIPTION)
    _check_mentions(form, body.get("allowed_mentions"))
    nonce = body.get("nonce")
    if isinstance(nonce, str):
        form.length("nonce", len(nonce), 0, MOST_NONCE)
    form.close()


def refuse_if_empty(message: Message) -> None:
    """Refuse (50006) a message that shows nothing; white space shows nothing."""
    shown = (message.embeds, message.components, message.attachments, message.snapshot, message.content.strip())
    if not any(shown):
        raise Refusal(EMPTY_MESSAGE)


def check_embeds(form: Form, embeds: list[Json]) -> None:
    """Blanks at both ends of a text are trimmed before it is measured."""
    form.length("embeds", len(embeds), 0, MOST_EMBEDS)
    total = 0
    for index, embed in enumerate(embeds):
        for path, most in EMBED_TEXTS:
            head, _, tail = path.partition(".")
            part = embed.get(head) or ""
            text = ((part.get(tail) or "") if isinstance(part, dict) else part).strip()
            form.length(f"embeds.{index}.{path}", len(text), 0, most)
            total += len(text)
        fields = embed.get("fields") or []
        form.length(f"embeds.{index}.fields", len(fields), 0, MOST_FIELDS)
        for number, field in enumerate(fields):
            for key, most in (("name", 256), ("value", 1_024)):
                text = (field.get(key) or "").strip()
                where = f"embeds.{index}.fields.{number}.{key}"
                if not text:
                    form.required(where)
                form.length(where, len(text), 0, most)
                total += len(text)
    if total > MOST_EMBED_TEXT:
        form.fault(
            "embeds",
            "MAX_EMBED_SIZE_EXCEEDED",
            f"Embed size exceeds maximum size of {MOST_EMBED_TEXT}",
        )


def _check_mentions(form: Form, allowed: Json | None) -> None:
    if not allowed:
        return
    for key in ("users", "roles"):
        form.length(f"allowed_mentions.{key}", len(allowed.get(key) or []), 0, 100)
        if allowed.get(key) and key in (allowed.get("parse") or []):
            form.fault(
                "allowed_mentions",
                "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE",
                f'parse:["{key}"] and {key}: [ids...] are mutually exclusive.',
            )
