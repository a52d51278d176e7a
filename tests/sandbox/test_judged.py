"""Rules the judges taught the sandbox (docs/judges.md)."""

import pytest

from .clients import PlainBot


@pytest.mark.parametrize("content", [" ", "\n", " \t\n "])
async def test_white_space_alone_is_an_empty_message(plain: PlainBot, general: str, content: str) -> None:
    """A message whose content is white space and which holds nothing else is refused as empty (50006).

    Source: https://github.com/NITKC-DEV/Kisarazu-Multi-Manager/issues/32
    """
    status, body = await plain.send(general, {"content": content})
    assert (status, body["code"]) == (400, 50006)
