"""The form of a command, and the suggestions of the bot in it."""

import pytest

pytest.importorskip("playwright", reason="Playwright is not installed: the `judges` extra")

from playwright.async_api import Locator, expect

from tests.journeys.stage import Stage

from .conftest import PageAs

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def lies_over(upper: Locator, lower: Locator) -> bool:
    over, under = await upper.bounding_box(), await lower.bounding_box()
    assert over is not None
    assert under is not None
    return over["y"] < under["y"] + under["height"] and under["y"] < over["y"] + over["height"]


async def test_a_refusal_is_not_hidden_by_the_suggestions(stage: Stage, page_as: PageAs) -> None:
    await stage.post_prompt()
    mo = await page_as("mo", "Night bus")
    form = await mo.choose_command("vote open")
    field = form.get_by_role("combobox", name="prompt")
    for words, found in (("", "1 suggestion"), ("zzz nothing", "Nothing found.")):
        await field.fill(words)
        box = form.locator(".completions").filter(has_text=found)
        await expect(box).to_be_visible()
        assert not await lies_over(box, form.locator("label", has_text="prompt"))
        await mo.shot(f"suggestions {found}")
    await form.get_by_role("button", name="Use it").click()
    await expect(form.get_by_text("Choose one from the list.")).to_be_visible()
    await expect(field).to_be_focused()
    await expect(form.locator(".completions")).to_be_hidden()
    await mo.shot("a refusal")
    await field.fill("Night")
    await expect(form.get_by_role("option")).to_have_count(1)
    await field.press("Enter")
    await expect(form.get_by_text("Choose one from the list.")).to_be_hidden()
