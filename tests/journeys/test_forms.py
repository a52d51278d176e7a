"""Forms: filled in with what was said already, and never thrown away for a mistake in them."""

from bot.domain.instants import DAY, SECOND

from .stage import PNG, Json, Stage, said


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

        assert said(view) == "#2 “dawn” is in. It builds on #1. Press **#2** to change that, or to take it back."


async def test_the_form_of_a_prompt_says_back_when_it_will_close(stage: Stage) -> None:
    async with stage.running() as house:
        await stage.server()
        await stage.set_up(zone="UTC")
        view = await stage.command("dora", "prompt new", closes="tomorrow")
        tomorrows_end = (house.clock.now() // DAY + 2) * DAY // SECOND - 60
        assert f"It closes <t:{tomorrows_end}:F>" in view["modal"]["components"][0]["content"]
