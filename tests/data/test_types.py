from sqlalchemy import Column, MetaData, Table, insert, select

from data import Database, types

everything = Table(
    "everything",
    MetaData(),
    Column("id", types.Id, primary_key=True),
    Column("snowflake", types.Snowflake),
    Column("at", types.Instant),
    Column("flag", types.Flag),
    Column("json", types.Json),
    Column("money", types.Money),
    Column("text", types.Text),
    sqlite_strict=True,
)


async def test_every_type_gives_back_what_it_was_given(db: Database) -> None:
    await db.run_sync(everything.create)
    rows = [
        (1, (1 << 63) - 1, -1, True, {"a": [1, None, "é"], "big": (1 << 63) - 1}, 10**15, "𝄞 'quoted' \n"),
        (2, 0, 0, False, [], -5, ""),
        (3, None, None, None, None, None, None),
    ]
    async with db.transaction() as tx:
        names = [column.name for column in everything.columns]
        await tx.statements.change_each(insert(everything), [dict(zip(names, row, strict=True)) for row in rows])
        found = await tx.statements.rows(select(everything).order_by(everything.c.id))
    assert [tuple(row) for row in found] == rows
    assert [row.flag for row in found] == [True, False, None]
    assert found[0].flag is True


async def test_a_json_null_is_an_empty_column(db: Database) -> None:
    await db.run_sync(everything.create)
    async with db.transaction() as tx:
        await tx.statements.change(insert(everything), {"id": 1, "json": None})
        query = select(everything.c.id).where(everything.c.json.is_(None))
        assert len(await tx.statements.rows(query)) == 1
