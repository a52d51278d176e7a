"""What the page is told besides messages: its guide, and what is owed next, in words."""

import asyncio
import re
from pathlib import Path

import aiohttp
import pytest

from bot.sandbox import Sandbox
from bot.sandbox import server as sandbox_server

from .clients import Control

PAGE = sandbox_server.PAGE
GUIDE = {
    "name": "tour",
    "steps": [{"title": "Say hello", "be": "ann", "in": "general", "says": "Type it.", "done": {"says": ["hello"]}}],
    "end": {"title": "That was it", "says": "Go on."},
}
HOUR = 3_600_000_000


async def test_a_sandbox_without_a_guide_says_so(control: Control):
    """The page then offers none."""
    assert await control.call("GET", "/guide") == {"guide": None}


async def test_the_page_gets_the_guide_its_sandbox_was_given(session: aiohttp.ClientSession):
    """Word for word: the sandbox knows nothing of what it is a guide to."""
    running = Sandbox(guide=GUIDE)
    await running.start()
    try:
        assert await Control(session, running).call("GET", "/guide") == {"guide": GUIDE}
    finally:
        await running.stop()


async def test_a_bot_may_say_what_it_owes(sandbox: Sandbox, control: Control, session: aiohttp.ClientSession):
    """Of several bots, the one whose turn comes first is quoted; one that names nothing leaves it open."""
    url = f"{sandbox.url}/sandbox/v1/clock/stream"
    now = sandbox.clock.now()
    async with session.ws_connect(url) as early, session.ws_connect(url) as late:
        reading = asyncio.create_task(control.call("GET", "/clock"))
        for stream, more in ((early, {"next_what": "A vote closes"}), (late, {})):
            said: dict[str, object] = {"settle": 0}
            while not said["settle"]:
                said = await stream.receive_json()
            due = now + (1 if more else 2) * HOUR
            await stream.send_json({"op": "settled", "settle": said["settle"], "now": now, "next_due": due, **more})
        answer = await reading
        assert (answer["next_due"], answer["next_what"]) == (now + HOUR, "A vote closes")
        await early.close()
        reading = asyncio.create_task(control.call("GET", "/clock"))
        said = {"settle": 0}
        while not said["settle"]:
            said = await late.receive_json()
        await late.send_json({"op": "settled", "settle": said["settle"], "now": now, "next_due": now + 2 * HOUR})
        answer = await reading
        assert (answer["next_due"], answer["next_what"]) == (now + 2 * HOUR, None)


SOURCES = [file for file in sorted(PAGE.iterdir()) if file.suffix in {".html", ".css", ".js"}]


@pytest.mark.parametrize("file", SOURCES, ids=lambda file: file.name)
def test_the_page_names_no_host_but_this_machine(file: Path):
    """No third-party request: no address on the page leads elsewhere, but for the link of a message one copies."""
    text = file.read_text(encoding="utf-8").replace("`https://discord.com/channels/", "")
    hosts = set(re.findall(r"\b(?:https?|wss?)://([^/\s\"'`:]+)", text))
    assert {host for host in hosts if not host.startswith("$")} <= {"127.0.0.1", "localhost"}


def test_every_module_of_the_page_is_there():
    """What one module imports, and what the document loads, is a file beside it."""
    named = set()
    for file in SOURCES:
        text = file.read_text(encoding="utf-8")
        named |= set(re.findall(r"from \"\./([\w.]+)\"", text)) | set(re.findall(r"\"/page/([\w.]+)\"", text))
    assert named
    assert named - {file.name for file in PAGE.iterdir()} == set()
