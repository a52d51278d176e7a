"""Pictures small enough to send and real enough to be shown."""

import io

from PIL import Image


def picture(colour: str) -> bytes:
    """A PNG of one colour."""
    held = io.BytesIO()
    Image.new("RGB", (320, 180), colour).save(held, "PNG")
    return held.getvalue()
