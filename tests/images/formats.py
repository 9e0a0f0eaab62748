"""A file of every format, mode and depth that a picture can have, and files that are none.

All show what `drawing()` shows: red on the left, blue at the top right.
"""

import io
import struct
import zlib
from collections.abc import Callable
from functools import cache, partial

from PIL import Image, ImageCms

from images.stripping import PNG_SIGNATURE, png_chunk
from tests.images.pictures import animated, drawing, jpeg, laden, profile, sixteen_bits, white_png

RED, BLUE, WHITE = (0xD4, 0x50, 0x2B), (0x1C, 0x4F, 0x9C), (255, 255, 255)
GREYS = tuple((drawing(mode="L").getpixel(place),) * 3 for place in ((4, 40), (90, 4)))
COLOURS, BLACK_AND_WHITE = (RED, BLUE), (WHITE, (0, 0, 0))


def saved(image: Image.Image, form: str, **options: object) -> bytes:
    """A file."""
    data = io.BytesIO()
    image.save(data, form, **options)
    return data.getvalue()


def grey(mode: str = "L") -> Image.Image:
    """The drawing without colours."""
    return drawing(mode="L").convert(mode)


def one_bit() -> Image.Image:
    """Red as white, blue as black."""
    return grey().point(lambda value: 255 * (value > 90)).convert("1")


def floats(scale: float) -> Image.Image:
    """Greys as numbers with a fraction, white being `scale`."""
    return grey("F").point(lambda value: value * (scale / 255) + 0)


def integers() -> Image.Image:
    """Greys of 32 bits, of which the highest number is taken for white."""
    image = grey("I").point(lambda value: value * 8_000_000 + 0)
    image.putpixel((0, 0), 255 * 8_000_000)
    return image


def lab() -> Image.Image:
    """Colours as L*a*b*."""
    srgb, space = ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB")
    return ImageCms.profileToProfile(drawing(), srgb, space, outputMode="LAB")


def seen_through() -> Image.Image:
    """With alpha, and none of it transparent at the two places."""
    image = drawing(mode="RGBA")
    image.paste((0, 0, 0, 0), (20, 40, 40, 60))
    return image


def hidden_blue() -> Image.Image:
    """Blue is transparent."""
    image = drawing(mode="RGBA")
    image.paste((0, 0, 0, 0), (48, 0, 96, 33))
    return image


def deep_png(mode: str, kind: int) -> bytes:
    """A PNG of sixteen bits a channel, which Pillow does not write."""
    image = drawing(mode=mode)
    size = 2 * 96 * len(image.getbands())
    wide = bytes(byte for value in image.tobytes() for byte in (value, value))
    lines = b"".join(b"\0" + wide[i : i + size] for i in range(0, len(wide), size))
    header = png_chunk(b"IHDR", struct.pack(">IIBBBBB", 96, 64, 16, kind, 0, 0, 0))
    pixels = png_chunk(b"IDAT", zlib.compress(lines))
    return PNG_SIGNATURE + header + pixels + png_chunk(b"IEND", b"")


def odd_jpeg() -> bytes:
    """One with something between its segments that decoders forgive."""
    data = saved(drawing(), "JPEG", quality=95)
    return data[:20] + b"\xff\0" + data[20:]


def bmp16() -> bytes:
    """Five bits a channel."""
    rows = []
    for y in range(63, -1, -1):
        row = b""
        for x in range(96):
            red, green, blue = drawing_pixels()[x, y]
            row += struct.pack("<H", red >> 3 << 10 | green >> 3 << 5 | blue >> 3)
        rows.append(row)
    pixels = b"".join(rows)
    head = struct.pack("<IiiHHIIiiII", 40, 96, 64, 1, 16, 0, len(pixels), 2835, 2835, 0, 0)
    return b"BM" + struct.pack("<IHHI", 54 + len(pixels), 0, 0, 54) + head + pixels


def drawing_pixels():
    """Its colours by place."""
    return drawing().load()


def several(form: str) -> bytes:
    """Two pages, or two views."""
    first = drawing()
    return saved(first, form, save_all=True, append_images=[Image.new("RGB", (96, 64), "green")])


def tiff(image: Image.Image, compression: str | None = None, **options: object) -> bytes:
    """A TIFF."""
    return saved(image, "TIFF", compression=compression, **options)


def claiming(width: int, height: int) -> bytes:
    """A PNG whose header speaks of more pixels than there are."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return PNG_SIGNATURE + png_chunk(b"IHDR", header) + white_png(4, 4)[33:]


def giant_tile() -> bytes:
    """A small TIFF that has its decoder make room for a tile of 3.6 GB."""
    tags = ((256, 96), (257, 64), (258, 8), (259, 8), (262, 1), (277, 1), (322, 60_000),
            (323, 60_000), (324, 8), (325, 100))  # fmt: skip
    entries = b"".join(struct.pack("<HHII", tag, 4, 1, value) for tag, value in tags)
    return b"II*\0\x08\0\0\0" + struct.pack("<H", len(tags)) + entries + bytes(200)


def half(form: str, **options: object) -> bytes:
    """The first half of a picture."""
    noise = Image.effect_noise((120, 90), 80).convert("RGB")
    data = saved(noise, form, **options)
    return data[: len(data) // 2]


File = tuple[Callable[[], bytes], tuple]
ACCEPTED: dict[str, File] = {
    "baseline.jpg": (lambda: saved(drawing(), "JPEG", quality=95), COLOURS),
    "progressive.jpg": (lambda: saved(drawing(), "JPEG", progressive=True, quality=95), COLOURS),
    "grey.jpg": (lambda: saved(grey(), "JPEG", quality=95), GREYS),
    "cmyk.jpg": (lambda: saved(drawing(mode="CMYK"), "JPEG", quality=95), COLOURS),
    "full.jpeg": (lambda: saved(drawing(), "JPEG", subsampling=0, quality=95), COLOURS),
    "restart.jpg": (
        lambda: saved(drawing(), "JPEG", quality=95, restart_marker_rows=1), COLOURS),
    "rgb.jpg": (lambda: saved(drawing(), "JPEG", quality=95, keep_rgb=True), COLOURS),
    "phone.jpg": (lambda: several("MPO"), COLOURS),
    "lying.jpg": (lambda: jpeg(drawing().rotate(90, expand=True), 6, quality=95), COLOURS),
    "odd.jpg": (odd_jpeg, COLOURS),
    "profile.jpg": (
        lambda: saved(drawing(), "JPEG", icc_profile=profile(), quality=95), COLOURS),
    "colours.png": (lambda: saved(drawing(), "PNG"), COLOURS),
    "alpha.png": (lambda: saved(seen_through(), "PNG"), COLOURS),
    "chart.png": (lambda: saved(hidden_blue(), "PNG"), (RED, WHITE)),
    "grey.png": (lambda: saved(grey(), "PNG"), GREYS),
    "grey-alpha.png": (lambda: saved(grey("LA"), "PNG"), GREYS),
    "palette.png": (lambda: saved(drawing().quantize(16), "PNG"), COLOURS),
    "key.png": (lambda: saved(drawing(), "PNG", transparency=BLUE), (RED, WHITE)),
    "bits.png": (lambda: saved(one_bit(), "PNG"), BLACK_AND_WHITE),
    "grey16.png": (lambda: saved(sixteen_bits(grey()), "PNG"), GREYS),
    "colours16.png": (lambda: deep_png("RGB", 2), COLOURS),
    "alpha16.png": (lambda: deep_png("RGBA", 6), COLOURS),
    "grey-alpha16.png": (lambda: deep_png("LA", 4), GREYS),
    "moving.png": (lambda: animated("PNG"), COLOURS),
    "palette.gif": (lambda: saved(drawing(), "GIF"), COLOURS),
    "chart.gif": (lambda: saved(hidden_blue(), "GIF"), (RED, WHITE)),
    "grey.gif": (lambda: saved(grey(), "GIF"), GREYS),
    "interlaced.gif": (lambda: saved(drawing(), "GIF", interlace=1), COLOURS),
    "moving.gif": (lambda: animated("GIF"), COLOURS),
    "lossy.webp": (lambda: saved(drawing(), "WEBP", quality=95), COLOURS),
    "exact.webp": (lambda: saved(drawing(), "WEBP", lossless=True), COLOURS),
    "alpha.webp": (lambda: saved(hidden_blue(), "WEBP", lossless=True), (RED, WHITE)),
    "moving.webp": (lambda: animated("WEBP"), COLOURS),
    "colours.avif": (lambda: saved(drawing(), "AVIF", quality=95), COLOURS),
    "full.avif": (lambda: saved(drawing(), "AVIF", quality=95, subsampling="4:4:4"), COLOURS),
    "grey.avif": (lambda: saved(grey(), "AVIF", quality=95, subsampling="4:0:0"), GREYS),
    "alpha.avif": (lambda: saved(hidden_blue(), "AVIF", quality=95), (RED, WHITE)),
    "moving.avif": (lambda: animated("AVIF"), COLOURS),
    "phone.heic": (lambda: saved(drawing(), "HEIF", quality=95), COLOURS),
    "grey.heic": (lambda: saved(grey(), "HEIF", quality=95), GREYS),
    "alpha.heif": (lambda: saved(hidden_blue(), "HEIF", quality=95), (RED, WHITE)),
    "deep.heic": (lambda: saved(sixteen_bits(grey()), "HEIF", quality=95), GREYS),
    "several.heic": (lambda: several("HEIF"), COLOURS),
    "lying.heic": (lambda: laden("heic", 1), COLOURS),
    "colours.tif": (lambda: tiff(drawing()), COLOURS),
    "lzw.tiff": (lambda: tiff(drawing(), "tiff_lzw"), COLOURS),
    "deflate.tif": (lambda: tiff(drawing(), "tiff_adobe_deflate"), COLOURS),
    "packbits.tif": (lambda: tiff(drawing(), "packbits"), COLOURS),
    "jpeg.tif": (lambda: tiff(drawing(), "jpeg", quality=95), COLOURS),
    "fax.tif": (lambda: tiff(one_bit(), "group4"), BLACK_AND_WHITE),
    "bits.tif": (lambda: tiff(one_bit()), BLACK_AND_WHITE),
    "grey.tif": (lambda: tiff(grey()), GREYS),
    "grey16.tif": (lambda: tiff(sixteen_bits(grey())), GREYS),
    "grey32.tif": (lambda: tiff(integers()), GREYS),
    "fraction.tif": (lambda: tiff(floats(1.0)), GREYS),
    "float.tif": (lambda: tiff(floats(255.0)), GREYS),
    "palette.tif": (lambda: tiff(drawing().quantize(16)), COLOURS),
    "alpha.tif": (lambda: tiff(hidden_blue()), (RED, WHITE)),
    "grey-alpha.tif": (lambda: tiff(grey("LA")), GREYS),
    "cmyk.tif": (lambda: tiff(drawing(mode="CMYK")), COLOURS),
    "lab.tif": (lambda: tiff(lab()), COLOURS),
    "ycbcr.tif": (lambda: tiff(drawing(mode="YCbCr")), COLOURS),
    "pages.tif": (lambda: several("TIFF"), COLOURS),
    "colours.bmp": (lambda: saved(drawing(), "BMP"), COLOURS),
    "alpha.bmp": (lambda: saved(drawing(mode="RGBA"), "BMP"), COLOURS),
    "palette.bmp": (lambda: saved(drawing().quantize(16), "BMP"), COLOURS),
    "grey.bmp": (lambda: saved(grey(), "BMP"), GREYS),
    "bits.bmp": (lambda: saved(one_bit(), "BMP"), BLACK_AND_WHITE),
    "high.bmp": (bmp16, COLOURS),
    "really-a-jpeg.HEIC": (lambda: saved(drawing(), "JPEG", quality=95), COLOURS),
    "really-a-webp.jpg": (lambda: laden("webp"), COLOURS),
    "really-a-tiff.png": (lambda: tiff(drawing()), COLOURS),
    "no-ending": (lambda: saved(drawing(), "PNG"), COLOURS),
    "사진.jpeg.": (lambda: saved(drawing(), "JPEG", quality=95), COLOURS),
}  # fmt: skip


DAMAGED, OTHER = "This picture is incomplete or damaged.", "This file is not a picture of a type"
TOO_LARGE, EMPTY = "pixels, which is too many.", "file is empty"
LZW = {"compression": "tiff_lzw"}
REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    **{f"half.{form.lower()}": (partial(half, form), DAMAGED)
       for form in ("JPEG", "PNG", "GIF", "WEBP", "AVIF", "HEIF", "TIFF", "BMP")},
    "half-lzw.tif": (lambda: half("TIFF", **LZW), DAMAGED),
    "garbage.jpg": (lambda: b"\xff\xd8\xff\xe0\0\x10JFIF\0" + bytes(range(256)) * 40, DAMAGED),
    "head.jpg": (lambda: laden("jpeg")[:160], DAMAGED),
    "head.png": (lambda: laden("png")[:40], DAMAGED),
    "tags.tif": (lambda: tiff(drawing())[:8] + b"\xff" * 400, DAMAGED),
    "words.png": (lambda: b"<html><script>alert(1)</script></html>", OTHER),
    "drawing.svg": (lambda: b'<svg xmlns="http://www.w3.org/2000/svg"/>', OTHER),
    "poster.eps": (lambda: saved(drawing(), "EPS"), OTHER),
    "poster.jpg": (lambda: saved(drawing(), "EPS"), OTHER),
    "report.pdf": (lambda: saved(drawing(), "PDF"), OTHER),
    "favicon.ico": (lambda: saved(drawing(), "ICO"), OTHER),
    "scan.jp2": (lambda: saved(drawing(), "JPEG2000"), OTHER),
    "old.pcx": (lambda: saved(drawing(), "PCX"), OTHER),
    "old.tga": (lambda: saved(drawing(), "TGA"), OTHER),
    "raw.ppm": (lambda: saved(drawing(), "PPM"), OTHER),
    "layers.psd": (lambda: b"8BPS\0\1" + bytes(500), OTHER),
    "next.jxl": (lambda: b"\0\0\0\x0cJXL \r\n\x87\n" + bytes(99), OTHER),
    "empty.jpg": (lambda: b"", EMPTY),
    "giant.png": (lambda: claiming(8_000, 5_001), TOO_LARGE),
    "claims.png": (lambda: claiming(131_072, 131_072), "far too many pixels"),
    "tile.tif": (giant_tile, TOO_LARGE),
}  # fmt: skip


@cache
def data_of(name: str) -> bytes:
    """The bytes of one of these files."""
    return (ACCEPTED.get(name) or REFUSED[name])[0]()


def assert_shows(image: Image.Image, name: str) -> None:
    """On white paper, the colours of the file are to be seen."""
    paper = Image.new("RGBA", image.size, "white")
    paper.alpha_composite(image.convert("RGBA"))
    for place, wanted in zip(((4, 40), (90, 4)), ACCEPTED[name][1], strict=True):
        seen = paper.getpixel(place)
        assert all(abs(a - b) <= 24 for a, b in zip(seen, wanted, strict=False)), (name, seen)
