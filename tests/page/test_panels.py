"""Time, faults on demand, the bot's requests, and what of the bot's answers outlives a reload."""

import re

import pytest

pytest.importorskip("playwright", reason="Playwright is not installed: the `judges` extra")

from playwright.async_api import expect

from tests.journeys.stage import Stage

from .conftest import PageAs

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_a_fault_strikes_once_and_the_request_says_so(page_as: PageAs) -> None:
    dora = await page_as("dora")
    faults = await dora.look_into("Faults", dora.faults)
    armed = faults.get_by_role("form", name="error after")
    await armed.locator("summary").click()
    await armed.get_by_role("combobox", name="Method").select_option("POST")
    await armed.get_by_role("textbox", name="Route").fill("channels messages")
    await armed.get_by_role("button", name="Arm error after").click()
    await expect(faults.get_by_text("has not hit yet · 1 left")).to_be_visible()
    await expect(await dora.tool("Faults")).to_have_accessible_name("Faults: 1 armed")
    await dora.shot("a fault armed")

    await dora.command("prompt new", {})
    await dora.fill("A new prompt", {"Title": "Night bus", "Brief": "Who rides the last bus?"})
    await dora.press(await dora.is_told("nothing is posted yet"), "Post it")
    await dora.is_told("“Night bus” is on its way")
    await expect(faults.get_by_text("hit once · used up")).to_be_visible()
    await expect(await dora.tool("Faults")).to_have_accessible_name("Faults: none armed")
    # The 502 came after the effect: the bot has to find out that its card is there, and not post a second.
    await expect(dora.channels.get_by_role("button", name="Night bus")).to_be_visible()
    await expect(dora.page.get_by_role("article").filter(has_text="Who rides the last bus?")).to_have_count(1)

    requests = await dora.look_into("Requests", dora.requests)
    await expect(faults).to_be_hidden()
    struck = requests.get_by_role("listitem").filter(has_text="Struck by a fault: error after")
    await expect(struck).to_have_count(1)
    await expect(struck).to_contain_text("502")
    await dora.shot("a request struck")
    await dora.look_into("Faults", dora.faults)
    await faults.get_by_role("button", name="Clear error after").click()
    await expect(faults.get_by_text("Nothing is armed")).to_be_visible()


async def test_a_fault_of_the_world_is_in_force_until_it_is_cleared(page_as: PageAs) -> None:
    dora = await page_as("dora")
    faults = await dora.look_into("Faults", dora.faults)
    armed = faults.get_by_role("form", name="permissions lost")
    await armed.locator("summary").click()
    await armed.get_by_role("listbox", name="Permissions").select_option("ATTACH_FILES")
    await armed.get_by_role("button", name="Arm permissions lost").click()
    await expect(faults.get_by_text("in force until cleared")).to_be_visible()
    await expect(await dora.tool("Faults")).to_have_accessible_name("Faults: 1 armed")
    await faults.get_by_role("button", name="Clear permissions lost").click()
    await expect(await dora.tool("Faults")).to_have_accessible_name("Faults: none armed")


async def test_requests_say_in_words_what_is_against_the_rules(stage: Stage, page_as: PageAs) -> None:
    bot = {"Authorization": "Bot sandbox-token"}
    async with stage.http.get(f"{stage.sandbox.api}/users/@me/shoe-size", headers=bot) as answer:
        assert answer.status == 404
    await stage.post_prompt()
    dora = await page_as("dora")
    requests = await dora.look_into("Requests", dora.requests)
    await expect(requests.get_by_text("1 against Discord's rules.")).to_be_visible()
    await requests.get_by_role("checkbox", name="Only those against the rules").check()
    rows = requests.get_by_role("listitem")
    await expect(rows).to_have_count(1)
    await expect(rows).to_contain_text("Against the rules: path: the sandbox does not know this route")
    await dora.shot("a request against the rules")
    await requests.get_by_role("checkbox", name="Only those against the rules").uncheck()
    await rows.filter(has_text="/callback").first.locator("summary").click()
    await expect(requests.get_by_role("region", name="What the bot sent")).to_contain_text('"type":')


async def test_time_moves_by_an_hour_a_day_to_an_instant_and_to_what_is_owed(stage: Stage, page_as: PageAs) -> None:
    await stage.post_prompt(closes="in 3 days")
    dora = await page_as("dora")
    begun = await dora.now()
    await dora.move_on("+1 h")
    assert 3600 <= await dora.now() - begun < 3600 + 300
    await dora.move_on("+1 day")
    assert 90_000 <= await dora.now() - begun < 90_000 + 300
    await dora.clock.get_by_role("button", name="Sandbox time").click()
    panel = dora.clock.get_by_role("form", name="Time, and moving it")
    await expect(panel).to_contain_text("Your zone: Europe/Berlin")
    await expect(panel).to_contain_text(re.compile("closes: .*, in 1 day 2[23] h"))
    await dora.shot("what is owed")
    at = panel.get_by_label("Go to")
    chosen = await at.evaluate(
        """field => {
          field.value = field.value.replace(/T.*/, "T23:59");
          return new Date(field.value).getTime() / 1000;
        }"""
    )
    await panel.get_by_role("button", name="Go there").click()
    await expect(panel).to_be_hidden()
    await expect(dora.clock).not_to_have_attribute("aria-busy", "true")
    assert 0 <= await dora.now() - chosen < 300
    await dora.move_on("To the next thing owed")
    await dora.sees("Closed")


async def test_a_whisper_stays_side_by_side_and_is_gone_on_reload_and_an_open_form_is_offered_again(
    page_as: PageAs,
) -> None:
    dora = await page_as("dora")
    await dora.command("prompt list", {})
    await dora.is_told("prompt")
    await (await dora.tool("Side by side")).click()
    await (await dora.beside("dora")).is_told("prompt")
    await (await dora.tool("Side by side")).click()
    await dora.is_told("prompt")
    await dora.page.reload()
    await dora.is_at("studio")
    await dora.sees("Callsheet is here")
    await expect(dora.page.get_by_text("Only you can see this")).to_have_count(0)

    await dora.command("prompt new", {})
    form = await dora.form("A new prompt")
    await form.get_by_role("textbox", name="Title").fill("Night bus")
    await dora.page.reload()
    await expect(dora.page.get_by_text("“A new prompt” was open here and not sent.")).to_be_visible()
    await dora.shot("a form offered again")
    await dora.page.get_by_role("button", name="Open it again").click()
    await expect((await dora.form("A new prompt")).get_by_role("textbox", name="Title")).to_have_value("Night bus")
    await dora.fill("A new prompt", {"Brief": "Who rides the last bus?"})
    await dora.is_told("nothing is posted yet")
    await expect(dora.page.get_by_text("was open here and not sent")).to_be_hidden()
