"""The page for everybody: WCAG 2.2 A and AA as far as axe-core can tell, on a desk and on a phone, light and dark."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

pytest.importorskip("playwright", reason="Playwright is not installed: the `judges` extra")

from playwright.async_api import expect

from bot import deferrals
from bot.demo.guide import GUIDE
from tests.journeys.stage import Stage

from .browser import DESKTOP, PHONE, Device, barriers
from .conftest import PATIENCE_SECONDS, PageAs, a_set
from .pictures import picture
from .seat import Seat

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest_asyncio.fixture(loop_scope="session")
async def stage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Stage]:
    monkeypatch.setattr(deferrals, "DEFER_AFTER_SECONDS", PATIENCE_SECONDS / 2)
    async with a_set(tmp_path, guide=GUIDE) as stage:
        yield stage


async def lived_in(stage: Stage) -> None:
    """A thread in which there is something of everything: files, an answer, a vote, cards, buttons, reactions."""
    await stage.post_prompt()
    first = await stage.say("ada", "Night bus", "**Dawn** by `ada`", {"dawn.png": picture("orange")})
    await stage.say("bo", "Night bus", "Dusk ||behind a spoiler||", {"hum.wav": b"RIFF"}, first["message"]["id"])
    await stage.call(
        "PUT", "/servers/film/people/bo/reactions", json={"message": first["message"]["id"], "emoji": "\N{FIRE}"}
    )
    await stage.command("mo", "vote open", prompt=1, closes="in 3 days")


class Round:
    """Goes from place to place, taking a picture and noting what keeps people out there."""

    def __init__(self, seat: Seat) -> None:
        self.seat = seat
        self.found: dict[str, list[str]] = {}

    async def look(self, name: str) -> None:
        await self.seat.shot(name)
        if barred := await barriers(self.seat.page):
            self.found[name] = barred


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("device", [DESKTOP, PHONE], ids=lambda device: device.name)
async def test_nothing_keeps_anybody_out_of_the_conversation(
    stage: Stage, page_as: PageAs, device: Device, scheme: str
) -> None:
    await lived_in(stage)
    dora = await page_as("dora", "Night bus", device=device, scheme=scheme)
    seen = Round(dora)
    await expect(dora.guide).to_be_visible()
    await seen.look("the guide")
    await dora.guide.get_by_role("button", name="Leave the guide").click()

    await dora.press(await dora.sees("Vote 1"), "Vote")
    ballot = await dora.is_told("Nothing is on your ballot yet")
    await seen.look("a conversation")
    await ballot.get_by_role("combobox", name="Pick your favourites").click()
    await expect(ballot.get_by_role("listbox")).to_be_visible()
    await seen.look("a select")
    await dora.page.keyboard.press("Escape")

    await dora.message_menu("Dawn", "ada")
    await seen.look("a menu")
    await dora.page.keyboard.press("Escape")

    form = await dora.choose_command("prompt new")
    await seen.look("a command")
    await form.get_by_role("button", name="Use it").click()
    modal = await dora.form("A new prompt")
    await modal.get_by_role("button", name="Send").click()
    await expect(modal.get_by_text("This is needed.").first).to_be_visible()
    await seen.look("a form")
    assert seen.found == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("device", [DESKTOP, PHONE], ids=lambda device: device.name)
async def test_nothing_keeps_anybody_out_of_the_panels(
    stage: Stage, page_as: PageAs, device: Device, scheme: str
) -> None:
    unheard_of = f"{stage.sandbox.api}/users/@me/shoe-size"
    async with stage.http.get(unheard_of, headers={"Authorization": "Bot sandbox-token"}) as answer:
        assert answer.status == 404
    await stage.call("POST", "/faults", json={"kind": "slow", "seconds": 0.01, "times": 1})
    await stage.post_prompt()
    dora = await page_as("dora", device=device, scheme=scheme)
    seen = Round(dora)
    await dora.guide.get_by_role("button", name="Leave the guide").click()

    people = await dora.people()
    await people.get_by_text("Somebody new joins").click()
    await expect(people.get_by_role("button", name="Change mo")).to_be_visible()
    await seen.look("act as")
    await people.get_by_role("button", name="Change mo").click()
    await expect(people.get_by_role("checkbox", name="Director")).to_be_visible()
    await seen.look("somebody's roles")
    await people.get_by_role("button", name="Close").click()

    await dora.look_into("Faults", dora.faults)
    await expect(dora.faults.get_by_role("button", name="Clear slow")).to_be_visible()
    await dora.faults.locator("summary").first.click()
    await seen.look("faults")
    await dora.faults.get_by_role("button", name="Close").click()
    await dora.look_into("Requests", dora.requests)
    await expect(dora.requests.get_by_text("⚠ Against the rules")).to_be_visible()
    await dora.requests.get_by_role("listitem").filter(has_text="/callback").first.locator("summary").click()
    await expect(dora.requests.get_by_role("region", name="What the bot sent")).to_be_visible()
    await seen.look("requests")
    await dora.requests.get_by_role("button", name="Close").click()

    await (await dora.tool("Sandbox time")).click()
    await expect(dora.clock.get_by_role("button", name="Go there")).to_be_visible()
    await seen.look("time")
    await dora.page.keyboard.press("Escape")
    if device is DESKTOP:
        await (await dora.tool("Side by side")).click()
        for name in ("dora", "owner"):
            beside = await dora.beside(name)
            await beside.is_at("studio")
            if barred := await barriers(beside.page):
                seen.found[f"beside, {name}"] = barred
        await seen.look("side by side")
    assert seen.found == {}
