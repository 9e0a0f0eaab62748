"""How pages look, compared with how they looked: tests/screens/ is reviewed as pictures in a diff.

`pytest tests/test_screens.py --new-screens` keeps how they look now.
"""

import subprocess
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageChops

from tests.conftest import program

pytestmark = pytest.mark.browser
KEPT = Path(__file__).parent / "screens"
PAGES = {
    "home": "/",
    "archive": "/newsletters/",
    "issue": "/newsletters/october-2020/",
    "interviews": "/interviews/",
    "events": "/events/",
    "organisation": "/organisations/human-asia/",
    "search": "/search/?q=Yerong",  # one result: engines rank several each in their way
    "missing": "/nothing-here/",
}
LANGUAGES = {"en": "", "ko": "/ko"}
# Another width may choose other pictures, a frame later
ALL_IS_THERE = """async () => {
  for (const frame of [1, 2]) await new Promise(requestAnimationFrame);
  await Promise.all([document.fonts.ready, ...[...document.images].map(i => i.decode())]);
}"""
SCALE = 0.33  # of what is kept
STEP = 48  # of 255: a smaller difference of a pixel is how letters are drawn, not what
SHARE = 0.01  # of the pixels that may differ more
HEIGHT = 0.02  # by which a page may be longer or shorter


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", PAGES)
def test_a_page_looks_as_it_did(page, request, name, language):
    needs_hangul_of_debian()
    page.missing_is_fine = name == "missing"
    page.emulate_media(reduced_motion="reduce")
    page.goto(LANGUAGES[language] + PAGES[name])
    page.evaluate("document.querySelectorAll('img').forEach(i => i.loading = 'eager')")
    for width in (390, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        page.evaluate(ALL_IS_THERE)
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            file = KEPT / f"{name}-{language}-{scheme}-{width}.webp"
            now = small(page.screenshot(full_page=True))
            if request.config.getoption("--new-screens"):
                file.parent.mkdir(exist_ok=True)
                now.save(file, quality=50, method=6)
            else:
                compare(now, file, page.locator("main").inner_text())


def compare(now: Image.Image, file: Path, words: str) -> None:
    assert file.exists(), "a new page: keep it with --new-screens"
    before = Image.open(file).convert("RGB")
    assert abs(now.height - before.height) <= HEIGHT * before.height, f"{file.name}: {words}"
    differs = ImageChops.difference(now, before.resize(now.size)).convert("L")
    share = sum(differs.histogram()[STEP:]) / (now.width * now.height)
    assert share <= SHARE, f"{share:.1%} of {file.name} look different"


def small(png: bytes) -> Image.Image:
    """A screenshot at the scale that is kept."""
    whole = Image.open(BytesIO(png)).convert("RGB")
    return whole.resize((int(whole.width * SCALE), int(whole.height * SCALE)), Image.LANCZOS)


def needs_hangul_of_debian() -> None:
    """Another system's Hangul is as good, but other."""
    found = subprocess.check_output([program("fc-match"), ":lang=ko"], text=True)
    if "NotoS" not in found:
        pytest.skip(f"screens are compared with Debian's fonts-noto-cjk, and here is {found}")
