"""A forum's pinned post, which stays while others are archived."""

from typing import Any

from bot.sandbox import Sandbox

from .clients import PlainBot

DAY = 24 * 3600 * 1_000_000
PINNED = 1 << 1


async def pinned(plain: PlainBot, film: dict[str, Any]) -> str:
    """A new post of the forum, pinned; its path."""
    body = {"name": "rules", "message": {"content": "be kind"}, "auto_archive_duration": 60}
    _, post = await plain.rest("POST", f"/channels/{film['channels'][1]['id']}/threads", body)
    path = f"/channels/{post['id']}"
    assert (await plain.rest("PATCH", path, {"flags": PINNED}))[1]["flags"] == PINNED
    return path


async def test_a_pinned_post_does_not_archive_by_itself(plain: PlainBot, film: dict[str, Any], sandbox: Sandbox):
    """A pinned post does not auto-archive.

    Source: discord-api-docs topics/threads.mdx, "Forum and Media Channel Thread Fields"
    """
    path = await pinned(plain, film)
    sandbox.clock.advance(DAY)
    assert not (await plain.rest("GET", path))[1]["thread_metadata"]["archived"]


async def test_archiving_a_pinned_post_unpins_it(plain: PlainBot, film: dict[str, Any]):
    """Archiving a pinned post takes its pin.

    Source: discord-api-docs topics/threads.mdx, "Forum and Media Channel Thread Fields"
    """
    path = await pinned(plain, film)
    _, archived = await plain.rest("PATCH", path, {"archived": True})
    assert (archived["flags"], archived["thread_metadata"]["archived"]) == (0, True)
