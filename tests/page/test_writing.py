"""What is written, how long it may be, and what is lost: no bot is needed for it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

pytest.importorskip("playwright", reason="Playwright is not installed: the `judges` extra")

from playwright.async_api import Dialog, expect

from tests.journeys.stage import Stage

from .conftest import PageAs, a_set
from .pictures import picture

pytestmark = pytest.mark.asyncio(loop_scope="session")

DAY = 86_400


@pytest_asyncio.fixture(loop_scope="session")
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    async with a_set(tmp_path, bot=False) as stage:
        yield stage


async def test_a_message_too_long_is_refused_in_words_until_it_is_shorter(page_as: PageAs) -> None:
    ada = await page_as("ada")
    room = ada.composer.get_by_text("of 2,000 characters")
    await ada.words.fill("a" * 1000)
    await expect(room).to_be_hidden()
    await ada.words.fill("a" * 1900)
    await expect(room).to_have_text("1,900 of 2,000 characters")
    await ada.words.fill("a" * 5143)
    await ada.words.press("Enter")
    refusal = ada.composer.get_by_role("alert")
    await expect(refusal).to_have_text("That is 5,143 characters; a message holds 2,000.")
    await ada.shot("too long")
    await ada.words.fill("a" * 2000)
    await expect(refusal).to_have_count(0)
    await ada.send("a" * 2000)


async def test_whoever_leaves_while_files_wait_is_asked(page_as: PageAs) -> None:
    ada = await page_as("ada")
    asked: list[str] = []

    async def answer(dialog: Dialog) -> None:
        asked.append(dialog.type)
        await dialog.accept()

    ada.page.on("dialog", answer)
    await ada.words.click()
    await ada.attach({"dawn.png": picture("orange")})
    await ada.page.reload()
    assert asked == ["beforeunload"]
    await ada.is_at("studio")
    await ada.words.click()
    await ada.page.reload()
    assert asked == ["beforeunload"]


async def test_an_answered_message_is_one_line_whose_times_stay_true(stage: Stage, page_as: PageAs) -> None:
    ada = await page_as("ada")
    due = int(await ada.now()) + 3 * DAY + 600
    said = await stage.say("bo", "studio", f"## Soon\n> - tea\n> - cake\nserved <t:{due}:R>")
    await stage.say("cy", "studio", "I come", reply_to=said["message"]["id"])
    line = (await ada.sees("I come", "cy")).locator(".gist")
    await expect(line).to_have_text("Soon · tea · cake · served in 3 days")
    await ada.move_on("+1 day")
    await expect(line).to_have_text("Soon · tea · cake · served in 2 days")


async def test_a_tall_message_is_read_from_its_beginning(stage: Stage, page_as: PageAs) -> None:
    await stage.say("cy", "studio", "a short one")
    ada = await page_as("ada")
    await ada.sees("a short one", "cy")
    await stage.say("bo", "studio", "\n".join(f"line {number}" for number in range(60)))
    tall = await ada.sees("line 59", "bo")
    await expect(tall.get_by_role("button", name="bo", exact=True)).to_be_in_viewport()
    await tall.get_by_text("line 20").hover()
    await ada.conversation.evaluate("pane => { pane.scrollTop += 300; }")
    await expect(tall.get_by_role("button", name="Reply to bo")).to_be_in_viewport(ratio=1)
    await ada.shot("tall")
