"""A list longer than a message is turned page by page."""

from .stage import Stage, said, text


async def test_thirty_productions_are_all_listed_and_a_page_can_be_turned_back(stage: Stage) -> None:
    async with stage.running():
        await stage.server()
        await stage.set_up()
        for number in range(30):
            await stage.command("dora", "production new", title=f"{number} " + "Monsoon " * 8)
        first = (await stage.command("ada", "production list"))["ephemeral"][-1]
        second = (await stage.press("ada", first, "Next (page 1 of 2)"))["ephemeral"][-1]
        listed = [line.split()[0] for page in (first, second) for line in text(page).splitlines()]
        assert listed == [f"**{number}**" for number in range(30, 0, -1)]
        assert said(await stage.press("ada", second, "Back")) == text(first)
