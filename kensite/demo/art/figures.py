"""Figures: the people and things that more than one picture shows."""

from collections.abc import Iterable

from images.art.cloth import applique, line, quilt, shape, stitches
from images.art.outlines import ellipse, polygon, rect

HAIR = {
    "bob": (
        (
            "M-94 -240C-104 -384 104 -384 96 -240C98 -186 92 -150 84 -122L-86 -122"
            "C-96 -158 -96 -196 -94 -240Z"
        ),
        "M-68 -236C-74 -352 76 -356 70 -236C66 -272 48 -296 20 -306C-10 -282 -50 -276 -68 -236Z",
    ),
    "bun": (
        (
            "M-30 -352a40 40 0 1 0 80 0a40 40 0 1 0 -80 0Z"
            "M-76 -246C-88 -372 92 -372 80 -246L60 -196L-58 -196Z"
        ),
        "M-66 -240C-70 -346 74 -350 68 -240C60 -284 30 -302 2 -304C-28 -300 -56 -282 -66 -240Z",
    ),
    "short": (
        "M-76 -236C-92 -372 96 -378 80 -236L66 -214L-64 -214Z",
        "M-66 -252C-76 -350 78 -356 68 -252C58 -276 44 -288 30 -292C-2 -282 -46 -288 -66 -252Z",
    ),
}
"""The path behind the head and the path over the brow, of each way to wear hair."""


def person(hair: str, hair_colour: str, skin: str, dress: str, mask: bool = False) -> str:
    """A bust without a face, standing on the origin, 300 wide and 350 to 390 tall."""
    behind, brow = HAIR[hair]
    neck = shape("M-30 -130L-28 -215H28L30 -130Z", skin) + shape(
        "M-28 -184C-10 -160 18 -160 28 -186L30 -150H-30Z", "brown", 0.16
    )
    shoulders = (
        "M-150 4C-150 -112 -84 -142 -36 -150C-18 -122 18 -122 36 -150C84 -142 150 -112 150 4Z"
    )
    cover = "M-62 -236Q0 -262 62 -236L56 -196Q0 -146 -56 -196Z"
    parts = [shape(behind, hair_colour), neck, shape(shoulders, dress)]
    parts += [shape(ellipse(0, -246, 64, 76), skin), shape(brow, hair_colour)]
    if mask:
        parts += [shape(cover, "paper"), stitches(cover, "celadon", 3, 1)]
        parts += [line("M-46 -214Q0 -228 46 -214M-42 -194Q0 -206 42 -194", "mist", 4)]
    return "".join(parts)


def microphone(colour: str, grille: str) -> str:
    """A table microphone standing on the origin, 300 tall."""
    head = rect(-46, -300, 92, 170, 46)
    bars = "".join(f"M-30 {y}H30" for y in (-262, -236, -210, -184))
    return (
        line("M-78 -222V-186A78 78 0 0 0 78 -186V-222M0 -108V-14", colour, 16)
        + applique(rect(-84, -16, 168, 16, 8), colour, 6)
        + applique(head, colour, 8)
        + line(bars, grille, 7, "", 0.85)
    )


def house(width: float, height: float, wall: str, roof: str, window: str) -> str:
    """A gabled house standing on the origin, with one window."""
    half, rise = width / 2, width * 0.42
    gable = polygon([(-half - 14, -height), (0, -height - rise), (half + 14, -height)])
    side = width * 0.26
    pane = rect(-side / 2, -height * 0.72, side, side * 1.25)
    cross = f"M0 {-height * 0.72}v{side * 1.25}M{-side / 2} {-height * 0.72 + side * 0.6}h{side}"
    walls = applique(rect(-half, -height, width, height), wall, 4)
    return walls + applique(gable, roof, 6) + shape(pane, window) + line(cross, wall, 5)


def lantern(seed: int) -> str:
    """A paper lantern hanging from the origin, 150 wide and 260 tall."""
    body = "M-52 30H52C92 80 92 150 52 200H-52C-92 150 -92 80 -52 30Z"
    ribs = "M-24 30C-46 90 -46 140 -24 200M24 30C46 90 46 140 24 200"
    return (
        line("M0 -6V20M0 214V262M-12 226V250M12 226V250", "verm", 6)
        + quilt(body, (-100, 30, 200, 170), seed, "glow", 3)
        + line(ribs, "amber", 3, "", 0.8)
        + applique(rect(-50, 12, 100, 16), "verm", 6)
        + applique(rect(-50, 202, 100, 16), "indigo", 6)
    )


def lines_of_text(
    x: float, y: float, widths: Iterable[float], colour: str, size: float = 10
) -> str:
    """Strokes that stand for lines of writing."""
    return "".join(
        line(f"M{x} {y + i * size * 2.6:.1f}h{width}", colour, size)
        for i, width in enumerate(widths)
    )
