"""Picture files made by code, with everything in them that must never leave the house."""

import io
import struct
import zlib

import pillow_heif
from PIL import Image, ImageCms, ImageDraw, PngImagePlugin
from PIL.ExifTags import IFD, Base

pillow_heif.register_heif_opener()

# Distinct words: one that is found anywhere was leaked
MAKER, CAMERA, SERIAL, COMMENT = "Marta Kowalska", "Kiev88Camera", "SN4711-XYZZY", "HiddenRemark"
CITY, XMP_MAKER, IPTC_MAKER, PROFILE_OWNER = "Hebronstadt", "Xenia Pauls", "Iva Praha", "IMacOfAnna"
THUMBNAIL, TRAILER, SECOND = "ThumbnailMark", "TrailingMark", "SecondPicture"
LATITUDE = struct.pack(">6I", 37, 1, 33, 1, 581234, 10000)  # as EXIF has it
MARKERS = [
    word.encode()
    for word in (
        MAKER, CAMERA, SERIAL, COMMENT, CITY, XMP_MAKER, IPTC_MAKER, PROFILE_OWNER, THUMBNAIL,
        TRAILER, SECOND,
    )
] + [LATITUDE, struct.pack("<6I", 37, 1, 33, 1, 581234, 10000), b"Exif\0\0", b"ns.adobe.com",
     b"GPSLatitude", b"8BIM", b"tEXt", b"iTXt", b"eXIf", b"37.566"]  # fmt: skip
XMP = (
    '<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:exif="http://ns.adobe.com/exif/1.0/" '
    'exif:GPSLatitude="37.566N"><dc:creator><rdf:Seq><rdf:li>'
    f"{XMP_MAKER}</rdf:li></rdf:Seq></dc:creator></rdf:Description></rdf:RDF></x:xmpmeta>"
    '<?xpacket end="w"?>'
).encode()
FORMATS = ("jpeg", "progressive", "cmyk", "mpo", "png", "png16", "gif", "webp", "avif", "heic")
EXTENSIONS = {"jpeg": "jpg", "progressive": "jpg", "cmyk": "jpg", "mpo": "jpg", "png16": "png"}


def drawing(size: tuple[int, int] = (96, 64), mode: str = "RGB") -> Image.Image:
    """Red on the left, with a blue corner at the top right: it shows how it is turned."""
    image = Image.new("RGB", size, "#d4502b")
    ImageDraw.Draw(image).rectangle((size[0] // 2, 0, size[0], size[1] // 2), fill="#1c4f9c")
    return image.convert(mode)


def exif(orientation: int = 1) -> bytes:
    """EXIF with names, numbers, a place and a thumbnail."""
    data = Image.Exif()
    data[Base.Orientation] = orientation
    data[Base.Artist], data[Base.Make], data[Base.ImageDescription] = MAKER, CAMERA, COMMENT
    details = data.get_ifd(IFD.Exif)
    details[Base.BodySerialNumber] = SERIAL
    details[Base.MakerNote] = b"Maker" + SERIAL.encode()
    place = data.get_ifd(IFD.GPSInfo)
    place[1], place[2] = "N", (37.0, 33.0, 58.1234)
    place[3], place[4] = "E", (126.0, 58.0, 40.68)
    return data.tobytes() + THUMBNAIL.encode()


def profile() -> bytes:
    """sRGB, described as the screen of somebody."""
    data = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    place = data.index(b"s\0R\0G\0B") if b"s\0R\0G\0B" in data else data.index(b"desc", 200)
    owner = PROFILE_OWNER.encode()
    return data[: place + 8] + owner + data[place + 8 + len(owner) :]


def iptc() -> bytes:
    """An APP13 segment with a name and a city."""
    records = b"".join(
        b"\x1c\x02" + bytes((number,)) + struct.pack(">H", len(words)) + words.encode()
        for number, words in ((80, IPTC_MAKER), (90, CITY))
    )
    resource = b"8BIM\x04\x04\0\0" + struct.pack(">I", len(records)) + records
    body = b"Photoshop 3.0\0" + resource + b"\0" * (len(resource) % 2)
    return b"\xff\xed" + struct.pack(">H", len(body) + 2) + body


def jpeg(image: Image.Image, orientation: int = 1, **options: object) -> bytes:
    """A JPEG with EXIF, XMP, IPTC, a comment, a profile, and something behind its end."""
    data = io.BytesIO()
    image.save(data, "JPEG", exif=exif(orientation), comment=COMMENT, xmp=XMP, **options)
    start = data.getvalue()
    return start[:2] + iptc() + start[2:] + TRAILER.encode()


def png(image: Image.Image, orientation: int = 1) -> bytes:
    """A PNG with text, EXIF, XMP, a private chunk, and something behind its end."""
    words = PngImagePlugin.PngInfo()
    words.add_text("Author", MAKER)
    words.add_itxt("XML:com.adobe.xmp", XMP.decode())
    words.add(b"prVt", SERIAL.encode())
    data = io.BytesIO()
    image.save(data, "PNG", pnginfo=words, exif=exif(orientation), icc_profile=icc_of(image))
    return data.getvalue() + TRAILER.encode()


def icc_of(image: Image.Image) -> bytes | None:
    """A profile that fits the picture."""
    return profile() if image.mode == "RGB" else None


def mpo(image: Image.Image, orientation: int = 1) -> bytes:
    """Two pictures in one file, as phones store depth and second views."""
    data = io.BytesIO()
    second = image.copy()
    second.info["comment"] = SECOND.encode()
    image.save(data, "MPO", save_all=True, append_images=[second], exif=exif(orientation))
    return data.getvalue() + SECOND.encode()


def animated(form: str, size: tuple[int, int] = (96, 64)) -> bytes:
    """A picture that moves."""
    data = io.BytesIO()
    frames = [drawing(size), Image.new("RGB", size, "green")]
    options = {"comment": COMMENT} if form == "GIF" else {}
    frames[0].save(data, form, save_all=True, append_images=frames[1:], duration=100, **options)
    return data.getvalue()


def laden(form: str, orientation: int = 1, size: tuple[int, int] = (96, 64)) -> bytes:
    """A file of FORMATS with as much metadata as it can hold."""
    image = drawing(size)
    makers = {
        "jpeg": lambda: jpeg(image, orientation, icc_profile=profile()),
        "progressive": lambda: jpeg(image, orientation, progressive=True),
        "cmyk": lambda: jpeg(image.convert("CMYK"), orientation),
        "mpo": lambda: mpo(image, orientation),
        "png": lambda: png(image, orientation),
        "png16": lambda: png(sixteen_bits(image.convert("L"))),
        "gif": lambda: animated("GIF", size) + TRAILER.encode(),
        "webp": lambda: modern(image, "WEBP", orientation) + TRAILER.encode(),
        "avif": lambda: modern(image, "AVIF", orientation),
        "heic": lambda: modern(image, "HEIF", orientation),
    }
    return makers[form]()


def modern(image: Image.Image, form: str, orientation: int) -> bytes:
    """A format that takes metadata of every kind from Pillow."""
    data = io.BytesIO()
    image.save(data, form, exif=exif(orientation), xmp=XMP, icc_profile=profile())
    return data.getvalue()


def sixteen_bits(grey: Image.Image) -> Image.Image:
    """The same greys, finer."""
    return grey.convert("I").point(lambda value: value * 257).convert("I;16")


def name_of(form: str, stem: str = "holiday") -> str:
    """A file name for one of FORMATS."""
    return f"{stem}.{EXTENSIONS.get(form, form)}"


def white_png(width: int, height: int) -> bytes:
    """A PNG of that size, written line by line: no picture is held in memory."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        )

    squeeze = zlib.compressobj()
    line = b"\0" + b"\xff" * 3 * width
    pixels = b"".join(squeeze.compress(line) for _ in range(height)) + squeeze.flush()
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        chunk(kind, body) for kind, body in ((b"IHDR", header), (b"IDAT", pixels), (b"IEND", b""))
    )
