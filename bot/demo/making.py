"""Real files, made on the spot: pictures like small posters, words, and sounds."""

import io
import math
import random
import struct
import wave
from collections.abc import Callable, Sequence

from PIL import Image, ImageDraw, ImageFont

from bot.demo.line import Made

INK, GRAPHITE, FOG, PAPER, CHALK = "#16171D", "#2A2C36", "#A7ABB8", "#F7F4EC", "#FFFFFF"
SIGNAL, TEAL, AMBER = "#F2542D", "#2A9D8F", "#E9A820"
WIDTH, HEIGHT = 600, 750
MARGIN = 36
HORIZON = 560
RATE = 8_000
"""Sound samples a second: plenty for a hum, and small."""

Canvas = ImageDraw.ImageDraw
Layer = Callable[[Canvas], None]


def picture(filename: str, title: str, by: str, ground: str, *layers: Layer) -> Made:
    """A poster: layers from back to front, the title large beneath them, who made it small."""
    image = Image.new("RGB", (WIDTH, HEIGHT), ground)
    draw = ImageDraw.Draw(image)
    for layer in layers:
        layer(draw)
    _lettering(draw, title, by, ground)
    held = io.BytesIO()
    if filename.endswith(".jpg"):
        image.save(held, "JPEG", quality=88)
        return Made(filename, held.getvalue(), "image/jpeg")
    image.save(held, "PNG", compress_level=3)
    return Made(filename, held.getvalue(), "image/png")


def _lettering(draw: Canvas, title: str, by: str, ground: str) -> None:
    ink, soft = (INK, GRAPHITE) if ground in (PAPER, CHALK, AMBER, FOG) else (PAPER, FOG)
    font = ImageFont.load_default(52)
    lines, line = [], ""
    for word in title.split():
        if draw.textlength(f"{line} {word}".strip(), font) > WIDTH - 2 * MARGIN and line:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}".strip()
    lines.append(line)
    top = HEIGHT - MARGIN - 24 - 56 * len(lines)
    draw.rectangle((0, top - 18, WIDTH, HEIGHT), fill=ground)
    for place, text in enumerate(lines):
        draw.text((MARGIN, top + 56 * place), text, fill=ink, font=font)
    draw.text((MARGIN, HEIGHT - MARGIN - 14), by, fill=soft, font=ImageFont.load_default(22))


def disc(x: int, y: int, radius: int, colour: str) -> Layer:
    return lambda draw: draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=colour)


def band(top: int, bottom: int, colour: str) -> Layer:
    return lambda draw: draw.rectangle((0, top, WIDTH, bottom), fill=colour)


def skyline(seed: int, colour: str, lit: str, base: int = HORIZON) -> Layer:
    """Houses with a few windows still lit."""

    def paint(draw: Canvas) -> None:
        chance = random.Random(seed)
        x = -20
        while x < WIDTH:
            wide, high = chance.randint(60, 120), chance.randint(90, 300)
            draw.rectangle((x, base - high, x + wide, base), fill=colour)
            for row in range(base - high + 18, base - 20, 30):
                for column in range(x + 14, x + wide - 14, 24):
                    if chance.random() < 0.18:
                        draw.rectangle((column, row, column + 9, row + 13), fill=lit)
            x += wide + chance.choice((0, 0, 8))

    return paint


def bus(x: int, y: int, colour: str, glass: str, wheels: str = INK) -> Layer:
    """A bus, side on, its front to the right."""

    def paint(draw: Canvas) -> None:
        draw.rounded_rectangle((x, y, x + 380, y + 150), 22, fill=colour)
        for place in range(5):
            left = x + 22 + place * 68
            draw.rounded_rectangle((left, y + 24, left + 54, y + 78), 6, fill=glass)
        draw.rectangle((x, y + 98, x + 380, y + 106), fill=glass)
        draw.ellipse((x + 360, y + 112, x + 378, y + 130), fill=AMBER)
        for centre in (x + 80, x + 300):
            draw.ellipse((centre - 30, y + 120, centre + 30, y + 180), fill=wheels)
            draw.ellipse((centre - 11, y + 139, centre + 11, y + 161), fill=FOG)

    return paint


def lamp(x: int, base: int = HORIZON) -> Layer:
    """A street lamp and the light it throws."""

    def paint(draw: Canvas) -> None:
        draw.polygon(((x + 60, 190), (x - 70, base), (x + 190, base)), fill="#4A3F2A")
        draw.rectangle((x - 4, 170, x + 4, base), fill=FOG)
        draw.rectangle((x, 166, x + 66, 174), fill=FOG)
        draw.ellipse((x + 44, 168, x + 78, 198), fill=AMBER)

    return paint


def rain(seed: int, colour: str, drops: int = 160) -> Layer:
    def paint(draw: Canvas) -> None:
        chance = random.Random(seed)
        for _ in range(drops):
            x, y, long = chance.randint(0, WIDTH), chance.randint(0, HEIGHT), chance.randint(14, 42)
            draw.line((x, y, x - long // 4, y + long), fill=colour, width=2)

    return paint


def window(colour: str, frame: str, heads: Sequence[int]) -> Layer:
    """A bus window from inside, and the heads in front of it."""

    def paint(draw: Canvas) -> None:
        draw.rounded_rectangle((MARGIN, 60, WIDTH - MARGIN, 470), 36, fill=colour, outline=frame, width=14)
        draw.line((WIDTH // 2, 60, WIDTH // 2, 470), fill=frame, width=10)
        for x in heads:
            draw.ellipse((x - 46, 350, x + 46, 452), fill=INK)
            draw.rounded_rectangle((x - 84, 446, x + 84, 640), 60, fill=INK)

    return paint


def timetable(seed: int, marked: int) -> Layer:
    """A handwritten timetable with one departure ringed."""

    def paint(draw: Canvas) -> None:
        chance = random.Random(seed)
        font = ImageFont.load_default(34)
        for row in range(9):
            y = 60 + row * 54
            draw.line((MARGIN, y + 46, WIDTH - MARGIN, y + 46), fill=FOG, width=2)
            draw.text((MARGIN, y), f"{(16 + row) % 24:02}", fill=INK, font=font)
            minutes = [10] if row == marked else sorted(chance.sample(range(60), 4))
            for column, minute in enumerate(minutes):
                draw.text((150 + column * 110, y), f"{minute:02}", fill=GRAPHITE, font=font)
        y = 60 + marked * 54
        draw.ellipse((132, y - 8, 212, y + 46), outline=SIGNAL, width=6)

    return paint


def route(seed: int, colour: str, stops: int = 7) -> Layer:
    """A line on a map, with its stops; the last one is large."""

    def paint(draw: Canvas) -> None:
        chance = random.Random(seed)
        points = [(MARGIN + 60 + chance.randint(0, 400), 60 + place * 72) for place in range(stops)]
        draw.line(points, fill=colour, width=14, joint="curve")
        for x, y in points[:-1]:
            draw.ellipse((x - 13, y - 13, x + 13, y + 13), fill=CHALK, outline=INK, width=5)
        x, y = points[-1]
        draw.ellipse((x - 30, y - 30, x + 30, y + 30), fill=SIGNAL, outline=INK, width=6)

    return paint


def clock_face(x: int, y: int, radius: int, face: str, hands: str) -> Layer:
    """Ten past midnight."""

    def at(far: float, angle: float) -> tuple[float, float]:
        return x + far * math.sin(angle), y - far * math.cos(angle)

    def paint(draw: Canvas) -> None:
        draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=face, outline=hands, width=10)
        for tick in range(12):
            angle = math.tau * tick / 12
            near, far = radius * 0.82, radius * 0.92
            draw.line((*at(near, angle), *at(far, angle)), fill=hands, width=6)
        for share, long, wide in ((1 / 6, 0.72, 8), (1 / 72, 0.5, 14)):
            angle = math.tau * share
            draw.line(
                (x, y, x + radius * long * math.sin(angle), y - radius * long * math.cos(angle)), fill=hands, width=wide
            )

    return paint


def waves(colour: str, top: int, count: int = 6) -> Layer:
    """A sound, drawn."""

    def paint(draw: Canvas) -> None:
        for place in range(count):
            y = top + place * 46
            high = 18 - 2 * place
            points = [(x, y + high * math.sin(x / (22 + 7 * place))) for x in range(0, WIDTH, 4)]
            draw.line(points, fill=colour, width=6)

    return paint


def text(filename: str, words: str) -> Made:
    return Made(filename, words.encode(), "text/plain")


def sound(filename: str, notes: Sequence[float], seconds: float, noise: float = 0.0) -> Made:
    """A WAV: notes in Hz one after the other, each dying away; `noise` (0 to 1) lays rain over them."""
    chance = random.Random(filename)
    each = int(RATE * seconds / len(notes))
    samples = []
    for note in notes:
        for at in range(each):
            tone = math.sin(math.tau * note * at / RATE) * math.exp(-2.2 * at / each) if note else 0.0
            samples.append(int(20_000 * (tone * (1 - noise) + noise * chance.uniform(-0.6, 0.6))))
    held = io.BytesIO()
    with wave.open(held, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(struct.pack(f"<{len(samples)}h", *samples))
    return Made(filename, held.getvalue(), "audio/wav")
