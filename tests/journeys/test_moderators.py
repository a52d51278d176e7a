"""What moderators meet, over real sockets: remove and restore, reports, *Waiting for you*, a pause."""

from .stage import PNG, Json, Stage, components, last, said, text


def own(view: Json) -> Json:
    """The last message only this person sees."""
    return view["ephemeral"][-1]


async def test_a_moderator_removes_and_restores_and_every_line_follows(stage: Stage) -> None:
    async with stage.running():
        await stage.server()
        await stage.set_up()
        await stage.post_prompt(closes="in 7 days", kinds="pictures")
        await stage.say("ada", "Night bus", "The stop at dawn", {"dawn.png": PNG})
        answer = last(await stage.view("mo", "Night bus"), "#1")
        panel = await stage.press("mo", answer, "#1")
        await stage.press("mo", own(panel), "Remove…")
        told = await stage.fill("mo", {"reason": "It was taken from a film."})
        assert "Restore" in [c.get("label") for c in components(own(told))]
        answer = last(await stage.view("bo", "Night bus"), "#1")
        assert text(answer).startswith("#1 was removed by moderators.")
        assert "taken from a film" in said(await stage.press("ada", answer, "Why?"))
        assert "taken from a film" not in said(await stage.press("bo", answer, "Why?"))
        await stage.press("mo", own(told), "Restore")
        assert text(last(await stage.view("bo", "Night bus"), "#1")) == "#1 “The stop at dawn” is in."


async def test_a_report_waits_for_a_moderator_with_its_picture_and_a_pause_is_one_press(stage: Stage) -> None:
    async with stage.running():
        await stage.server()
        await stage.set_up()
        await stage.post_prompt(closes="in 7 days", kinds="pictures")
        answer = last(await stage.say("ada", "Night bus", "The stop at dawn", {"dawn.png": PNG}), "#1")
        panel = await stage.press("bo", answer, "#1")
        await stage.press("bo", own(panel), "Report…")
        assert "Thank you" in said(await stage.fill("bo", {"reason": "That is my photo."}))

        helped = await stage.command("mo", "help")
        waiting = own(await stage.press("mo", own(helped), "Waiting for you"))
        assert "That is my photo." in text(waiting)
        assert [file["filename"] for file in waiting["attachments"]] == ["SPOILER_0001.png"]
        chosen = own(await stage.press("mo", waiting, "Choose works", ["1"]))
        looked = own(await stage.press("mo", chosen, "Leave it in"))
        assert "all caught up" in text(looked)

        paused = own(await stage.press("mo", looked, "Pause everything"))
        assert "Everything is paused" in text(paused)
        assert "paused Callsheet here" in said(await stage.submit("cy", "Night bus", "cy.png", PNG))
        await stage.say("bo", "Night bus", "The last row", {"row.png": PNG})
        assert "#2" not in "".join(text(message) for message in (await stage.view("bo", "Night bus"))["messages"])
        waiting = own(await stage.press("mo", paused, "Go on"))
        assert "#2" in text(waiting), "what was posted meanwhile was kept and waits"
        assert text(last(await stage.view("bo", "Night bus"), "#2")) == "#2 waits for a moderator."


async def test_a_remix_among_the_team_shows_in_no_family_tree_of_a_member(stage: Stage) -> None:
    async with stage.running():
        crew = [
            {"role": "@everyone", "deny": ["VIEW_CHANNEL"]},
            {"role": "Moderator", "allow": ["VIEW_CHANNEL"]},
        ]
        await stage.server(channels=["studio", "lounge", {"name": "crew", "overwrites": crew}])
        await stage.set_up()
        await stage.post_prompt(closes="in 7 days", kinds="pictures")
        answer = last(await stage.say("ada", "Night bus", "The stop at dawn", {"dawn.png": PNG}), "#1")
        await stage.submit("mo", "crew", "draft.png", PNG, built_on="1", title="A secret draft")

        assert "secret draft" in said(await stage.press("mo", answer, "#1")), "the team sees it"
        assert "secret" not in said(await stage.press("ada", answer, "#1"))
        assert "There is no work #2 here" in said(await stage.command("ada", "work", work=2))
