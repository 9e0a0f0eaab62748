"""Social cards: what a shared link looks like elsewhere, with the page's own words on it."""

import base64
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from xml.sax.saxutils import escape

import resvg_py
from django.contrib.staticfiles import finders
from PIL import Image, ImageFont

from images.art.cover import HEIGHT as COVER_HEIGHT
from images.art.cover import WIDTH as COVER_WIDTH
from images.art.cover import cover

WIDTH, HEIGHT = 1200, 630  # pixels; what Facebook, X, KakaoTalk and Slack show without cropping
PANEL = 480  # of these, the picture's
MARGIN = 64
TITLE = WIDTH - PANEL - 2 * MARGIN
SIZES = (76, 68, 60, 54, 48, 42, 38)  # of the title; the largest that fits is taken
ROOM = 330  # pixels of height for the title
FONTS = Path(__file__).parent / "fonts"
LATIN, HANGUL = FONTS / "Newsreader-Medium.ttf", FONTS / "Pretendard-SemiBold.otf"
LEADING = {"Newsreader": 1.1, "Pretendard": 1.28}


def card(title: str, kicker: str, network: str, picture: bytes | int) -> bytes:
    """A JPEG of 1200 × 630: the words, beside a JPEG or the cover that is drawn from a number."""
    family = "Pretendard" if any("가" <= letter <= "힣" for letter in title) else "Newsreader"
    size, lines = fit(title, family)
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" '
        f'viewBox="0 0 {WIDTH} {HEIGHT}"><path fill="#fbf8f1" d="M0 0h{WIDTH}v{HEIGHT}H0z"/>'
        f'<g transform="translate({MARGIN} 60) scale(1.3)">{inside(mark())}</g>'
        f"{text(network, MARGIN + 72, 94, 26, 'Pretendard', '#171a2b')}"
        f"{title_lines(lines, size, family)}"
        f"{text(kicker, MARGIN, HEIGHT - 64, 26, 'Pretendard', '#852811')}"
        f"{panel(picture)}</svg>"
    )
    fonts = [str(LATIN), str(HANGUL)]
    png = resvg_py.svg_to_bytes(svg_string=svg, font_files=fonts, skip_system_fonts=True)
    # A PNG with a photo in it is heavier than what some messengers take
    jpeg = BytesIO()
    Image.open(BytesIO(png)).convert("RGB").save(jpeg, "JPEG", quality=88, subsampling=0)
    return jpeg.getvalue()


def text(words: str, x: float, y: float, size: float, family: str, colour: str) -> str:
    """One line of words."""
    weight = 500 if family == "Newsreader" else 600
    return (
        f'<text x="{x}" y="{y:.0f}" font-family="{family}" font-weight="{weight}" '
        f'font-size="{size}" letter-spacing="{-size * 0.015:.2f}" fill="{colour}">'
        f"{escape(words)}</text>"
    )


def title_lines(lines: list[str], size: int, family: str) -> str:
    """The title, in the middle of the height that it has."""
    leading = size * LEADING[family]
    first = 345 - leading * (len(lines) - 1) / 2 + size * 0.3
    placed = [(line, first + leading * number) for number, line in enumerate(lines)]
    return "".join(text(line, MARGIN, y, size, family, "#171a2b") for line, y in placed)


def panel(picture: bytes | int) -> str:
    """The right side."""
    place = f'x="{WIDTH - PANEL}" y="0" width="{PANEL}" height="{HEIGHT}"'
    slice_ = 'preserveAspectRatio="xMidYMid slice"'
    if isinstance(picture, bytes):
        data = base64.b64encode(picture).decode()
        return f'<image {place} {slice_} href="data:image/jpeg;base64,{data}"/>'
    view = f'viewBox="0 0 {COVER_WIDTH} {COVER_HEIGHT}"'
    return f"<svg {place} {view} {slice_}>{inside(cover(picture))}</svg>"


@lru_cache
def mark() -> str:
    """The network's mark, as every page has it."""
    return Path(finders.find("mark.svg")).read_text()


def inside(svg: str) -> str:
    """What an SVG draws, without its frame."""
    return svg[svg.index(">") + 1 : svg.rindex("</svg>")]


def fit(title: str, family: str) -> tuple[int, list[str]]:
    """The largest size at which the title has room, and its lines; what has none is cut off."""
    for size in SIZES:
        lines = wrap(title, family, size)
        if len(lines) * size * LEADING[family] <= ROOM:
            return size, balanced(title, family, size, lines)
    most = int(ROOM / (size * LEADING[family]))
    return size, [*lines[: most - 1], f"{lines[most - 1].rstrip()}…"]


def balanced(title: str, family: str, size: int, lines: list[str]) -> list[str]:
    """The same number of lines, as even as they can be."""
    for width in range(TITLE - 16, TITLE // 2, -16):
        narrower = wrap(title, family, size, width)
        if len(narrower) > len(lines):
            break
        lines = narrower
    return lines


def wrap(words: str, family: str, size: int, width: int = TITLE) -> list[str]:
    """Lines that break between words; inside one only if it is longer than a line."""
    font = face(family, size)
    lines: list[str] = [""]
    for word in words.split():
        longer = f"{lines[-1]} {word}".strip()
        if font.getlength(longer) <= width:
            lines[-1] = longer
            continue
        lines.append("")
        for letter in word:
            if font.getlength(lines[-1] + letter) > width:
                lines.append("")
            lines[-1] += letter
    return [line for line in lines if line]


@lru_cache
def face(family: str, size: int) -> ImageFont.FreeTypeFont:
    """The font to measure with."""
    return ImageFont.truetype(LATIN if family == "Newsreader" else HANGUL, size)
