"""Bytes that are to be deleted from our disk: a row first, the file after."""

from data.tables.base import instant, keyed, text

erasures = keyed("erasures", text("sha256", key=True), instant("owed_at"))
