"""What is kept about somebody, told, given and erased; and a server that is away or left, over real sockets."""

from bot.domain.ids import CommunityId

from .stage import DAY, PNG, Stage, last, said, text


async def test_a_member_reads_what_is_kept_takes_it_along_and_has_it_erased_after_one_question(stage: Stage) -> None:
    async with stage.running() as house:
        await stage.server()
        await stage.set_up()
        await stage.post_prompt()
        await stage.submit("ada", "Night bus", "quiet-street.png", PNG + b"ada")
        picture = next(house.settings.state_dir.glob("media/??/*"))
        await stage.command("ada", "privacy policy")
        assert "Nobody is shown them" in said(await stage.view("ada"))
        await stage.command("ada", "privacy export")
        given = (await stage.view("ada"))["ephemeral"][-1]
        assert [file["filename"] for file in given["attachments"]] == ["callsheet-about-you.json"]
        await stage.command("ada", "privacy delete")
        await stage.press("ada", (await stage.view("ada"))["ephemeral"][-1], "Keep everything")
        assert "Nothing was erased" in said(await stage.view("ada"))
        await stage.command("ada", "privacy delete")
        asked = (await stage.view("ada"))["ephemeral"][-1]
        assert picture.is_file(), "asked first"
        await stage.press("ada", asked, "Erase everything")
        await stage.advance(0)
        answer = said(await stage.view("ada"))
        assert "1 work of yours was emptied" in answer
        shown = last(await stage.view("bo", "Night bus"), "#1")
        assert text(shown) == "#1 “Erased” was taken back by its maker."
        assert shown["attachments"] == []
        assert not picture.exists()


async def test_an_outage_erases_nothing_and_welcomes_nobody_again_and_a_server_that_was_left_goes_after_a_month(
    stage: Stage,
) -> None:
    async with stage.running() as house:
        server = await stage.server()
        await stage.set_up()
        community = CommunityId(int(server["id"]))
        before = len((await stage.view("bo"))["messages"])
        await stage.call("POST", "/servers/film/outage")
        await stage.advance(40 * DAY)
        await stage.call("DELETE", "/servers/film/outage")
        await stage.advance(0)
        assert await house.app.services.communities.find(community) is not None
        assert len((await stage.view("bo"))["messages"]) == before

        await stage.call("DELETE", "/servers/film/bot")
        await stage.advance(29 * DAY)
        assert await house.app.services.communities.find(community) is not None
        await stage.advance(2 * DAY)
        assert await house.app.services.communities.find(community) is None
