"""Every shape, mode and colour space comes out as it went in, in every form that is shown."""

import pytest
from django.core.files.base import ContentFile
from PIL import Image, ImageCms, ImageDraw

from api.store.sequencer import flush
from images.colour import WHITE
from images.generation import generate_wanted
from images.models import Picture, Rendition
from images.representation import image_representation
from tests.images.formats import ACCEPTED, RED, assert_shows, data_of, saved
from tests.images.pictures import animated, drawing, laden
from tests.images.test_metadata import ALL_SPECS

SHAPES = {
    "infographic": (48, 16_889), "thread": (1, 30_000), "ribbon": (30_000, 1), "dot": (1, 1),
    "strip": (20_000, 40),
}  # fmt: skip
SHOWN = ("jpeg", "webp", "avif", "png")


def stored(data: bytes, name: str) -> Picture:
    return Picture.objects.create(title="Odd", file=ContentFile(data, name))


def shown(picture: Picture, spec: str) -> Image.Image:
    rendition = picture.get_rendition(spec)
    generate_wanted()
    with rendition.file.open("rb") as file:
        image = Image.open(file)
        image.load()
        return image


def close(found: tuple, wanted: tuple, by: int = 24) -> bool:
    return all(abs(a - b) <= by for a, b in zip(found, wanted, strict=True))


@pytest.mark.parametrize("name", ACCEPTED)
def test_every_format_shows_its_colours(name, db):
    picture = stored(data_of(name), name)
    renditions = picture.get_renditions(*(f"width-96|format-{form}" for form in SHOWN))
    generate_wanted()
    for rendition in renditions.values():
        with rendition.file.open("rb") as file:
            image = Image.open(file)
            assert image.mode in ("L", "RGB", "RGBA")
            assert_shows(image, name)


def test_a_wide_gamut_becomes_srgb_in_what_is_shown_and_stays_in_what_is_stored(db):
    """Without its profile, Display P3's red would be shown paler than it is."""
    p3 = display_p3()
    picture = stored(
        saved(Image.new("RGB", (60, 40), (200, 80, 60)), "PNG", icc_profile=p3), "p.png"
    )
    image = shown(picture, "width-60|format-png")
    assert image.getpixel((5, 5))[0] > 210
    assert "icc_profile" not in image.info
    with picture.file.open("rb") as file:
        original = Image.open(file)
        assert original.getpixel((5, 5)) == (200, 80, 60)
        assert original.info["icc_profile"]


def display_p3() -> bytes:
    """sRGB's profile with the primaries of Display P3."""
    import struct

    data = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    primaries = {b"rXYZ": (0.5151, 0.2412, -0.0011), b"gXYZ": (0.2920, 0.6922, 0.0419),
                 b"bXYZ": (0.1571, 0.0666, 0.7841)}  # fmt: skip
    for tag, values in primaries.items():
        place = struct.unpack_from(">I", data, data.index(tag) + 4)[0]
        struct.pack_into(">3i", data, place + 8, *(round(value * 65536) for value in values))
    return bytes(data)


def test_cmyk_is_srgb_for_apps(db):
    picture = stored(laden("cmyk"), "print.jpg")
    for spec in ("width-960|format-jpeg", "fill-480x630|format-jpeg|jpegquality-85"):
        assert shown(picture, spec).mode == "RGB"


@pytest.mark.parametrize("shape", SHAPES)
def test_every_shape_has_every_rendition(shape, db):
    picture = stored(saved(Image.new("L", SHAPES[shape], 200), "PNG"), "long.png")
    promised = picture.get_renditions(*ALL_SPECS)
    generate_wanted()
    rows = picture.renditions.all()
    assert not rows.filter(generated_at=None).values("filter_spec", "error").first()
    assert {row.filter_spec for row in rows} == set(ALL_SPECS)
    for spec, rendition in promised.items():
        with rendition.file.open("rb") as file:
            assert Image.open(file).size == (rendition.width, rendition.height), spec


@pytest.mark.parametrize("shape", ["infographic", "ribbon"])
def test_a_long_picture_can_be_published(shape, reader, editor, publish, issue, committed):
    picture = stored(saved(Image.new("RGB", SHAPES[shape], "#7a6f58"), "JPEG"), "long.jpg")
    body = [{"type": "image", "value": {"image": {"image": picture.pk, "decorative": True}}}]
    publish(issue, cover=picture, cover_alt="Long", social_image=None, body=body)
    flush(deferred=True)
    generate_wanted()
    reader.get(f"/card/{issue.translation_key}.jpg")  # has its cut of the cover generated
    generate_wanted()
    assert not Rendition.objects.filter(image=picture, generated_at=None).exists()
    page = reader.get("/newsletters/october-2020/").content.decode()
    (card,) = {part.split('"')[0] for part in page.split('content="http://testserver')
               if "card/" in part.split('"')[0]}  # fmt: skip
    for path in (
        "/", "/newsletters/", "/newsletters/october-2020/", card.replace("&amp;", "&"),
        f"/api/v1/issues/{issue.translation_key}/?locale=en", f"/api/v2/pages/{issue.pk}/",
    ):  # fmt: skip
        assert reader.get(path).status_code == 200, path
    for path in (
        f"/admin/images/{picture.pk}/",
        "/admin/images/",
        f"/admin/pages/{issue.pk}/edit/",
    ):
        assert editor.get(path).status_code == 200, path
    preview = editor.get(f"/admin/pages/{issue.pk}/edit/preview/")
    assert preview.status_code == 200


def test_what_one_can_see_through_stands_on_white(db):
    chart = Image.new("RGBA", (80, 60), (0, 0, 0, 0))
    ImageDraw.Draw(chart).line((0, 0, 80, 60), fill="black", width=3)
    for form, image in {"PNG": chart, "WEBP": chart, "GIF": chart, "AVIF": chart}.items():
        assert stored(saved(image, form), f"chart.{form.lower()}").colour == WHITE, form
    palette = chart.quantize(8)
    assert (
        stored(saved(palette, "PNG", transparency=palette.getpixel((0, 30))), "c.png").colour
        == WHITE
    )
    assert stored(saved(Image.new("RGBA", (80, 60), "#224488"), "PNG"), "c.png").colour == "#224488"
    assert stored(saved(Image.new("I;16", (80, 60), 40_000), "PNG"), "c.png").colour == "#9c9c9c"


@pytest.mark.parametrize("form", ["jpeg", "png", "webp", "avif", "heic", "mpo"])
def test_what_lay_on_its_side_is_upright_everywhere(form, db):
    picture = stored(
        laden(form, orientation=6), f"turned.{'jpg' if form in ('jpeg', 'mpo') else form}"
    )
    picture.focal_point_x, picture.focal_point_y = 48, 80
    picture.focal_point_width = picture.focal_point_height = 10
    picture.save()
    fresh = Picture.objects.get(pk=picture.pk)
    shape = image_representation(fresh, "")
    assert (shape["width"], shape["height"]) == (fresh.width, fresh.height) == (64, 96)
    assert shape["focal_point"]["x"] == 0.75
    assert shown(fresh, "width-960|format-jpeg").size == (64, 96)


def test_dimensions_are_known_before_the_file_is_stored(db):
    picture = Picture(title="Odd", file=ContentFile(laden("jpeg", 6), "x.jpg"))
    assert (picture.width, picture.height) == (64, 96)


@pytest.mark.parametrize("form", ["GIF", "WEBP", "PNG", "AVIF"])
def test_an_animation_becomes_still_and_that_is_said(form, db):
    picture = stored(animated(form), f"moving.{form.lower()}")
    assert any("animation" in note for note in picture.notes)
    with picture.file.open("rb") as file:
        assert getattr(Image.open(file), "n_frames", 1) == 1
    assert close(shown(picture, "width-96|format-png").convert("RGB").getpixel((4, 40)), RED)
    assert not stored(saved(drawing(), form), f"still.{form.lower()}").notes
