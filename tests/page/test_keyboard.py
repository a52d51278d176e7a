"""Everything with the keyboard alone: nothing here is clicked."""

import pytest

pytest.importorskip("playwright", reason="Playwright is not installed: the `judges` extra")

from playwright.async_api import expect

from tests.journeys.stage import Stage

from .conftest import PageAs
from .pictures import picture

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_a_prompt_is_posted(page_as: PageAs) -> None:
    dora = await page_as("dora")
    keyboard = dora.page.keyboard
    await dora.tab_to(dora.words)
    await keyboard.type("/prompt new")
    await expect(dora.page.get_by_role("listbox", name="Commands").get_by_role("option").first).to_be_visible()
    await keyboard.press("Enter")
    await expect(dora.page.get_by_label("closes")).to_be_focused()
    await keyboard.type("in 3 days")
    await keyboard.press("Enter")
    form = await dora.form("A new prompt")
    await expect(form.get_by_role("textbox", name="Title")).to_be_focused()
    await keyboard.type("Night bus")
    await keyboard.press("Tab")
    await keyboard.type("Who rides the last bus?")
    await dora.tab_to(form.get_by_role("button", name="Send"))
    await keyboard.press("Enter")
    shown = await dora.is_told("nothing is posted yet")
    await dora.tab_to(shown.get_by_role("button", name="Post it"))
    await keyboard.press("Enter")
    await dora.is_told("“Night bus” is on its way")


async def test_a_ballot_is_filled_in(stage: Stage, page_as: PageAs) -> None:
    await stage.post_prompt()
    await stage.say("ada", "Night bus", "Dawn", {"dawn.png": picture("orange")})
    await stage.say("bo", "Night bus", "Dusk", {"dusk.png": picture("teal")})
    await stage.command("mo", "vote open", prompt=1, closes="in 3 days")
    cy = await page_as("cy", "Night bus")
    keyboard = cy.page.keyboard
    card = await cy.sees("Vote 1")
    await cy.tab_to(cy.words)
    await cy.tab_to(card.get_by_role("button", name="Vote", exact=True), backwards=True)
    await keyboard.press("Enter")
    ballot = await cy.is_told("Nothing is on your ballot yet")
    face = ballot.get_by_role("combobox", name="Pick your favourites")
    await keyboard.press("ArrowDown")
    await expect(ballot).to_be_focused()
    await cy.tab_to(face)
    await keyboard.press("ArrowDown")
    await expect(ballot.get_by_role("listbox")).to_be_visible()
    await keyboard.press("ArrowDown")
    await keyboard.press("Enter")
    await expect(ballot.get_by_role("option", selected=True)).to_have_count(1)
    await cy.tab_to(ballot.get_by_role("button", name="Apply"))
    await keyboard.press("Enter")
    await cy.is_told("Saved. On your ballot: #2.")


async def test_a_message_is_answered_from_its_menu(stage: Stage, page_as: PageAs) -> None:
    await stage.say("bo", "lounge", "who is up?")
    await stage.say("cy", "lounge", "not me")
    ada = await page_as("ada", "lounge")
    keyboard = ada.page.keyboard
    newest, wanted = await ada.sees("not me", "cy"), await ada.sees("who is up?", "bo")
    await ada.tab_to(ada.words)
    await ada.tab_to(newest, backwards=True)
    await keyboard.press("ArrowUp")
    await expect(wanted).to_be_focused()
    await ada.tab_to(wanted.get_by_role("button", name="More for bo's message"))
    await keyboard.press("Enter")
    menu = ada.page.get_by_role("menu", name="For bo's message")
    await expect(menu.get_by_role("menuitem").first).to_be_focused()
    await keyboard.press("Escape")
    await expect(menu).to_be_hidden()
    await expect(wanted.get_by_role("button", name="More for bo's message")).to_be_focused()
    await keyboard.press("Enter")
    await keyboard.press("ArrowDown")
    await expect(menu.get_by_role("menuitem", name="Reply")).to_be_focused()
    await keyboard.press("Enter")
    await expect(ada.words).to_be_focused()
    await keyboard.type("I am")
    await keyboard.press("Enter")
    await expect(await ada.sees("I am", "ada")).to_contain_text("who is up?")
