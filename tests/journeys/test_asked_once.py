"""What takes something away asks once, and what can be undone says how."""

from .stage import PNG, Stage, components, last, said, text


async def test_taking_back_asks_first_and_keeping_it_changes_nothing(stage: Stage) -> None:
    async with stage.running():
        await stage.server()
        await stage.set_up()
        await stage.post_prompt()
        view = await stage.say("ada", "Night bus", "Dawn", {"a.png": PNG})
        panel = (await stage.press("ada", view["messages"][-1], "#1"))["ephemeral"][-1]
        asked = (await stage.press("ada", panel, "Withdraw"))["ephemeral"][-1]
        assert text(asked) == "Take #1 back? It leaves the prompt; what was built on it stays."
        panel = (await stage.press("ada", asked, "Keep it"))["ephemeral"][-1]
        assert "Withdraw" in [c.get("label") for c in components(panel)]
        assert text(last(await stage.view("bo", "Night bus"), "#1")) == "#1 “Dawn” is in."


async def test_a_work_taken_back_is_handed_in_again_with_its_picture(stage: Stage) -> None:
    async with stage.running():
        await stage.server()
        await stage.set_up()
        await stage.post_prompt()
        await stage.submit("ada", "Night bus", "dawn.png", PNG)
        panel = (await stage.press("ada", last(await stage.view("ada", "Night bus"), "#1"), "#1"))["ephemeral"][-1]
        asked = (await stage.press("ada", panel, "Withdraw"))["ephemeral"][-1]
        taken = (await stage.press("ada", asked, "Take it back"))["ephemeral"][-1]
        assert last(await stage.view("bo", "Night bus"), "#1")["attachments"] == []
        view = await stage.press("ada", taken, "Hand it in again")

        assert said(view) == "#1 “dawn” is in again, as it was."
        shown = last(await stage.view("bo", "Night bus"), "#1")
        assert "is in." in text(shown)
        assert [file["filename"] for file in shown["attachments"]] == ["0001_dawn.png"]


async def test_closing_a_prompt_by_hand_asks_first(stage: Stage) -> None:
    async with stage.running():
        await stage.server()
        await stage.set_up()
        await stage.post_prompt()
        managing = (await stage.press("dora", last(await stage.view("dora"), "Night bus"), "Manage"))["ephemeral"][-1]
        asked = (await stage.press("dora", managing, "Close it now"))["ephemeral"][-1]
        assert said(await stage.press("dora", asked, "Leave it open")).startswith("Left as it is.")
        assert "**Closed**" not in text(last(await stage.view("ada"), "Night bus"))
        managing = (await stage.press("dora", last(await stage.view("dora"), "Night bus"), "Manage"))["ephemeral"][-1]
        asked = (await stage.press("dora", managing, "Close it now"))["ephemeral"][-1]
        await stage.press("dora", asked, "Close it")
        assert "**Closed**" in text(last(await stage.view("ada"), "Night bus"))


async def test_a_source_named_by_mistake_is_taken_out_under_built_on(stage: Stage) -> None:
    async with stage.running():
        await stage.server()
        await stage.set_up()
        await stage.post_prompt()
        first = await stage.say("ada", "Night bus", "Dawn", {"a.png": PNG})
        view = await stage.say("bo", "Night bus", "Dusk", {"b.png": PNG}, reply_to=first["message"]["id"])
        assert "It builds on #1." in text(view["messages"][-1])
        panel = (await stage.press("bo", view["messages"][-1], "#2"))["ephemeral"][-1]
        picker = (await stage.press("bo", panel, "Built on…"))["ephemeral"][-1]
        await stage.press("bo", picker, "Type numbers…")
        view = await stage.fill("bo", {"sources": "", "not_on": ["1"]})

        assert said(view).startswith("#2 no longer builds on #1.\n")
        assert text(last(await stage.view("ada", "Night bus"), "#2")) == "#2 “Dusk” is in."
