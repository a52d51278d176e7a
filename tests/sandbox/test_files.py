"""Files."""

import struct
import zlib
from typing import Any

import pytest

from bot.sandbox import Sandbox

from .clients import Control, PlainBot, Refused


def png(width: int, height: int) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    pixels = zlib.compress(b"".join(b"\0" * (width + 1) for _ in range(height)))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


async def fetch(plain: PlainBot, url: str, **headers: str) -> tuple[int, bytes, Any]:
    async with plain.session.get(url, headers=headers) as response:
        return response.status, await response.read(), response.headers


async def test_a_persons_file_reaches_the_bot_byte_for_byte(bot: PlainBot, control: Control):
    """A file keeps its bytes, and its attachment says its name, size and, of a picture, its measures.

    Source: discord-api-docs resources/message.mdx, "Attachment Structure"
    """
    picture = png(3, 2)
    await control.say("look", files=[("file", "my still.png", picture)])
    [attachment] = (await bot.event("MESSAGE_CREATE"))["attachments"]
    assert (attachment["filename"], attachment["size"]) == ("my_still.png", len(picture))
    assert (attachment["width"], attachment["height"]) == (3, 2)
    status, content, headers = await fetch(bot, attachment["url"])
    assert (status, content) == (200, picture)
    assert (headers["Content-Type"], headers["Content-Length"]) == ("image/png", str(len(picture)))


async def test_what_was_uploaded_does_not_act_as_the_page(plain: PlainBot, control: Control):
    """Files have the page's address: scripts and forms in them are dead."""
    said = await control.say("look", files=[("file", "page.html", b"<script>fetch('/sandbox/v1/servers')</script>")])
    _, _, headers = await fetch(plain, said["attachments"][0]["url"])
    assert headers["Content-Security-Policy"] == "script-src 'none'; form-action 'none'"


async def test_the_bots_files_are_seen_with_their_descriptions(plain: PlainBot, control: Control, general: str):
    """Files go as files[n] beside payload_json, whose `attachments` describe them by number.

    Source: discord-api-docs reference.mdx, "Uploading Files"
    """
    body = {"content": "two", "attachments": [{"id": 1, "description": "the second"}]}
    status, sent = await plain.send(general, body, [("a.txt", b"a"), ("b.wav", b"bb")])
    assert status == 200
    assert [(a["filename"], a.get("description")) for a in sent["attachments"]] == [
        ("a.txt", None),
        ("b.wav", "the second"),
    ]
    seen = (await control.see())["messages"][-1]["attachments"]
    assert (await fetch(plain, seen[1]["url"]))[1] == b"bb"


async def test_a_part_of_a_file_can_be_fetched(plain: PlainBot, control: Control):
    """A part of a file can be fetched by its byte range, as media players do.

    Source: RFC 9110, 14
    """
    [attachment] = (await control.say("x", files=[("file", "a.bin", b"0123456789")]))["attachments"]
    status, content, headers = await fetch(plain, attachment["url"], Range="bytes=2-4")
    assert (status, content, headers["Content-Range"]) == (206, b"234", "bytes 2-4/10")
    status, content, _ = await fetch(plain, attachment["url"], Range="bytes=-2")
    assert (status, content) == (206, b"89")
    assert (await fetch(plain, attachment["url"], Range="bytes=20-"))[0] == 416


async def test_a_link_expires_and_a_message_fetched_again_has_a_fresh_one(
    plain: PlainBot, control: Control, sandbox: Sandbox, general: str
):
    """The link of an attachment expires, and a message fetched again carries a fresh one.

    Source: discord-api-docs reference.mdx, "Signed Attachment CDN URLs"
    """
    said = await control.say("x", files=[("file", "a.txt", b"x")])
    old = said["attachments"][0]["url"]
    sandbox.clock.advance(25 * 3600 * 1_000_000)
    assert (await fetch(plain, old))[0] == 404
    _, again = await plain.rest("GET", f"/channels/{general}/messages/{said['id']}")
    assert (await fetch(plain, again["attachments"][0]["url"]))[0] == 200


@pytest.mark.parametrize(
    ("name", "content", "status"), [("a.png", png(2, 2), 200), ("a.mp4", b"film", 200), ("a.wav", b"sound", 415)]
)
async def test_the_media_proxy_serves_what_has_measures(
    plain: PlainBot, control: Control, name: str, content: bytes, status: int
):
    """The proxy_url of what is no picture or video answers 415; its url serves everything.

    Source: https://github.com/discord/discord-api-docs/pull/5174
    """
    [file] = (await control.say("", files=[("files[0]", name, content)]))["attachments"]
    assert (await fetch(plain, file["proxy_url"]))[0] == status
    assert (await fetch(plain, file["url"]))[1] == content


async def test_an_altered_link_is_refused(plain: PlainBot, control: Control):
    """The signature of a link covers its expiry: an altered or bare link is refused.

    Source: discord-api-docs reference.mdx, "Signed Attachment CDN URLs"
    """
    url = (await control.say("x", files=[("file", "a.txt", b"x")]))["attachments"][0]["url"]
    assert (await fetch(plain, url.replace("ex=", "ex=f")))[0] == 404
    assert (await fetch(plain, url.partition("?")[0]))[0] == 404
    assert (await fetch(plain, url + "é"))[0] == 404


async def test_eleven_files_are_refused(plain: PlainBot, control: Control, general: str):
    """A message has at most 10 files: 30015.

    Source: discord-api-docs topics/opcodes-and-status-codes.mdx, "JSON Error Codes"
    """
    files = [(f"{number}.txt", b"x") for number in range(11)]
    status, answer = await plain.send(general, {}, files)
    assert (status, answer["code"]) == (400, 30015)
    with pytest.raises(Refused, match="attachments"):
        await control.say("x", files=[("file", name, content) for name, content in files])


async def test_a_file_over_the_servers_limit_is_refused(plain: PlainBot, control: Control, film: dict[str, Any]):
    """A file over the upload limit is refused: 40005 with status 413. The limit is the server's, 20 MiB by default.

    Source: https://github.com/discord/discord-api-docs/issues/6058
    """
    assert (await control.call("GET", "/servers"))["servers"][0]["upload_limit"] == 20 * 1024 * 1024
    small = await control.call("POST", "/servers", {"name": "small", "channels": ["tiny"], "upload_limit": 10})
    tiny = small["channels"][0]["id"]
    assert (await plain.send(tiny, {}, [("a.bin", b"x" * 10)]))[0] == 200
    status, answer = await plain.send(tiny, {}, [("a.bin", b"x" * 11)])
    assert (status, answer["code"]) == (413, 40005)
    path, body = "/servers/small/people/owner/messages", {"channel": "tiny"}
    with pytest.raises(Refused) as refused:
        await control.call("POST", path, body, [("f", "a.bin", b"x" * 11)])
    assert refused.value.status == 413


async def test_each_file_is_measured_by_itself(plain: PlainBot, control: Control, film: dict[str, Any]):
    """The upload limit is for each file, not for all of them together.

    Source: discord-api-docs reference.mdx, "Uploading Files"
    """
    small = await control.call("POST", "/servers", {"name": "small", "channels": ["tiny"], "upload_limit": 10})
    files = [(f"{number}.bin", b"x" * 10) for number in range(3)]
    assert (await plain.send(small["channels"][0]["id"], {}, files))[0] == 200


async def test_an_edit_keeps_drops_and_adds_files(plain: PlainBot, general: str):
    """An edit keeps the files its `attachments` name, and adds those it brings.

    Source: discord-api-docs resources/message.mdx, "Edit Message"
    """
    _, sent = await plain.send(general, {}, [("a.txt", b"a"), ("b.txt", b"b")])
    path = f"/channels/{general}/messages/{sent['id']}"
    kept = {"attachments": [{"id": sent["attachments"][1]["id"]}, {"id": 0, "filename": "c.txt"}]}
    _, edited = await plain.rest("PATCH", path, kept, [("c.txt", b"c")])
    assert [a["filename"] for a in edited["attachments"]] == ["b.txt", "c.txt"]
    _, edited = await plain.rest("PATCH", path, {}, [("d.txt", b"d")])
    assert [a["filename"] for a in edited["attachments"]] == ["b.txt", "c.txt", "d.txt"]
    _, edited = await plain.rest("PATCH", path, {"content": "none", "attachments": []})
    assert edited["attachments"] == []


async def test_a_file_shown_by_an_embed_is_not_listed_besides(plain: PlainBot, general: str):
    """A picture that an embed shows as attachment:// is no longer listed among the attachments.

    Source: discord-api-docs resources/message.mdx, "Message Structure"
    """
    body = {"embeds": [{"image": {"url": "attachment://a.png"}}]}
    _, sent = await plain.send(general, body, [("a.png", png(4, 5))])
    assert sent["attachments"] == []
    image = sent["embeds"][0]["image"]
    assert (image["width"], image["height"]) == (4, 5)
    assert (await fetch(plain, image["url"]))[0] == 200


async def test_components_show_files_by_their_links(plain: PlainBot, sandbox: Sandbox, general: str):
    """An attachment:// in a component becomes a link, fresh at every look.

    Source: discord-api-docs components/reference.mdx, "Unfurled Media Item"
    """
    shown = [
        {"type": 13, "file": {"url": "attachment://a.txt"}},
        {"type": 12, "items": [{"media": {"url": "attachment://b.png"}}]},
    ]
    body = {"flags": 1 << 15, "components": shown}
    _, sent = await plain.send(general, body, [("a.txt", b"abc"), ("b.png", png(1, 1))])
    file, gallery = sent["components"]
    assert (file["name"], file["size"]) == ("a.txt", 3)
    assert gallery["items"][0]["media"]["width"] == 1
    sandbox.clock.advance(25 * 3600 * 1_000_000)
    assert (await fetch(plain, file["file"]["url"]))[0] == 404
    _, again = await plain.rest("GET", f"/channels/{general}/messages/{sent['id']}")
    assert (await fetch(plain, again["components"][0]["file"]["url"]))[0] == 200


@pytest.mark.parametrize("shown", ["embed", "component"])
async def test_a_link_inside_a_message_is_fresh_again(
    plain: PlainBot, control: Control, sandbox: Sandbox, general: str, shown: str
):
    """The links in embeds and components expire too, and are fresh when the message is fetched again.

    Source: discord-api-docs reference.mdx, "Signed Attachment CDN URLs"
    """
    where = {"url": "attachment://a.png"}
    bodies: dict[str, Any] = {
        "embed": {"embeds": [{"image": where}]},
        "component": {"flags": 1 << 15, "components": [{"type": 12, "items": [{"media": where}]}]},
    }
    links = {
        "embed": lambda message: message["embeds"][0]["image"]["url"],
        "component": lambda message: message["components"][0]["items"][0]["media"]["url"],
    }
    status, sent = await plain.send(general, bodies[shown], [("a.png", png(2, 2))])
    old = links[shown](sent)
    assert (status, (await fetch(plain, old))[0]) == (200, 200)
    sandbox.clock.advance(2 * 24 * 3600 * 1_000_000)
    assert (await fetch(plain, old))[0] == 404
    _, again = await plain.rest("GET", f"/channels/{general}/messages/{sent['id']}")
    seen = (await control.see())["messages"][-1]
    for message in (again, seen):
        assert (await fetch(plain, links[shown](message)))[1] == png(2, 2)


@pytest.mark.parametrize(
    ("given", "kept"),
    [("a b.txt", "a_b.txt"), ("../etc/passwd", "etcpasswd"), ("naïve?.png", "nave.png"), ("???", "unknown")],
)
async def test_file_names_are_kept_as_discord_keeps_them(control: Control, film: dict[str, Any], given: str, kept: str):
    """Blanks in a file's name become underscores, and unusual characters go.

    Source: observed; not published
    """
    said = await control.say("x", files=[("file", given, b"x")])
    assert said["attachments"][0]["filename"] == kept
