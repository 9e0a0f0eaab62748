"""Draws every picture and writes it to `pictures/`: needs playwright, Pillow and chromium."""

import io
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from kensite.demo.art import covers, everyday, gatherings, landscapes, marks

OUTPUT = Path(__file__).parents[1] / "pictures"
LARGEST_FILE = 68_000
QUALITIES = (84, 80, 76, 72, 68, 64, 60, 55, 50, 45)


class Picture(NamedTuple):
    """What to draw, and its size in pixels; the drawing is scaled by the zoom."""

    name: str
    draw: Callable[[], str]
    width: int = 1200
    height: int = 800
    zoom: float = 1


PICTURES = (
    Picture("cover-october-2020", covers.bridge_between_two_shores, 1200, 1400),
    Picture("cover-january-2021", covers.lit_window_in_the_snow, 1200, 1400),
    Picture("cover-april-2021", covers.open_table_in_spring, 1200, 1400),
    Picture("workshop", gatherings.online_workshop, 1440, 810),
    Picture("ecre", landscapes.path_to_an_open_door),
    Picture("human-asia", landscapes.lights_over_the_sea),
    Picture("interview", everyday.interview_from_home, 1440, 810),
    Picture("pact", landscapes.scales_where_roads_meet),
    Picture("conference", gatherings.conference_of_many_voices),
    Picture("webtoon", everyday.comic_of_a_child_at_the_gate),
    Picture("un-committee", gatherings.ballot_on_a_round_table),
    Picture("january-a", everyday.hand_before_a_kiosk),
    Picture("april-a", gatherings.circle_of_chairs),
    Picture("mark-ecre", marks.mark_of_a_shelter, 400, 400, 0.5),
    Picture("mark-human-asia", marks.mark_of_a_lantern, 400, 400, 0.5),
    Picture("mark-ken", marks.mark_of_two_joined_patches, 400, 400, 0.5),
    Picture("mark-river", marks.mark_of_a_river, 400, 400, 0.5),
)
"""Each picture's place in this list seeds its grain: add new ones at the end."""


def svg(picture: Picture, seed: int) -> str:
    """The whole drawing, under a light from the top left and the grain of woven cloth."""
    width, height = picture.width, picture.height
    whole = f'width="{width}" height="{height}"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" {whole}><defs>'
        f'<filter id="grain" x="0" y="0" width="100%" height="100%"><feTurbulence '
        f'type="fractalNoise" baseFrequency=".8 .3" numOctaves="1" seed="{seed}"/><feColorMatrix '
        'values="0 0 0 0 .1 0 0 0 0 .08 0 0 0 0 .06 0 0 0 .09 0"/></filter>'
        '<linearGradient id="light" x1="0" y1="0" x2="1" y2="1"><stop stop-color="#fff" '
        'stop-opacity=".12"/><stop offset=".5" stop-color="#fff" stop-opacity="0"/>'
        '<stop offset="1" stop-color="#0b0d20" stop-opacity=".16"/></linearGradient></defs>'
        f'<g transform="scale({picture.zoom})">{picture.draw()}</g>'
        f'<rect {whole} fill="url(#light)"/><rect {whole} filter="url(#grain)"/></svg>'
    )


def rasterise(browser: Browser, picture: Picture, drawing: str) -> Image.Image:
    """The drawing as pixels."""
    page = browser.new_page(viewport={"width": picture.width, "height": picture.height})
    page.set_content(f"<style>*{{margin:0}}svg{{display:block}}</style>{drawing}")
    pixels = page.screenshot()
    page.close()
    return Image.open(io.BytesIO(pixels)).convert("RGB")


def webp(image: Image.Image) -> bytes:
    """The image at the best quality that stays within the largest file size."""
    for quality in QUALITIES:
        buffer = io.BytesIO()
        image.save(buffer, "WEBP", quality=quality, method=6)
        if buffer.tell() <= LARGEST_FILE:
            return buffer.getvalue()
    raise ValueError(f"an image of {image.size} does not fit in {LARGEST_FILE} bytes")


def main() -> None:
    """Draw every picture and write its file."""
    OUTPUT.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium") or "/usr/bin/chromium", args=["--no-sandbox"]
        )
        for seed, picture in enumerate(PICTURES):
            content = webp(rasterise(browser, picture, svg(picture, seed)))
            (OUTPUT / f"{picture.name}.webp").write_bytes(content)
            print(f"{picture.name}.webp {len(content)}")
        browser.close()


if __name__ == "__main__":
    main()
