"""The demo's guided start, on a set with the people it names."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

pytest.importorskip("playwright", reason="Playwright is not installed: the `judges` extra")

from playwright.async_api import expect

from bot import deferrals
from bot.demo.guide import GUIDE
from tests.journeys.stage import Stage

from .conftest import PATIENCE_SECONDS, PageAs, a_set

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest_asyncio.fixture(loop_scope="session")
async def stage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Stage]:
    monkeypatch.setattr(deferrals, "DEFER_AFTER_SECONDS", PATIENCE_SECONDS / 2)
    async with a_set(tmp_path, guide=GUIDE) as stage:
        for name, roles in (("Dora", ["Director"]), ("Ada", []), ("Bo", []), ("Nadia", ["Moderator"])):
            await stage.call("POST", "/servers/film/people", json={"name": name, "roles": roles})
        yield stage


async def test_a_step_done_is_noticed_and_remembered(page_as: PageAs) -> None:
    seat = await page_as("cy", "lounge")
    await expect(seat.guide).to_contain_text("Step 1 of 4")
    await seat.guide.get_by_role("button", name="Be Dora in studio").click()
    await seat.is_now("Dora")
    await seat.is_at("studio")
    await expect(seat.guide).to_contain_text("You are Dora, in the right place.")
    await seat.act_as("cy")
    await expect(seat.guide.locator(".button.primary")).to_have_count(0)
    await seat.guide.get_by_role("button", name="Be Dora again").click()
    await seat.is_now("Dora")
    await seat.command("prompt new", {"closes": "in 3 days"})
    await seat.fill("A new prompt", {"Title": "Night bus", "Brief": "Who rides the last bus?"})
    await seat.press(await seat.is_told("nothing is posted yet"), "Post it")
    await expect(seat.guide).to_contain_text("Step 2 of 4")
    await seat.page.reload()
    await expect(seat.guide).to_contain_text("Step 2 of 4")
    await expect(await seat.tool("Guide")).to_contain_text("2 of 4")
    await seat.guide.get_by_role("button", name="Be Ada in Night bus").click()
    await seat.is_now("Ada")
    await seat.is_at("Night bus")


async def test_steps_are_skipped_and_the_guide_is_left_for_good(page_as: PageAs) -> None:
    seat = await page_as("cy")
    for step in range(1, len(GUIDE["steps"]) + 1):
        await expect(seat.guide).to_contain_text(f"Step {step} of 4")
        await seat.guide.get_by_role("button", name="Skip step").click()
    await expect(seat.guide).to_contain_text(GUIDE["end"]["title"])
    await seat.guide.get_by_role("button", name="Close").click()
    await expect(seat.guide).to_be_hidden()
    await (await seat.tool("Guide")).click()
    await expect(seat.guide).to_contain_text("Step 1 of 4")
    await seat.guide.get_by_role("button", name="Leave the guide").click()
    await expect(seat.guide).to_be_hidden()
    await seat.page.reload()
    await expect(await seat.tool("Guide")).to_have_text(re.compile("start"))
    await expect(seat.guide).to_be_hidden()
