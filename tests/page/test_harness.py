"""The harness itself: what it is there to notice, it notices."""

import pytest

pytest.importorskip("playwright", reason="Playwright is not installed: the `judges` extra")

from playwright.async_api import Browser

from tests.journeys.stage import Stage

from .browser import DESKTOP, barriers, opened
from .conftest import PageAs

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_a_barrier_is_noticed(page_as: PageAs) -> None:
    dora = await page_as("dora")
    assert await barriers(dora.page) == []
    await dora.page.evaluate("document.body.append(document.createElement('button'))")
    assert [barrier.split(":")[0] for barrier in await barriers(dora.page)] == ["button-name"]


async def test_what_a_page_complains_of_is_noticed(browser: Browser, stage: Stage) -> None:
    complaints: list[str] = []
    async with opened(browser, DESKTOP, "light", complaints) as page:
        await page.goto(stage.sandbox.url)
        assert complaints == []
        await page.evaluate("console.error('a fault')")
        await page.evaluate("setTimeout(() => { throw new Error('uncaught') })")
        await page.evaluate("new Image().src = 'https://example.com/a.png'")
        async with page.expect_console_message(lambda message: "404" in message.text):
            await page.evaluate("fetch('/nothing')")
    for part in ("a fault", "uncaught", "example.com", "404"):
        assert [complaint for complaint in complaints if part in complaint], part
