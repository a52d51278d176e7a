"""The page on a phone: nothing is cut off or wider than the screen, and everything is within reach."""

import pytest

pytest.importorskip("playwright", reason="Playwright is not installed: the `judges` extra")

from playwright.async_api import expect

from tests.journeys.stage import Stage

from .browser import PHONE
from .conftest import PageAs
from .seat import Seat
from .test_everybody import lived_in

pytestmark = pytest.mark.asyncio(loop_scope="session")

# What can be pressed or written in and does not lie within the width of the screen, and what scrolls sideways.
BEYOND = """() => {
  const boxes = "html, body, main, nav, section, aside, dialog, #conversation, .drawer-body";
  const controls = "a, button, input, select, textarea, summary";
  const seen = (one) => one.checkVisibility({ visibilityProperty: true }) && !one.closest(".skip, .unseen");
  const named = (one) => `${one.tagName} ${one.getAttribute("aria-label") ?? one.textContent.trim().slice(0, 40)}`;
  const scrolls = (one) => one.clientWidth && one.scrollWidth > one.clientWidth + 1;
  const wide = [...document.querySelectorAll(boxes)].filter((one) => seen(one) && scrolls(one));
  const out = [...document.querySelectorAll(controls)].filter((one) => {
    const box = one.getBoundingClientRect();
    return seen(one) && box.width && (box.left < -1 || box.right > innerWidth + 1);
  });
  return [
    ...wide.map((one) => `scrolls sideways: ${named(one)}`),
    ...out.map((one) => `beyond the edge: ${named(one)}`),
  ];
}"""


async def beyond(seat: Seat, name: str) -> list[str]:
    await seat.shot(name)
    return [f"{name}: {found}" for found in await seat.page.evaluate(BEYOND)]


async def test_everything_is_within_reach_and_nothing_is_wider(stage: Stage, page_as: PageAs) -> None:
    await lived_in(stage)
    dora = await page_as("dora", "Night bus", device=PHONE)
    await dora.sees("Vote 1")
    found = await beyond(dora, "a conversation")

    channels = dora.page.get_by_role("button", name="Channels", exact=True)
    await channels.click()
    found += await beyond(dora, "the channels")
    await dora.channels.get_by_role("button", name="studio").click()
    await dora.is_at("studio")
    await expect(dora.channels).to_be_hidden()

    people = await dora.people()
    await expect(people.get_by_role("button", name="Change mo")).to_be_visible()
    found += await beyond(dora, "act as")
    await people.get_by_role("button", name="Close").click()

    await (await dora.tool("+1 h")).click()
    await expect(dora.clock).not_to_have_attribute("aria-busy", "true")
    await dora.clock.get_by_role("button", name="Sandbox time").click()
    await expect(dora.clock.get_by_role("button", name="Go there")).to_be_visible()
    found += await beyond(dora, "the time")
    await dora.page.keyboard.press("Escape")
    for name, panel in (("Faults", dora.faults), ("Requests", dora.requests)):
        await dora.look_into(name, panel)
        await panel.locator("summary").first.click()
        found += await beyond(dora, name)
        await panel.get_by_role("button", name="Close").click()
        await expect(panel).to_be_hidden()
    await expect(dora.page.get_by_role("button", name="Side by side")).to_be_hidden()

    menu = await dora.message_menu("Prompt 1", "Callsheet")
    entries = await menu.get_by_role("menuitem").all_inner_texts()
    assert entries.index("Submit this") < entries.index("Copy the link")
    found += await beyond(dora, "a menu")
    await menu.get_by_role("menuitem", name="Reply").click()
    await dora.attach({"dawn of a very long day with a very long name.png": b"\x89PNG"})
    found += await beyond(dora, "an answer with a file")
    await dora.words.fill("/")
    await expect(dora.page.get_by_role("option").first).to_be_visible()
    found += await beyond(dora, "the commands")
    await dora.words.fill("")
    form = await dora.choose_command("prompt new")
    found += await beyond(dora, "a command")
    await form.get_by_role("combobox", name="channel").click()
    await expect(form.get_by_role("option").first).to_be_visible()
    found += await beyond(dora, "a select")
    await form.get_by_role("option").first.click()
    await form.get_by_role("button", name="Use it").click()
    await dora.form("A new prompt")
    found += await beyond(dora, "a form")
    assert found == []

    await dora.page.evaluate("""() => {
      const button = document.createElement("button");
      button.style.cssText = "position: fixed; left: 380px; width: 60px";
      document.querySelector("dialog form").append(button);
    }""")
    assert await beyond(dora, "a button too far right") == ["a button too far right: beyond the edge: BUTTON "]
