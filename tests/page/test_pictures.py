"""The two pictures of the page in the README, taken anew: docs/judges.md says how they get there."""

import io
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from PIL import Image

pytest.importorskip("playwright", reason="Playwright is not installed: the `judges` extra")

from playwright.async_api import expect

from bot import deferrals
from bot.demo import gallery
from bot.demo.guide import GUIDE
from tests.journeys.stage import Stage

from .browser import PHONE
from .conftest import PATIENCE_SECONDS, PageAs, a_set

pytestmark = pytest.mark.asyncio(loop_scope="session")

KEPT = Path(__file__).parents[2] / "docs" / "images"
MOST_BYTES = 300_000


@pytest_asyncio.fixture(loop_scope="session")
async def stage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Stage]:
    monkeypatch.setattr(deferrals, "DEFER_AFTER_SECONDS", PATIENCE_SECONDS / 2)
    async with a_set(tmp_path, guide=GUIDE) as stage:
        for name, roles in (("Dora", ["Director"]), ("Ada", []), ("Bo", [])):
            await stage.call("POST", "/servers/film/people", json={"name": name, "roles": roles})
        yield stage


async def test_the_readme_shows_the_page_as_it_is(stage: Stage, page_as: PageAs, shots: Path) -> None:
    dora = await page_as("Dora")
    await dora.command("prompt new", {"kinds": "pictures", "closes": "in 7 days"})
    brief = "Where does the night bus end? One picture, any way you make it."
    await dora.fill("A new prompt", {"Title": "The last stop", "Brief": brief})
    await dora.press(await dora.is_told("nothing is posted yet"), "Post it")
    await dora.is_told("“The last stop” is on its way")
    await expect(dora.guide).to_contain_text("Step 2 of 4")
    await expect(dora.channels.get_by_role("button", name="The last stop")).to_be_visible()
    await dora.words.hover()
    await dora.shot("page-prompt")

    canal, across = gallery.stop_by_the_canal(), gallery.across_the_street()
    work = "The stop by the canal. Only the lamp is awake."
    first = await stage.say("Ada", "The last stop", work, {canal.filename: canal.data})
    ada = await page_as("Ada", "The last stop", device=PHONE)
    await ada.guide.get_by_role("button", name="Leave the guide").click()
    answer = "Ada's stop, from across the street."
    await stage.say("Bo", "The last stop", answer, {across.filename: across.data}, first["message"]["id"])
    await ada.sees("is in. It builds on #1.")
    await ada.shot("page-phone")

    for name in ("page-prompt.png", "page-phone.png"):
        kept = (KEPT / name).read_bytes()
        assert len(kept) < MOST_BYTES
        taken = (shots / name).read_bytes()
        assert Image.open(io.BytesIO(kept)).size == Image.open(io.BytesIO(taken)).size
