"""An empty sandbox, as `python -m bot sandbox` begins: the page makes the first server."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

pytest.importorskip("playwright", reason="Playwright is not installed: the `judges` extra")

from playwright.async_api import Browser, expect

from bot.sandbox import Sandbox

from .browser import DESKTOP, barriers, opened

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest_asyncio.fixture(loop_scope="session")
async def empty() -> AsyncIterator[Sandbox]:
    sandbox = Sandbox()
    await sandbox.start()
    yield sandbox
    await sandbox.stop()


async def test_the_first_server_is_made_on_the_page(browser: Browser, empty: Sandbox) -> None:
    """With the bot in it, and somewhere to write at once."""
    complaints: list[str] = []
    async with opened(browser, DESKTOP, "light", complaints) as page:
        await page.goto(empty.url)
        await expect(page.get_by_text("There is no server here yet.")).to_be_visible()
        assert await barriers(page) == []
        await page.get_by_role("textbox", name="Name of the server").fill("studio")
        await page.get_by_role("button", name="Make it").click()
        await page.get_by_role("textbox", name="Write in general as owner").fill("Anyone here?")
        await page.keyboard.press("Enter")
        await expect(page.get_by_role("article").get_by_text("Anyone here?")).to_be_visible()
    server = empty.world.named_server("studio")
    assert empty.world.bot.id in server.members
    assert complaints == []
