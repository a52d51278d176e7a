"""Being anybody: found by name, added, given roles, side by side."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

pytest.importorskip("playwright", reason="Playwright is not installed: the `judges` extra")

from playwright.async_api import expect

from tests.journeys.stage import Stage

from .conftest import PageAs, a_set

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest_asyncio.fixture(loop_scope="session")
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    async with a_set(tmp_path, bot=False) as stage:
        yield stage


async def test_one_acts_as_somebody_else_and_still_does_after_a_reload(page_as: PageAs) -> None:
    seat = await page_as("ada")
    await seat.act_as("mo")
    await seat.send("hello from mo")
    await seat.sees("hello from mo", "mo")
    await seat.page.reload()
    await seat.is_now("mo")
    await expect(seat.acting).to_contain_text("Moderator")


async def test_whoever_is_typed_first_is_who_enter_means(page_as: PageAs) -> None:
    seat = await page_as("ada")
    await seat.acting.press("Enter")
    await seat.page.keyboard.type("dor")
    await seat.page.keyboard.press("Enter")
    await seat.is_now("dora")


async def test_somebody_joins_is_given_a_role_and_leaves(page_as: PageAs) -> None:
    seat = await page_as("ada")
    people = await seat.people()
    await people.get_by_text("Somebody new joins").click()
    await people.get_by_role("button", name="Join and act as them").click()
    await expect(people.get_by_text("They need a name to join.")).to_be_visible()
    await people.get_by_role("textbox", name="Name").fill("Zoe")
    await seat.shot("somebody new")
    await people.get_by_role("button", name="Join and act as them").click()
    await seat.is_now("Zoe")
    await seat.send("I am new here")
    await seat.sees("I am new here", "Zoe")

    people = await seat.people()
    await people.get_by_role("button", name="Change Zoe").click()
    await expect(seat.page.get_by_role("dialog", name="Change Zoe")).to_be_visible()
    await people.get_by_role("checkbox", name="Director").check()
    await people.get_by_role("button", name="Save roles").click()
    await expect(people.get_by_role("button", name="Zoe Director · you now")).to_be_visible()
    await people.get_by_role("button", name="Change Zoe").click()
    await people.get_by_role("button", name="Zoe leaves").click()
    await people.get_by_role("button", name="Yes, Zoe leaves the server").click()
    await expect(people.get_by_role("button", name="Change ada")).to_be_visible()
    await expect(people.get_by_role("button", name="Change Zoe")).to_have_count(0)
    await people.get_by_role("button", name="Close").click()
    await expect(seat.acting).not_to_contain_text("Zoe")
    await seat.sees("I am new here", "Zoe")


async def test_somebodys_initials_are_letters(stage: Stage, page_as: PageAs) -> None:
    for name in ("Zoë <b>", "***"):
        await stage.call("POST", "/servers/film/people", json={"name": name})
        await stage.say(name, "studio", "here")
    ada = await page_as("ada")
    await expect((await ada.sees("here", "Zoë")).locator(".plate")).to_have_text("Z")
    await expect((await ada.sees("here", "[*]")).locator(".plate")).to_have_text("*")


async def test_among_eighty_thousand_somebody_is_found(stage: Stage, page_as: PageAs) -> None:
    await stage.call("POST", "/servers/film/crowd", json={"count": 80_000})
    seat = await page_as("ada")
    people = await seat.people()
    await expect(people.get_by_role("status")).to_contain_text("80,0")
    await people.get_by_role("searchbox").fill("extra 71234")
    await people.get_by_role("button", name="extra 71234", exact=True).click()
    await seat.is_now("extra 71234")
    await seat.send("found me")
    await seat.sees("found me", "extra 71234")
    await seat.page.reload()
    await seat.is_now("extra 71234")


async def test_two_people_side_by_side_see_each_other_write(page_as: PageAs) -> None:
    seat = await page_as("ada")
    await seat.act_as("bo")
    await (await seat.tool("Side by side")).click()
    bo, ada = await seat.beside("bo"), await seat.beside("ada")
    await bo.send("can you see me?")
    await ada.sees("can you see me?", "bo")
    await ada.reply("can you see me?", "bo")
    await ada.send("I can")
    await bo.sees("I can", "ada")
    await seat.shot("side by side")
    await seat.page.reload()
    await (await seat.beside("ada")).sees("I can", "ada")
    await (await seat.tool("Side by side")).click()
    await seat.is_now("bo")
    await seat.sees("I can", "ada")
