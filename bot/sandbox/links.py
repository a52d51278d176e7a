"""Fresh links to the files that embeds and components show: every look at a message signs them anew.

Source: discord-api-docs, reference.mdx, "Signed Attachment CDN URLs".
"""

from typing import Any

from bot.sandbox.files import Files
from bot.sandbox.world import Json

MEDIA_COMPONENTS = frozenset({9, 11, 12, 13, 17})
EMBED_LINKS = (("image", "url"), ("thumbnail", "url"), ("footer", "icon_url"), ("author", "icon_url"))


def fresh_embed(files: Files, embed: Json) -> Json:
    shown = dict(embed)
    for slot, key in EMBED_LINKS:
        part = shown.get(slot) or {}
        kept = files.owner_of(part.get(key) or "")
        if kept is not None:
            shown[slot] = {**part, key: files.link(kept), f"proxy_{key}": files.proxied(kept)}
    return shown


def fresh_components(files: Files, components: list[Json]) -> list[Json]:
    if not components or not any(component["type"] in MEDIA_COMPONENTS for component in components):
        return components
    return [_fresh(files, component) for component in components]


def _fresh(files: Files, node: Any) -> Any:
    if isinstance(node, list):
        return [_fresh(files, item) for item in node]
    if not isinstance(node, dict):
        return node
    kept = files.owner_of(node["url"]) if "proxy_url" in node else None
    if kept is not None:
        return {**node, "url": files.link(kept), "proxy_url": files.proxied(kept)}
    return {key: _fresh(files, value) for key, value in node.items()}
