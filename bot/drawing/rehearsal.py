"""The two pictures a rehearsal shows: a bus stop at night, and the same one in the rain, built on the first."""

import io
from functools import cache

from PIL import Image, ImageDraw

INK, GRAPHITE, FOG, PAPER, AMBER = "#16171D", "#2A2C36", "#A7ABB8", "#F7F4EC", "#E9A820"
SIZE = WIDTH, HEIGHT = 1_100, 620
HORIZON = 500
BETWEEN_DROPS = 46


@cache
def bus_stop(*, in_the_rain: bool) -> bytes:
    """A PNG of 1,100 × 620 pixels."""
    image = Image.new("RGB", SIZE, GRAPHITE)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, HORIZON, WIDTH, HEIGHT), fill=INK)
    draw.polygon([(800, 130), (640, HORIZON), (1_000, HORIZON)], fill="#4A4433")  # the light under the lamp
    draw.rectangle((860, 110, 870, HORIZON), fill=INK)
    draw.rounded_rectangle((780, 104, 880, 132), 12, fill=AMBER)
    draw.rectangle((220, 150, 232, HORIZON), fill=FOG)
    draw.rounded_rectangle((150, 130, 302, 250), 14, fill=PAPER)
    draw.rectangle((180, 170, 272, 186), fill=INK)
    draw.rectangle((180, 204, 240, 216), fill=FOG)
    draw.rounded_rectangle((330, 420, 560, 440), 8, fill=FOG)  # a bench
    draw.rectangle((350, 440, 362, HORIZON), fill=FOG)
    draw.rectangle((528, 440, 540, HORIZON), fill=FOG)
    if in_the_rain:
        for drop in range(0, WIDTH + HEIGHT, BETWEEN_DROPS):
            for row in range(6):
                left, top = drop - row * 74, row * 106 + (drop * 7) % 60
                draw.line((left, top, left - 14, top + 44), fill=FOG, width=4)
    held = io.BytesIO()
    image.save(held, "PNG", compress_level=3)
    return held.getvalue()
