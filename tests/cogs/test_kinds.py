"""Kinds of work as directors write them."""

import pytest

from bot.domain.works import Kind
from cogs.prompts import read_kinds


@pytest.mark.parametrize(
    "text",
    ["pictures & sound", "pictures, sound", "Pictures and sound", "sound/pictures", "pictures + audio", "image; music"],
)
def test_kinds_are_understood_however_they_are_joined(text):
    assert read_kinds(text) == {Kind.PICTURE, Kind.SOUND}
