"""Cloth: its colours, how pieces are sewn, and patchwork."""

import random
import zlib

from images.art.outlines import Point, Polygon, polygon

COLOURS = {
    "ink": "#141831",
    "night": "#1A2050",
    "deep": "#1B2466",
    "indigo": "#27348B",
    "denim": "#3F52A8",
    "sky": "#8FA6E8",
    "mist": "#C9D4F5",
    "forest": "#245A50",
    "leaf": "#2F6F62",
    "celadon": "#5FA48F",
    "jade": "#93C2AE",
    "pale": "#CFE3D8",
    "amber": "#E9A32B",
    "gold": "#F2B63C",
    "honey": "#F6C768",
    "straw": "#F7DDA0",
    "brick": "#B23F25",
    "verm": "#D4502B",
    "coral": "#EE8E6C",
    "blush": "#F6D2C2",
    "plum": "#6C2E52",
    "cream": "#F3E8D2",
    "paper": "#FBF7EE",
    "tan": "#C88F6D",
    "rose": "#E9B99A",
    "sand": "#F0C8A9",
    "umber": "#8A5A44",
    "brown": "#3B2B26",
}


PALETTES = {
    "hanji": "paper cream straw blush pale mist cream paper",
    "dawn": "straw blush coral paper mist sky cream honey paper jade indigo",
    "spring": "paper pale blush cream mist pale jade straw paper",
    "dusk": "indigo deep denim plum indigo sky deep",
    "night": "night deep indigo night deep plum denim",
    "sea": "deep indigo denim deep leaf indigo",
    "snow": "paper mist paper cream mist",
    "field": "celadon leaf jade celadon leaf pale",
    "forest": "forest leaf forest leaf celadon",
    "sun": "gold honey amber gold honey",
    "glow": "straw honey gold straw paper",
    "ember": "verm brick verm coral verm",
    "timber": "plum umber plum brown plum",
    "stream": "sky mist sky denim",
}
"""Colour names of each cloth; a repeated name is a commoner colour."""


def shape(d: str, fill: str, opacity: float = 1) -> str:
    """A filled outline."""
    return f'<path d="{d}" fill="{COLOURS[fill]}" fill-opacity="{opacity}"/>'


def line(d: str, colour: str, width: float, dash: str = "", opacity: float = 1) -> str:
    """A stroked outline."""
    return (
        f'<path d="{d}" fill="none" stroke="{COLOURS[colour]}" stroke-width="{width}" '
        f'stroke-linecap="round" stroke-linejoin="round" stroke-dasharray="{dash}" '
        f'stroke-opacity="{opacity}"/>'
    )


def stitches(d: str, colour: str = "paper", width: float = 3, opacity: float = 0.8) -> str:
    """A running stitch along an outline."""
    return line(d, colour, width, f"{width * 3} {width * 3.4}", opacity)


def applique(d: str, fill: str, hem: float = 8, thread: str = "paper") -> str:
    """A piece sewn on top: a hem around the outline, the running stitch on it, a soft shadow."""
    piece = f'd="{d}" stroke-width="{hem * 2}" stroke-linejoin="round"'
    shadow, fill = COLOURS["ink"], COLOURS[fill]
    return (
        f'<path {piece} transform="translate(0 5)" fill="{shadow}" stroke="{shadow}" '
        f'opacity=".16"/><path {piece} fill="{fill}" stroke="{fill}"/>'
        + stitches(d, thread, max(2.2, hem * 0.32), 0.7)
    )


def place(
    content: str, x: float, y: float, scale: float = 1, turn: float = 0, flip: bool = False
) -> str:
    """Content moved, turned and scaled about its own origin."""
    across = -scale if flip else scale
    moves = f"translate({x:.1f} {y:.1f}) rotate({turn:.1f}) scale({across} {scale})"
    return f'<g transform="{moves}">{content}</g>'


def clip(d: str, content: str) -> str:
    """Content seen only inside an outline."""
    name = f"clip{zlib.crc32(d.encode())}"
    return (
        f'<clipPath id="{name}"><path d="{d}"/></clipPath><g clip-path="url(#{name})">{content}</g>'
    )


def halve(piece: Polygon, a: Point, b: Point) -> list[Polygon]:
    """Cut a convex polygon along the line through two points."""

    def side(p: Point) -> float:
        return (b[0] - a[0]) * (p[1] - a[1]) - (b[1] - a[1]) * (p[0] - a[0])

    left: Polygon = []
    right: Polygon = []
    for p, q in zip(piece, piece[1:] + piece[:1], strict=True):
        (left if side(p) >= 0 else right).append(p)
        if side(p) * side(q) < 0:
            share = side(p) / (side(p) - side(q))
            crossing = (p[0] + (q[0] - p[0]) * share, p[1] + (q[1] - p[1]) * share)
            left.append(crossing)
            right.append(crossing)
    return [half for half in (left, right) if len(half) > 2]


def extent(piece: Polygon) -> tuple[float, float, float, float]:
    """The left, the top, the width and the height of a polygon."""
    xs, ys = zip(*piece, strict=True)
    return min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys)


def cut(rng: random.Random, piece: Polygon, depth: int) -> list[Polygon]:
    """Cut a polygon into patches, again and again, along slightly slanted seams."""
    x, y, width, height = extent(piece)
    if depth <= 0 or (depth < 3 and rng.random() < 0.18) or min(width, height) < 52:
        return [piece]
    upright = width > height if abs(width - height) > 30 else rng.random() < 0.5
    where, slant = rng.uniform(0.34, 0.66), rng.uniform(-0.06, 0.06)
    if upright:
        seam, lean = x + width * where, height * slant
        ends = (seam - lean, y - 1), (seam + lean, y + height + 1)
    else:
        seam, lean = y + height * where, width * slant
        ends = (x - 1, seam - lean), (x + width + 1, seam + lean)
    return [patch for half in halve(piece, *ends) for patch in cut(rng, half, depth - 1)]


def shrink(piece: Polygon, margin: float) -> Polygon:
    """A polygon drawn towards its middle by about a margin."""
    cx = sum(x for x, _ in piece) / len(piece)
    cy = sum(y for _, y in piece) / len(piece)
    _, _, width, height = extent(piece)
    kx, ky = max(0.3, 1 - 2 * margin / width), max(0.3, 1 - 2 * margin / height)
    return [(cx + (x - cx) * kx, cy + (y - cy) * ky) for x, y in piece]


def cloth(
    x: float, y: float, width: float, height: float, seed: int, palette: str, depth: int = 5
) -> str:
    """A rectangle of patchwork: patches, here and there a second translucent layer, seams."""
    rng = random.Random(seed)
    colours = PALETTES[palette].split()
    corners = [(x, y), (x + width, y), (x + width, y + height), (x, y + height)]
    patches, seams, last = [], [], ""
    for piece in cut(rng, corners, depth):
        last = rng.choice([colour for colour in colours if colour != last])
        patches.append(shape(polygon(piece), last))
        if rng.random() < 0.34:
            start = rng.randrange(len(piece))
            corner = (piece + piece)[start : start + 3]
            patches.append(shape(polygon(corner), rng.choice(colours), 0.36))
        seams.append(line(polygon(piece), "ink", 6, opacity=0.07))
        seams.append(line(polygon(piece), "paper", 3.4, opacity=0.72))
        if min(extent(piece)[2:]) > 50:
            seams.append(stitches(polygon(shrink(piece, 10)), "paper", 1.8, 0.45))
    return "".join(patches + seams)


def quilt(
    d: str, box: tuple[float, float, float, float], seed: int, palette: str, depth: int = 4
) -> str:
    """An outline filled with patchwork, its edge sewn down."""
    ground = applique(d, PALETTES[palette].split()[0], 5)
    return ground + clip(d, cloth(*box, seed, palette, depth)) + line(d, "paper", 3.4, "", 0.8)
