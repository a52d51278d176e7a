"""What people post, change and delete while the bot is away is found when it is back, once, as of when it was."""

from bot.checking import check_house
from bot.sandbox import messages
from bot.sandbox.channels import overwrites
from bot.wiring import House

from .stage import PNG, Json, Stage, last, text

HOUR = 3_600
MINUTE = 60
READ_MESSAGE_HISTORY = 1 << 16


async def works(house: House) -> list[Json]:
    return list((await house.exports.export_all())[0]["works"])


async def opened(stage: Stage, **prompt: str) -> None:
    await stage.server()
    await stage.set_up()
    await stage.post_prompt(kinds="pictures", **prompt)


async def test_works_posted_while_away_are_judged_by_when_they_were_posted(stage: Stage) -> None:
    async with stage.running():
        await opened(stage, closes="in 2 hours")
        card = last(await stage.view("ada"), "Night bus")
    on_time = await stage.say("ada", "Night bus", "Before", {"a.png": PNG})
    await stage.say("cy", "studio", "By reply", {"c.png": PNG + b"c"}, reply_to=card["id"])
    remix = {"b.png": PNG + b"b"}
    await stage.say("bo", "Night bus", "On Ada's", remix, reply_to=on_time["message"]["id"])
    await stage.say("bo", "Night bus", "just talk")
    await stage.advance(3 * HOUR)
    await stage.say("ada", "Night bus", "After", {"d.png": PNG + b"d"})
    for _ in range(2):
        async with stage.running() as house:
            found = await works(house)
            await stage.advance(MINUTE)  # a card counts once a minute
            view = await stage.view("bo", "Night bus")
        assert sorted((work["title"], work["state"]) for work in found) == [
            ("Before", "accepted"),
            ("By reply", "accepted"),
            ("On Ada's", "accepted"),
        ]
        numbers = {work["title"]: work["number"] for work in found}
        assert next(work for work in found if work["title"] == "On Ada's")["sources"] == [numbers["Before"]]
        assert [text(one) for one in view["messages"]].count("This one wasn't added.") == 1
        assert "3 works are in" in text(last(await stage.view("bo"), "Night bus"))
        for number in (1, 2, 3):
            place = "studio" if number == numbers["By reply"] else "Night bus"
            answers = (await stage.view("bo", place))["messages"]
            assert len([one for one in answers if text(one).startswith(f"#{number} ")]) == 1


async def test_check_says_what_was_found(stage: Stage) -> None:
    async with stage.running():
        await opened(stage)
    await stage.say("ada", "Night bus", "Dawn", {"a.png": PNG})
    for _ in range(2):
        async with stage.running():
            pass
        said: list[str] = []
        assert await check_house(stage.settings, said.append)
        [told] = [line for line in said if line.startswith("Away:")]
        assert told.startswith("Away: film, from 20")
        assert told.endswith("; works handed in: 1.")
    async with stage.running():
        said = []
        assert await check_house(stage.settings, said.append)
        assert told in said, "the running one is asked"


async def test_names_are_those_people_have_here_also_in_what_was_missed(stage: Stage) -> None:
    async with stage.running():
        await opened(stage)
    await stage.say("ada", "Night bus", "Dawn", {"a.png": PNG})
    async with stage.running() as house, house.db.transaction() as tx:
        [work] = await tx.works.of_community((await tx.communities.list_all())[0].id)
        assert list((await tx.people.names(work.community_id, work.makers)).values()) == ["ada"]


async def test_edits_and_deletions_while_away_are_found(stage: Stage) -> None:
    async with stage.running():
        await opened(stage)
        _, changed, gone, lighter = [
            await stage.say("ada", "Night bus", title, {f"{title}.png": PNG + title.encode(), "two.png": PNG})
            for title in ("Kept", "Changed", "Gone", "Lighter")
        ]
    await stage.call(
        "PATCH", f"/servers/film/people/ada/messages/{changed['message']['id']}", json={"content": "Better"}
    )
    await stage.call("DELETE", f"/servers/film/people/ada/messages/{gone['message']['id']}")
    shown = stage.sandbox.state.world.messages[int(lighter["message"]["id"])]
    messages.change(stage.sandbox.state, shown, {"attachments": [{"id": str(shown.attachments[0].id)}]})
    for _ in range(2):
        async with stage.running() as house:
            found = {work["number"]: work for work in await works(house)}
            absences = await latest(house)
        assert [(one["title"], one["state"], len(one["files"])) for one in found.values()] == [
            ("Kept", "accepted", 2),
            ("Better", "accepted", 2),
            ("Gone", "withdrawn", 2),
            ("Lighter", "accepted", 1),
        ]
        assert absences == [(0, 2, 1)], "told once"
    answers = (await stage.view("bo", "Night bus"))["messages"]
    assert [text(one) for one in answers if text(one).startswith(("#2", "#3"))] == [
        "#2 “Better” is in.",
        "#3 “Gone” was taken back by its maker.",
    ]


async def latest(house: House) -> list[tuple[int, int, int]]:
    async with house.db.transaction() as tx:
        return [(one.works, one.edits, one.deletions) for one in await tx.absences.newest(10)]


async def test_an_edit_while_we_are_there_changes_the_work_and_its_answer(stage: Stage) -> None:
    async with stage.running() as house:
        await opened(stage, closes="in 2 hours")
        view = await stage.say("ada", "Night bus", "Dawn", {"a.png": PNG})
        edit = f"/servers/film/people/ada/messages/{view['message']['id']}"
        await stage.call("PATCH", edit, json={"content": "Dusk"})
        assert text(last(await stage.view("ada", "Night bus"), "#1")) == "#1 “Dusk” is in."
        await stage.advance(3 * HOUR)
        await stage.call("PATCH", edit, json={"content": "Too late"})
        assert [work["title"] for work in await works(house)] == ["Dusk"]


async def test_an_archived_thread_is_read_as_well(stage: Stage) -> None:
    async with stage.running() as house:
        await opened(stage)
        view = await stage.say("ada", "Night bus", "talk")
        thread = int(view["message"]["channel_id"])
        await house.app.http.edit_channel(thread, archived=True)
    await stage.say("ada", "Night bus", "Dawn", {"a.png": PNG})
    stage.sandbox.state.world.channels[thread].thread.archived = True
    async with stage.running() as house:
        assert [work["title"] for work in await works(house)] == ["Dawn"]


async def test_a_lost_session_is_made_good_like_an_absence(stage: Stage) -> None:
    async with stage.running() as house:
        await opened(stage)
        stage.sandbox.state.gateway.invalidate()
        await stage.say("ada", "Night bus", "Unheard", {"a.png": PNG})
        assert await works(house) == [], "no session, no event"
        await stage.until_connected()
        assert [work["title"] for work in await works(house)] == ["Unheard"]


async def test_a_channel_that_cannot_be_read_is_skipped_and_told_once(stage: Stage) -> None:
    async with stage.running():
        await opened(stage)
    studio = stage.sandbox.state.world.channels[int(stage.servers["film"]["channels"][0]["id"])]
    bot, before = stage.sandbox.state.world.bot, dict(studio.overwrites)
    studio.overwrites |= overwrites([{"id": str(bot.id), "type": 1, "deny": str(READ_MESSAGE_HISTORY)}])
    await stage.say("ada", "Night bus", "Dawn", {"a.png": PNG})
    for _ in range(2):
        async with stage.running() as house:
            assert await works(house) == []
            async with house.db.transaction() as tx:
                [told] = await tx.absences.newest(10)
            assert len(told.unreadable) == 2
    studio.overwrites = before
    async with stage.running() as house:
        assert [work["title"] for work in await works(house)] == ["Dawn"]
