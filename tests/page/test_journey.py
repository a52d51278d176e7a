"""The main job as people do it, in a real browser: by what things are called, never by how they are made."""

import pytest

pytest.importorskip("playwright", reason="Playwright is not installed: the `judges` extra")

from playwright.async_api import expect

from .conftest import PageAs
from .pictures import picture

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_from_a_prompt_to_its_credits(page_as: PageAs) -> None:
    dora = await page_as("dora")
    form = await dora.choose_command("prompt new")
    await form.get_by_label("closes").fill("in 3 days")
    await dora.shot("01 a command")
    await form.get_by_role("button", name="Use it").click()
    await dora.form("A new prompt")
    await dora.shot("02 its form")
    await dora.fill("A new prompt", {"Title": "Night bus", "Brief": "Who rides the last bus?"})
    await dora.press(await dora.is_told("nothing is posted yet"), "Post it")
    await dora.is_told("“Night bus” is on its way")
    await dora.sees("Prompt 1")
    await dora.shot("03 the prompt is out")
    await dora.open("Night bus")

    ada = await page_as("ada", "Night bus")
    await ada.drop({"dawn.png": picture("orange")})
    await ada.shot("04 a file dropped")
    await ada.send("Dawn")
    await ada.sees("#1 “Dawn” is in.")
    await ada.shot("05 the work is in")

    bo = await page_as("bo", "Night bus")
    await bo.reply("Dawn", "ada")
    await bo.attach({"dusk.png": picture("teal")})
    await bo.shot("06 an answer with a file")
    await bo.send("Dusk")
    await bo.sees("#2 “Dusk” is in. It builds on #1.")
    await bo.shot("07 the remix is in")

    mo = await page_as("mo", "Night bus")
    await mo.command("vote open", {"prompt": "1", "closes": "in 3 days"})
    await mo.is_told("“Night bus” is on its way")

    cy = await page_as("cy", "Night bus")
    await cy.press(await cy.sees("Vote 1"), "Vote")
    ballot = await cy.is_told("Nothing is on your ballot yet")
    await cy.shot("08 a ballot")
    await cy.pick(ballot, "Pick your favourites", ["#1", "#2"], several=True)
    await cy.is_told("Saved. On your ballot: #1, #2.")
    await cy.shot("09 the ballot is saved")

    await cy.move_on("+1 day")
    await cy.move_on("+1 day")
    await cy.move_on("+1 day")
    results = await cy.sees("Results of vote 1")
    await expect(results).to_contain_text("A tie")
    await results.scroll_into_view_if_needed()
    await cy.shot("10 the results")

    await dora.command("production new", {"title": "The last bus"})
    await dora.press(await dora.sees("#2 “Dusk” is in"), "#2")
    await dora.press(await dora.is_told("“Dusk”"), "Add to a production…")
    added = await dora.form("Add #2")
    await dora.pick(added, "Production", ["The last bus"], several=False)
    await dora.fill("Add #2", {"Its role in the piece": "Poster"})
    await dora.command("credits schedule", {"production": "1", "when": "now"})

    ada = await page_as("ada")
    credits = await ada.sees("Credits")
    for person in ("bo", "ada"):
        await expect(credits.get_by_text(f"@{person}").first).to_be_visible()
    await credits.scroll_into_view_if_needed()
    await ada.shot("11 the credits")
    await ada.press(credits, "Why am I here?")
    await ada.is_told("builds on your work")
