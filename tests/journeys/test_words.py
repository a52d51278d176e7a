"""Words alone: how they become a work in a prompt's thread."""

from .stage import Stage, last, said, text


async def test_the_thread_of_a_prompt_that_takes_words_says_how_and_a_reply_to_that_is_a_work(stage: Stage) -> None:
    async with stage.running():
        await stage.server()
        await stage.set_up()
        await stage.post_prompt(kinds="words, pictures")
        opening = last(await stage.view("ada", "Night bus"), "Words can be a work here")
        view = await stage.say("ada", "Night bus", "When does it close?")
        assert view["messages"][-1]["id"] == view["message"]["id"], "nobody answers talk"
        view = await stage.say("ada", "Night bus", "The last bus hums.", reply_to=opening["id"])
        assert text(view["messages"][-1]) == "#1 “The last bus hums.” is in."
        assert "#1 “The last bus hums.”" in said(await stage.press("bo", opening, "See the works"))


async def test_the_thread_of_a_prompt_that_takes_no_words_opens_without_a_message(stage: Stage) -> None:
    async with stage.running():
        await stage.server()
        await stage.set_up()
        await stage.post_prompt(kinds="pictures")
        assert "Words can be a work here" not in str(await stage.view("ada", "Night bus"))
