"""What a picture may cost: pixels, memory and time, whatever its format."""

import io
import json
import re
import subprocess
import sys

import pytest
from PIL import Image

from images.limits import pixel_limit, too_many_pixels
from tests.conftest import ROOT, server_environment
from tests.images.formats import data_of, saved
from tests.images.pictures import drawing

# In millions. What a decoder keeps beside the picture makes it less: that TIFF is one strip
MILLIONS = {
    "baseline.jpg": 100, "grey.jpg": 100, "restart.jpg": 100, "progressive.jpg": 57,
    "colours.png": 40, "palette.gif": 40, "colours.bmp": 40, "lzw.tiff": 28, "fax.tif": 40,
    "exact.webp": 14, "colours.avif": 23, "phone.heic": 31,
}  # fmt: skip


def limit_of(data: bytes) -> int:
    """In millions."""
    return pixel_limit(Image.open(io.BytesIO(data)), data) // 1_000_000


@pytest.mark.parametrize("name", MILLIONS)
def test_each_format_has_its_limit(name):
    assert limit_of(data_of(name)) == MILLIONS[name]


def test_a_jpeg_of_several_scans_keeps_all_its_colours_in_memory():
    """Not only progressive ones: old programs wrote one colour after the other."""
    full = saved(drawing(), "JPEG", subsampling=0)
    start = full.index(b"\xff\xda")
    apart = full[:start] + b"\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00" + full[start + 14 :]
    assert (limit_of(full), limit_of(apart)) == (100, 32)
    assert limit_of(saved(drawing(), "JPEG", subsampling=0, progressive=True)) == 32
    assert limit_of(saved(drawing(mode="CMYK"), "JPEG", progressive=True)) == 25


@pytest.mark.parametrize(
    ("size", "words"),
    [
        ((8_000, 5_001), "8000 × 5001 pixels.* 7900 × 5000 pixels"),
        ((12_000, 9_000), "12000 × 9000 pixels.* 7300 × 5400 pixels"),
        ((100, 500_000), "100 × 500000 pixels.* 89 × 447200 pixels"),
    ],
)
def test_the_sentence_names_a_size_that_is_taken(size, words):
    assert re.search(words, str(too_many_pixels(*size, 40_000_000)))


MEASURE = """
import json, re, sys, time, django
from pathlib import Path
django.setup()
from django.core.files.base import ContentFile
from images.original import clean
from PIL import Image
from tests.images.formats import data_of
for name in sys.argv[1:]:  # whatever a library sets up at its first use
    clean(ContentFile(data_of(name), name))
data = sys.stdin.buffer.read()
def memory(kind):
    return int(re.search(kind + r":\\s+(\\d+)", Path("/proc/self/status").read_text())[1])
before, began = memory("VmRSS"), time.process_time()
stored = clean(ContentFile(data, "giant.jpg"))
seconds = time.process_time() - began
kilobytes = memory("VmHWM") - before
print(json.dumps([kilobytes, seconds, Image.open(stored).size]))
"""


def texture(width: int, height: int, mode: str = "RGB") -> Image.Image:
    """Something that is not one colour, and is quickly encoded."""
    return Image.effect_noise((width // 16, height // 16), 60).convert(mode).resize((width, height))


GIANTS = {
    "JPEG of 100 megapixels": lambda: saved(texture(11_500, 8_600), "JPEG"),
    "progressive JPEG": lambda: saved(texture(8_700, 6_500), "JPEG", progressive=True),
    "PNG with alpha": lambda: saved(texture(7_300, 5_400, "RGBA"), "PNG", compress_level=1),
    "PNG palette": lambda: saved(texture(7_300, 5_400, "L").convert("P"), "PNG", compress_level=1),
    "TIFF": lambda: saved(texture(7_300, 5_400), "TIFF", compression="tiff_adobe_deflate"),
    "WebP": lambda: saved(texture(4_300, 3_300), "WEBP", method=0),
    "AVIF": lambda: saved(texture(5_500, 4_100), "AVIF", speed=10),
    "largest that is kept": lambda: saved(texture(6_100, 4_200), "JPEG", subsampling=0),
}


@pytest.mark.faults
@pytest.mark.parametrize("name", GIANTS)
def test_a_giant_costs_250_megabytes_and_three_seconds(name):
    measured = subprocess.run(
        [sys.executable, "-c", MEASURE, *MILLIONS],
        input=GIANTS[name](),
        cwd=ROOT,
        env={**server_environment(), "DJANGO_SETTINGS_MODULE": "tests.settings"},
        capture_output=True,
        check=True,
    )
    kilobytes, seconds, size = json.loads(measured.stdout)
    print(f"{name}: {kilobytes / 1024:.0f} MB, {seconds:.1f} s, {size}")
    assert kilobytes < 250 * 1024
    assert seconds < 3
