"""What a message shows besides its words: embeds and components, with the links in them resolved to its files."""

from bot.sandbox import components
from bot.sandbox.errors import Form
from bot.sandbox.state import State
from bot.sandbox.world import Json, Message


def dress(state: State, message: Message, body: Json) -> None:
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
        shown = {
            "id": str(kept.id), "url": state.files.link(kept), "proxy_url": state.files.proxied(kept),
            "width": kept.width, "height": kept.height,
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
                part |= {key: state.files.link(file), f"proxy_{key}": state.files.proxied(file)}
                if key == "url":
                    part["content_type"] = file.content_type
                    part |= {"width": file.width, "height": file.height} if file.width is not None else {}
        kept[slot] = part
    return kept
