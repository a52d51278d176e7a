"""A sandbox whose visitors' every request is judged."""

from collections.abc import AsyncIterator

import pytest

from bot.sandbox import Sandbox
from bot.sandbox.openapi import OpenApi
from tests.sandbox.conftest import arguments, control, discords_words, film, general, session

__all__ = ["arguments", "control", "discords_words", "film", "general", "session"]

HOOK = "/webhooks/{webhook_id}/{webhook_token}"
NO_SUCH_KEY = "Additional properties are not allowed ('{}' was unexpected)"

# What discord.js is known to send although Discord's description has no such key there; see docs/judges.md.
EXPLAINED = {
    ("POST", "/interactions/{interaction_id}/{interaction_token}/callback", "data", "enforce_nonce"),
    ("POST", HOOK, "body", "enforce_nonce"),
    ("PATCH", f"{HOOK}/messages/@original", "body", "enforce_nonce"),
    ("POST", "/channels/{channel_id}/messages/{message_id}/threads", "body", "type"),
}
KNOWN = {(method, route, f"{place}: {NO_SUCH_KEY.format(key)}") for method, route, place, key in EXPLAINED}


@pytest.fixture
async def sandbox(discords_words: OpenApi | None) -> AsyncIterator[Sandbox]:
    """Whoever visits must find every route it asks for, and neither side may break Discord's description."""
    running = Sandbox(openapi=discords_words)
    await running.start()
    yield running
    await running.stop()
    said = [
        f"{entry.method} {entry.path}: {violation}"
        for entry in running.state.log.after(0)
        for violation in entry.violations
        if (entry.method, entry.route, violation) not in KNOWN
    ]
    assert said == []
