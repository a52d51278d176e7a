"""Who sits at the page and what reaches them, on a sandbox that no bot is connected to."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import aiohttp
import pytest
import pytest_asyncio

pytest.importorskip("playwright", reason="Playwright is not installed: the `judges` extra")

from playwright.async_api import expect
from yarl import URL

from bot.sandbox import Sandbox
from tests.sandbox.clients import Control, PlainBot

from .browser import DESKTOP, opened
from .seat import Seat

if TYPE_CHECKING:
    from playwright.async_api import Browser

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest_asyncio.fixture(loop_scope="session")
async def crowded() -> "AsyncIterator[tuple[Control, PlainBot, dict[str, Any]]]":
    """A server with 300 people, of whom the page is told a hundred; and the bot's REST alone."""
    sandbox = Sandbox()
    await sandbox.start()
    async with aiohttp.ClientSession() as http:
        control = Control(http, sandbox)
        await control.call("POST", "/servers", {"name": "film", "channels": ["studio"]})
        server = await control.call("POST", "/servers/film/crowd", {"count": 300})
        yield control, PlainBot(http, sandbox), server
    await sandbox.stop()


async def test_one_of_a_crowd_sits_down_by_their_id_and_hears_from_the_bot(
    browser: "Browser", crowded: "tuple[Control, PlainBot, dict[str, Any]]", tmp_path: Path
) -> None:
    control, bot, server = crowded
    last = await control.call("GET", "/servers/film/people/extra 300")
    assert last["id"] not in [person["id"] for person in server["people"]]
    complaints: list[str] = []
    async with opened(browser, DESKTOP, "light", complaints) as page:
        seat = {"server": server["id"], "channel": server["channels"][0]["id"], "as": last["id"]}
        await page.goto(f"{bot.sandbox.url}/#{URL.build(query=seat).query_string}")
        sitting = Seat(page, "extra 300", tmp_path, tmp_path / "desk")
        await expect(page.get_by_text("extra 300").first).to_be_visible()
        await sitting.is_at("studio")
        _, direct = await bot.rest("POST", "/users/@me/channels", {"recipient_id": last["id"]})
        await bot.send(direct["id"], {"content": "a word in private"})
        await sitting.open(server["bot"]["name"])
        await sitting.sees("a word in private")
        await expect(page.get_by_text("The beginning of your direct messages with")).to_be_visible()
        await bot.send(direct["id"], {"content": "and another"})
        await sitting.sees("and another")
    assert complaints == []
