"""What people do with messages, among themselves: no bot is needed for it."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

pytest.importorskip("playwright", reason="Playwright is not installed: the `judges` extra")

from playwright.async_api import expect

from tests.journeys.stage import Stage

from .conftest import PageAs, a_set

pytestmark = pytest.mark.asyncio(loop_scope="session")

PAGE = 100


@pytest_asyncio.fixture(loop_scope="session")
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    async with a_set(tmp_path, bot=False) as stage:
        yield stage


async def test_a_message_is_edited_and_deleted_before_everybodys_eyes(stage: Stage, page_as: PageAs) -> None:
    await stage.say("ada", "studio", "good mornng")
    await stage.say("bo", "studio", "hello")
    ada, bo = await page_as("ada"), await page_as("bo")
    menu = await bo.message_menu("good mornng", "ada")
    await expect(menu.get_by_role("menuitem", name="Edit")).to_have_count(0)
    await expect(menu.get_by_role("menuitem", name="Delete…")).to_have_count(0)
    await bo.page.keyboard.press("Escape")

    await ada.do("good mornng", "ada", "Edit")
    await expect(ada.words).to_have_value("good mornng")
    await ada.send("good morning")
    await expect(await bo.sees("good morning", "ada")).to_contain_text("(edited)")

    await ada.do("good morning", "ada", "Delete…")
    await ada.page.get_by_role("dialog", name="Delete this message?").get_by_role("button", name="Delete it").click()
    for seat in (ada, bo):
        await expect(seat.page.get_by_role("article").filter(has_text="good morning")).to_have_count(0)
        await seat.sees("hello", "bo")


async def test_a_message_is_forwarded_and_copied(stage: Stage, page_as: PageAs) -> None:
    await stage.say("bo", "studio", "**take** this")
    ada = await page_as("ada")
    await ada.do("take this", "bo", "Forward…")
    asked = ada.page.get_by_role("dialog", name="Forward this message")
    await ada.pick(asked, re.compile("^Where to"), ["#lounge"], several=False)
    await asked.get_by_role("button", name="Forward", exact=True).click()
    await ada.is_at("lounge")
    await expect(await ada.sees("take this", "ada")).to_contain_text("Forwarded")

    await ada.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    await ada.open("studio")
    await ada.do("take this", "bo", "Copy the words")
    await expect(ada.page.locator("#announcer")).to_have_text("Copied.")
    assert await ada.page.evaluate("navigator.clipboard.readText()") == "**take** this"


async def test_a_reaction_is_given_joined_and_taken_back(stage: Stage, page_as: PageAs) -> None:
    await stage.say("bo", "studio", "done")
    ada, cy = await page_as("ada"), await page_as("cy")
    await ada.do("done", "bo", "Add a reaction…")
    await ada.page.get_by_role("dialog", name="Add a reaction").get_by_role("button", name="👍 thumbs up").click()

    def thumbs(seat, said: str):
        return seat.message("done").get_by_role("button", name=f"👍, {said}", exact=True)

    await expect(thumbs(ada, "1: ada")).to_have_attribute("aria-pressed", "true")
    await expect(thumbs(cy, "1: ada")).to_have_attribute("aria-pressed", "false")
    await thumbs(cy, "1: ada").click()
    for seat in (ada, cy):
        await expect(thumbs(seat, "2: ada, cy")).to_have_attribute("aria-pressed", "true")
    await thumbs(ada, "2: ada, cy").click()
    await expect(thumbs(cy, "1: cy")).to_have_attribute("aria-pressed", "true")
    await expect(thumbs(ada, "1: cy")).to_have_attribute("aria-pressed", "false")


async def test_what_is_unread_is_marked_and_still_is_after_a_reload(stage: Stage, page_as: PageAs) -> None:
    ada = await page_as("ada")
    who = next(person["id"] for person in stage.people() if person["name"] == "ada")
    await stage.say("bo", "lounge", "anybody here?")
    lounge = ada.channels.get_by_role("button", name=re.compile("^lounge"))
    await expect(lounge).to_have_accessible_name(re.compile("^lounge ?, 1 new$"))
    await stage.say("bo", "lounge", f"<@{who}>?")
    await expect(lounge).to_have_accessible_name(re.compile("^lounge ?, 2 new, 1 for you$"))
    await ada.page.reload()
    await expect(lounge).to_have_accessible_name(re.compile("^lounge ?, 2 new, 1 for you$"))
    await ada.open("lounge")
    await expect(lounge).to_have_accessible_name("lounge")
    await ada.page.reload()
    await ada.is_at("lounge")
    await ada.open("studio")
    await expect(lounge).to_have_accessible_name("lounge")


async def test_older_messages_come_without_a_jump(stage: Stage, page_as: PageAs) -> None:
    bo = stage.sandbox.act_as("film", "bo")
    for number in range(2 * PAGE + 20):
        await bo.post("studio", f"line {number} of it", wait="ack")
    ada = await page_as("ada")
    await ada.sees(f"line {2 * PAGE + 19} of it")
    await expect(ada.page.get_by_role("article")).to_have_count(PAGE)
    # Where each message stands, at every frame from the scroll until the older ones are there.
    moved = await ada.conversation.evaluate(
        """async (pane, first) => {
          pane.scrollTop = 400;
          const top = (one) => one.getBoundingClientRect().top;
          const held = [...pane.querySelectorAll("article")].find((one) => top(one) > top(pane));
          const before = top(held);
          let most = 0;
          while (pane.querySelectorAll("article").length <= first) {
            await new Promise(requestAnimationFrame);
            most = Math.max(most, Math.abs(top(held) - before));
          }
          await new Promise(requestAnimationFrame);
          return Math.max(most, Math.abs(top(held) - before));
        }""",
        PAGE,
    )
    assert moved <= 1
    await ada.page.get_by_role("article").first.scroll_into_view_if_needed()
    await ada.sees("line 0 of it")
    await expect(ada.page.get_by_text("The beginning of #studio.")).to_be_visible()
