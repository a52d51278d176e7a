"""Forms: filled in with what was said already, and never thrown away for a mistake in them."""

from bot.domain.instants import DAY, SECOND

from .stage import PNG, Json, Stage, last, said


def inputs(view: Json) -> dict[str, Json]:
    """The inputs of the form that is open, by their custom ids."""
    held = [label["component"] for label in view["modal"]["components"] if "component" in label]
    return {one["custom_id"]: one for one in held}


async def test_a_title_given_with_the_command_stands_in_the_form_and_can_be_changed_there(stage: Stage) -> None:
    async with stage.running():
        await stage.server()
        await stage.set_up()
        await stage.post_prompt(kinds="words")
        view = await stage.command("ada", "submit", channel="Night bus", title="Dawn")
        assert inputs(view)["title"]["value"] == "Dawn"
        view = await stage.fill("ada", {"title": "Daybreak", "words": "The last bus hums."})

        assert "“Daybreak” is in" in said(view)


async def test_the_answer_to_submit_says_what_the_work_builds_on(stage: Stage) -> None:
    async with stage.running():
        await stage.server()
        await stage.set_up()
        await stage.post_prompt()
        first = await stage.submit("bo", "Night bus", "dusk.png", PNG)
        assert "to say what it builds on" in said(first)
        view = await stage.submit("ada", "Night bus", "dawn.png", PNG + b"2", built_on="1")

        said_first, terms = said(view).split("\n\n")
        assert said_first == "#2 “dawn” is in. It builds on #1. Press **#2** to change that, or to take it back."
        assert terms.startswith("Your work stays yours.")


async def test_the_form_of_a_prompt_says_back_when_it_will_close(stage: Stage) -> None:
    async with stage.running() as house:
        await stage.server()
        await stage.set_up(zone="UTC")
        view = await stage.command("dora", "prompt new", closes="tomorrow")
        tomorrows_end = (house.clock.now() // DAY + 2) * DAY // SECOND - 60
        assert f"It closes <t:{tomorrows_end}:F>" in view["modal"]["components"][0]["content"]


async def test_a_prompt_with_a_blank_brief_is_asked_for_again_as_it_was_filled_in(stage: Stage) -> None:
    async with stage.running():
        await stage.server()
        await stage.set_up()
        await stage.command("dora", "prompt new", kinds="words")
        refused = await stage.fill("dora", {"title": "Night bus", "brief": " \u200b "})
        assert "needs a brief" in said(refused)
    async with stage.running():
        view = await stage.press("dora", refused["ephemeral"][-1], "Try again")
        assert inputs(view)["title"]["value"] == "Night bus"
        view = await stage.fill("dora", {"title": "Night bus", "brief": "Who rides it?"})
        view = await stage.press("dora", view["ephemeral"][-1], "Post it")
        assert said(view).startswith("Prompt 1 “Night bus” is on its way")


async def test_wrong_numbers_times_and_zones_can_be_put_right(stage: Stage) -> None:
    async with stage.running():
        await stage.server()
        await stage.set_up()
        panel = (await stage.command("owner", "setup"))["ephemeral"][-1]
        await stage.press("owner", panel, "Channels and roles…")
        studio = stage.servers["film"]["channels"][0]["id"]
        refused = await stage.fill("owner", {"channels": [studio], "zone": "Berlin time"})
        view = await stage.press("owner", refused["ephemeral"][-1], "Try again")
        assert inputs(view)["zone"]["value"] == "Berlin time"
        assert [one["id"] for one in inputs(view)["channels"]["default_values"]] == [studio]
        await stage.post_prompt()
        managing = (await stage.press("dora", last(await stage.view("dora"), "Night bus"), "Manage"))["ephemeral"][-1]
        await stage.press("dora", managing, "Change the closing…")
        refused = await stage.fill("dora", {"closes": "soonish"})
        view = await stage.press("dora", refused["ephemeral"][-1], "Try again")
        assert inputs(view)["closes"]["value"] == "soonish"
        view = await stage.fill("dora", {"closes": "in 2 days"})
        assert "would close <t:" in said(view), "told as an instant before anything is changed"
        assert "now closes" in said(await stage.press("dora", view["ephemeral"][-1], "Close it then"))
        await stage.submit("bo", "Night bus", "dusk.png", PNG)
        panel = (await stage.press("bo", last(await stage.view("bo", "Night bus"), "#1"), "#1"))["ephemeral"][-1]
        picker = (await stage.press("bo", panel, "Built on…"))["ephemeral"][-1]
        await stage.press("bo", picker, "Type numbers…")
        refused = await stage.fill("bo", {"sources": "77"})
        view = await stage.press("bo", refused["ephemeral"][-1], "Try again")
        assert inputs(view)["sources"]["value"] == "77"


async def test_what_cannot_be_put_right_in_the_form_offers_no_second_try(stage: Stage) -> None:
    async with stage.running():
        await stage.server()
        await stage.set_up()
        await stage.post_prompt(kinds="words", closes="in 1 hour")
        await stage.command("ada", "submit", channel="Night bus")
        await stage.advance(4_000)
        refused = await stage.fill("ada", {"words": "Too late."})
        assert "closed" in said(refused)
        assert refused["ephemeral"][-1]["components"] == []
