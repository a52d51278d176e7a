"""What `/privacy export` hands over becomes a file, whatever is kept about somebody."""

import orjson

from tests.services.stage import ANN, BEN, HOME, Stage


async def test_all_that_is_kept_about_a_member_can_be_written_as_json(stage: Stage) -> None:
    prompt = await stage.prompt()
    theirs = await stage.work(BEN, prompt)
    await stage.work(ANN, prompt, theirs)
    await stage.works.desk.consent(ANN, HOME, stage.snowflake(), outside=True)
    await stage.moderation.report(ANN, HOME, theirs.number or 0, "My photo.", stage.snowflake())
    await stage.lineage.fetch(ANN, HOME, theirs.number or 0, stage.snowflake())
    text = orjson.dumps(await stage.privacy.export(ANN, HOME)).decode()
    assert '"consents"' in text
    assert "My photo." in text


async def test_whoever_is_reported_does_not_read_it_in_what_is_kept_about_them(stage: Stage) -> None:
    theirs = await stage.work(BEN, await stage.prompt())
    await stage.moderation.report(ANN, HOME, theirs.number or 0, "My photo.", stage.snowflake())
    assert (await stage.privacy.export(BEN, HOME))["audit"] == []
    (reported,) = (await stage.privacy.export(ANN, HOME))["audit"]
    assert reported["facts"]["reason"] == "My photo."
