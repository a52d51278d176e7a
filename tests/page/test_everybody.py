"""The page for everybody: WCAG 2.2 A and AA as far as axe-core can tell, on a desk and on a phone, light and dark."""

import pytest

pytest.importorskip("playwright", reason="Playwright is not installed: the `judges` extra")

from playwright.async_api import expect

from tests.journeys.stage import Stage

from .browser import DESKTOP, PHONE, Device, barriers
from .conftest import PageAs
from .pictures import picture

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def lived_in(stage: Stage) -> None:
    """A thread in which there is something of everything: files, an answer, a vote, cards, buttons."""
    await stage.post_prompt()
    first = await stage.say("ada", "Night bus", "**Dawn** by `ada`", {"dawn.png": picture("orange")})
    await stage.say("bo", "Night bus", "Dusk ||behind a spoiler||", {"hum.wav": b"RIFF"}, first["message"]["id"])
    await stage.command("mo", "vote open", prompt=1, closes="in 3 days")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("device", [DESKTOP, PHONE], ids=lambda device: device.name)
async def test_nothing_keeps_anybody_out(stage: Stage, page_as: PageAs, device: Device, scheme: str) -> None:
    await lived_in(stage)
    dora = await page_as("dora", "Night bus", device=device, scheme=scheme)
    await dora.press(await dora.sees("Vote 1"), "Vote")
    await dora.is_told("Nothing is on your ballot yet")
    found = {"a conversation": await barriers(dora.page)}
    await dora.shot("a conversation")
    await dora.choose_command("prompt new")
    found["a command"] = await barriers(dora.page)
    await dora.shot("a command")
    await dora.page.get_by_role("button", name="Use it").click()
    await dora.form("A new prompt")
    found["a form"] = await barriers(dora.page)
    await dora.shot("a form")
    assert found == {"a conversation": [], "a command": [], "a form": []}


async def test_nothing_is_wider_than_a_phone(stage: Stage, page_as: PageAs) -> None:
    await lived_in(stage)
    dora = await page_as("dora", "Night bus", device=PHONE)
    await dora.sees("Vote 1")
    wide = await dora.page.evaluate("document.documentElement.scrollWidth")
    assert wide <= PHONE.width
    await dora.choose_command("prompt new")
    assert await dora.page.evaluate("document.documentElement.scrollWidth") <= PHONE.width


async def test_a_prompt_is_posted_with_the_keyboard_alone(page_as: PageAs) -> None:
    dora = await page_as("dora")
    keyboard = dora.page.keyboard
    await dora.words.focus()
    await keyboard.type("/prompt new")
    await expect(dora.page.get_by_text("/prompt new").last).to_be_visible()
    await keyboard.press("Enter")
    await expect(dora.page.get_by_label("closes")).to_be_focused()
    await keyboard.type("in 3 days")
    await keyboard.press("Enter")
    form = await dora.form("A new prompt")
    await expect(form.get_by_role("textbox", name="Title")).to_be_focused()
    await keyboard.type("Night bus")
    await keyboard.press("Tab")
    await keyboard.type("Who rides the last bus?")
    await keyboard.press("Tab")
    await keyboard.press("Tab")
    await keyboard.press("Enter")
    await dora.is_told("“Night bus” is on its way")
