"""A refusal as it is kept in a row, for its maker to ask about later."""

import json
from collections.abc import Mapping
from typing import Any

from bot.domain.refusals import Refusal, Why


def write_reason(refusal: Refusal) -> str:
    return json.dumps({"why": refusal.why, **refusal.fields}, default=str)


def read_reason(reason: str | None) -> Refusal:
    fields: Mapping[str, Any] = json.loads(reason) if reason else {"why": Why.FILE_IS_LOST, "filename": ""}
    rest = {name: value for name, value in fields.items() if name != "why"}
    return Refusal(Why(fields["why"]), **rest)
