"""How far it is by keyboard, in a thread where every message has buttons of its own."""

import pytest

pytest.importorskip("playwright", reason="Playwright is not installed: the `judges` extra")

from playwright.async_api import expect

from tests.journeys.stage import Stage

from .conftest import PageAs
from .pictures import picture

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_the_messages_are_one_stop_however_many_there_are(stage: Stage, page_as: PageAs) -> None:
    await stage.post_prompt()
    for name in ("dawn", "noon", "dusk"):
        await stage.say("ada", "Night bus", name, {f"{name}.png": picture("orange")})
    cy = await page_as("cy", "Night bus")
    keyboard = cy.page.keyboard
    newest = await cy.sees("#3", "Callsheet")
    await expect(newest).to_contain_text("sent silently")
    await cy.page.get_by_role("link", name="To the messages").press("Enter")
    await expect(cy.conversation).to_be_focused()
    await keyboard.press("ArrowUp")
    await expect(newest).to_be_focused()
    inside = 0
    while await cy.conversation.evaluate("pane => pane.contains(document.activeElement)"):
        assert await newest.evaluate("message => message.contains(document.activeElement)")
        inside += 1
        await keyboard.press("Tab")
    assert inside > 1
    await expect(cy.composer.get_by_role("button", name="Add files")).to_be_focused()


async def test_to_the_composer_by_a_link_and_by_writing(stage: Stage, page_as: PageAs) -> None:
    await stage.say("bo", "lounge", "who is up?")
    ada = await page_as("ada", "lounge")
    message = await ada.sees("who is up?", "bo")
    await ada.page.get_by_role("link", name="To the composer").press("Enter")
    await expect(ada.words).to_be_focused()
    await ada.tab_to(message, backwards=True)
    await ada.page.keyboard.type("I am")
    await expect(ada.words).to_have_value("I am")
    await expect(ada.words).to_be_focused()
