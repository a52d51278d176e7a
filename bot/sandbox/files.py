"""Attachments: their bytes, their signed and expiring links, and the door they are fetched through."""

import hmac
import mimetypes
import re
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote

from aiohttp import web

from bot.sandbox.clock import SECOND, Clock
from bot.sandbox.errors import TOO_LARGE, TOO_MANY_FILES, Refusal
from bot.sandbox.snowflakes import Snowflakes
from bot.sandbox.world import DEFAULT_UPLOAD_LIMIT, MIB, Attachment, Channel, Person

LINK_LIFETIME = 24 * 3600 * SECOND  # Discord states none; observers see about a day
# Discord removes what was uploaded into an option or a modal "after a set period of time" (message.mdx, "Attachment
# Structure") that it does not state. This one is ours: as long as the interaction's token.
LOOSE_LIFETIME = 15 * 60 * SECOND
MOST_REQUEST = 25 * MIB
# Files are served from the page's own address: what somebody uploaded must not act there as the page.
HARMLESS = {"Content-Security-Policy": "script-src 'none'; form-action 'none'"}
CDN, MEDIA_PROXY = "/cdn/attachments/", "/media/attachments/"  # at Discord two hosts
MOST_FILES = 10  # discord-api-docs topics/opcodes-and-status-codes.mdx, 30015


@dataclass(slots=True)
class Upload:
    """One file part of a request. `size` may exceed len(content): what is over the limit is not kept."""

    field: str
    filename: str
    content: bytes
    content_type: str | None
    size: int


class Files:
    """The kept attachments. `base` is the address their links begin with."""

    def __init__(self, base: str, clock: Clock, snowflakes: Snowflakes) -> None:
        self.base = base
        self._clock = clock
        self._snowflakes = snowflakes
        self._kept: dict[int, Attachment] = {}
        self._generations: dict[int | None, int] = {}

    def keep(
        self,
        channel_id: int,
        upload: Upload,
        description: str | None = None,
        ephemeral: bool = False,
        spoiler: bool = False,
        lasts: int | None = None,
    ) -> Attachment:
        """Store one upload and give it its attachment id. With `lasts` (µs) it vanishes after that time."""
        name = discord_filename(upload.filename)
        content_type = upload.content_type or ""
        if content_type in ("", "application/octet-stream"):
            content_type = mimetypes.guess_type(name)[0] or "application/octet-stream"
        width, height = picture_size(upload.content) or (None, None)
        kept = Attachment(
            self._snowflakes.new(),
            channel_id,
            name,
            upload.content,
            content_type,
            description=description,
            width=width,
            height=height,
            ephemeral=ephemeral,
            spoiler=spoiler or name.startswith("SPOILER_"),
            gone_at=None if lasts is None else self._clock.now() + lasts,
        )
        self._kept[kept.id] = kept
        return kept

    def find(self, attachment_id: int) -> Attachment | None:
        return self._kept.get(attachment_id)

    def link(self, attachment: Attachment) -> str:
        """A link that works for LINK_LIFETIME of sandbox time."""
        return self._link(attachment, CDN)

    def proxied(self, attachment: Attachment) -> str:
        """The link to the same file through the media proxy, which serves pictures and videos only."""
        return self._link(attachment, MEDIA_PROXY)

    def _link(self, attachment: Attachment, door: str) -> str:
        path = f"{attachment.channel_id}/{attachment.id}/{quote(attachment.filename)}"
        issued = self._clock.now() // SECOND
        expires = issued + LINK_LIFETIME // SECOND
        signature = self._sign(attachment.id, f"{expires:x}", f"{issued:x}")
        return f"{self.base}{door}{path}?ex={expires:x}&is={issued:x}&hm={signature}"

    def owner_of(self, url: str) -> Attachment | None:
        """The attachment an own link points at, signed or not."""
        door = next((door for door in (CDN, MEDIA_PROXY) if url.startswith(self.base + door)), None)
        if door is None:
            return None
        parts = url.removeprefix(self.base + door).split("/")
        return self._kept.get(int(parts[1])) if len(parts) == 3 and parts[1].isdecimal() else None

    def expire(self, attachments: Sequence[Attachment] | None = None) -> None:
        """Kill the links given out so far, of these attachments or of all; links made from now on work."""
        for key in [None] if attachments is None else [attachment.id for attachment in attachments]:
            self._generations[key] = self._generations.get(key, 0) + 1

    def _sign(self, attachment_id: int, expires: str, issued: str) -> str:
        generation = f"{self._generations.get(None, 0)}.{self._generations.get(attachment_id, 0)}"
        signed = f"{attachment_id}.{expires}.{issued}.{generation}"
        return hmac.new(b"sandbox", signed.encode(), "sha256").hexdigest()

    async def serve(self, request: web.Request) -> web.Response:
        """GET {door}{channel}/{attachment}/{filename}: 404 once the link is expired or altered."""
        gone = web.Response(status=404, text="This content is no longer available.")
        query, reference = request.query, request.match_info["attachment"]
        expires, issued, signature = query.get("ex", ""), query.get("is", ""), query.get("hm", "")
        kept = self._kept.get(int(reference)) if reference.isdecimal() else None
        if kept is None or not hmac.compare_digest(signature.encode(), self._sign(kept.id, expires, issued).encode()):
            return gone
        now = self._clock.now()
        if int(expires, 16) * SECOND <= now or (kept.gone_at is not None and kept.gone_at <= now):
            return gone
        if request.path.startswith(MEDIA_PROXY) and not _has_measures(kept):
            return web.Response(status=415, text="Unsupported Media Type")
        headers = {"Content-Type": kept.content_type, "Accept-Ranges": "bytes", **HARMLESS}
        try:
            wanted = request.http_range
        except ValueError:
            return web.Response(status=416, headers={"Content-Range": f"bytes */{len(kept.content)}"})
        if wanted.start is None and wanted.stop is None:
            return web.Response(body=kept.content, headers=headers)
        first, end, _ = wanted.indices(len(kept.content))
        if first >= end:
            return web.Response(status=416, headers={"Content-Range": f"bytes */{len(kept.content)}"})
        headers["Content-Range"] = f"bytes {first}-{end - 1}/{len(kept.content)}"
        return web.Response(status=206, body=kept.content[first:end], headers=headers)


def _has_measures(attachment: Attachment) -> bool:
    """Whether Discord shows it with width and height: a picture it can read, or a video (which is not read here)."""
    return attachment.width is not None or attachment.content_type.startswith("video/")


def upload_limit(channel: Channel, person: Person) -> int:
    """Bytes a file: the server's limit or the person's own, whichever is more (reference.mdx "Uploading Files")."""
    return max(person.upload_limit, channel.server.upload_limit if channel.server else DEFAULT_UPLOAD_LIMIT)


def check_request(uploads: Sequence[Upload], limit: int) -> None:
    """Refuse (40005) a request of more than 25 MiB, where its files may not be larger by themselves.

    Source: discord-api-docs, resources/message.mdx, Create Message, "Limitations". People's clients upload each file
    by itself, so only applications meet it.
    """
    if sum(upload.size for upload in uploads) > max(MOST_REQUEST, limit):
        raise Refusal(TOO_LARGE)


def check_uploads(uploads: Sequence[Upload], limit: int) -> None:
    """Refuse more than ten files (30015) or a file over the limit in bytes (40005)."""
    if len(uploads) > MOST_FILES:
        raise Refusal(TOO_MANY_FILES)
    if any(upload.size > limit for upload in uploads):
        raise Refusal(TOO_LARGE)


def discord_filename(name: str) -> str:
    """The name as Discord keeps it: blanks become underscores, everything unusual goes."""
    kept = re.sub(r"[^\w.\-]", "", name.replace(" ", "_"), flags=re.ASCII)
    return kept.lstrip(".") or "unknown"


def picture_size(content: bytes) -> tuple[int, int] | None:
    """(width, height) of a PNG, GIF, JPEG or WebP, read from its head; None for anything else."""
    if content[:8] == b"\x89PNG\r\n\x1a\n" and len(content) >= 24:
        width, height = struct.unpack(">II", content[16:24])
        return width, height
    if content[:6] in (b"GIF87a", b"GIF89a") and len(content) >= 10:
        width, height = struct.unpack("<HH", content[6:10])
        return width, height
    if content[:2] == b"\xff\xd8":
        return _jpeg_size(content)
    if content[:4] == b"RIFF" and content[8:16] == b"WEBPVP8X" and len(content) >= 30:
        return 1 + int.from_bytes(content[24:27], "little"), 1 + int.from_bytes(content[27:30], "little")
    if content[:4] == b"RIFF" and content[8:16] == b"WEBPVP8L" and len(content) >= 25:
        packed = int.from_bytes(content[21:25], "little")
        return 1 + (packed & 0x3FFF), 1 + (packed >> 14 & 0x3FFF)
    if content[:4] == b"RIFF" and content[8:16] == b"WEBPVP8 " and len(content) >= 30:
        width, height = struct.unpack("<HH", content[26:30])
        return width & 0x3FFF, height & 0x3FFF
    return None


def _jpeg_size(content: bytes) -> tuple[int, int] | None:
    at = 2
    while at + 9 <= len(content) and content[at] == 0xFF:
        marker = content[at + 1]
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", content[at + 5 : at + 9])
            return width, height
        at += 2 + int.from_bytes(content[at + 2 : at + 4], "big")
    return None
