"""Words a person gives their files."""

from .clients import Control, PlainBot


async def test_a_persons_description_of_a_file_reaches_the_bot(bot: PlainBot, control: Control):
    """`attachments` describes uploads by the number of their part, for people as for apps."""
    files = [("files[0]", "a.txt", b"a"), ("files[1]", "b.txt", b"b")]
    await control.say("look", files=files, attachments=[{"id": "1", "description": "the second"}])
    first, second = (await bot.event("MESSAGE_CREATE"))["attachments"]
    assert (first.get("description"), second["description"]) == (None, "the second")


async def test_a_forum_posts_files_are_described_as_well(bot: PlainBot, control: Control):
    """The first message of a post takes the same field."""
    body = {"channel": "forum", "name": "idea", "attachments": [{"id": "0", "description": "a sketch"}]}
    await control.as_person("POST", "posts", body, [("files[0]", "a.txt", b"a")])
    assert (await bot.event("MESSAGE_CREATE"))["attachments"][0]["description"] == "a sketch"
