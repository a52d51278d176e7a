"""Building on each other's work as people live it: the files, the sources, and hearing of it."""

import pytest

from .stage import PNG, Json, Stage, components, last, said, text


async def panel_of(stage: Stage, person: str, number: int, channel: str = "Night bus") -> Json:
    view = await stage.press(person, last(await stage.view(person, channel), f"#{number} "), f"#{number}")
    panel: Json = view["ephemeral"][-1]
    return panel


def options(message: Json) -> list[tuple[str, bool]]:
    select = next(c for c in components(message) if c["type"] == 3)
    return [(option["label"], option.get("default", False)) for option in select["options"]]


async def test_whose_files_one_fetched_is_offered_first_as_a_source(stage: Stage) -> None:
    async with stage.running():
        await stage.server()
        await stage.set_up()
        await stage.post_prompt()
        await stage.say("ada", "Night bus", "Dawn", {"dawn.png": PNG + b"ada"})
        await stage.say("bo", "Night bus", "Dusk", {"dusk.png": PNG + b"bo"})
        view = await stage.press("cy", await panel_of(stage, "cy", 1), "Get the files")
        assert "reply to #1 with yours" in said(view)
        assert [file["filename"] for file in view["ephemeral"][-1]["attachments"]] == ["0001_dawn.png"]

        await stage.say("cy", "Night bus", "Both", {"both.png": PNG + b"cy"})
        picker = (await stage.press("cy", await panel_of(stage, "cy", 3), "Built on…"))["ephemeral"][-1]
        assert options(picker) == [("#1 Dawn", False), ("#2 Dusk", False)]
        picker = (await stage.press("cy", picker, "The works it builds on", ["1"]))["ephemeral"][-1]
        assert text(picker).startswith("#3 now builds on #1 too.")
        await stage.press("cy", picker, "Find…")
        picker = (await stage.fill("cy", {"text": "BO"}))["ephemeral"][-1]
        assert options(picker) == [("#1 Dawn", True), ("#2 Dusk", False)]
        picker = (await stage.press("cy", picker, "The works it builds on", ["2"]))["ephemeral"][-1]
        assert text(picker).startswith("#3 now builds on #2 too.")
        assert "#3 no longer builds on #1." in text(picker)
        assert text(last(await stage.view("ada", "Night bus"), "#3")) == "#3 “Both” is in. It builds on #2."


async def test_a_number_in_the_caption_is_asked_about_on_the_makers_panel_alone(stage: Stage) -> None:
    async with stage.running():
        await stage.server()
        await stage.set_up()
        await stage.post_prompt()
        await stage.say("ada", "Night bus", "Dawn", {"dawn.png": PNG + b"ada"})
        await stage.say("bo", "Night bus", "After #1, in the rain", {"rain.png": PNG + b"bo"})
        assert "builds on" not in text(last(await stage.view("cy", "Night bus"), "#2"))
        assert "Is it built on" not in text(await panel_of(stage, "cy", 2))
        panel = await panel_of(stage, "bo", 2)
        assert "Is it built on #1 “Dawn”?" in text(panel)
        panel = (await stage.press("bo", panel, "Yes, on #1"))["ephemeral"][-1]
        assert text(panel).startswith("#2 now builds on #1 too.")
        assert "Is it built on" not in text(panel)


@pytest.mark.parametrize("writes", [True, False])
async def test_a_maker_hears_in_the_evening_what_was_built_on_their_work(stage: Stage, *, writes: bool) -> None:
    async with stage.running():
        await stage.server()
        await stage.set_up()
        await stage.post_prompt()
        await stage.call("PATCH", "/servers/film/people/ada", json={"dm": writes})
        first = await stage.say("ada", "Night bus", "Dawn", {"dawn.png": PNG + b"ada"})
        await stage.say("bo", "Night bus", "Dusk", {"dusk.png": PNG + b"bo"}, first["message"]["id"])
        before = len((await stage.view("ada", "Night bus"))["messages"])
        await stage.advance(24 * 3_600)
        place = "dm" if writes else "Night bus"
        view = await stage.view("ada", place)
        told = view["messages"][-1]
        assert "#2 “Dusk” by bo builds on #1 “Dawn”." in text(told)
        assert len((await stage.view("bo", "Night bus"))["messages"]) == before + (not writes)
        panel = (await stage.press("ada", told, "Tell me…"))["ephemeral"][-1]
        assert "In the evening" in text(panel)
        panel = (await stage.press("ada", panel, "When to tell you", ["never"]))["ephemeral"][-1]
        assert text(panel).startswith("Saved.")
