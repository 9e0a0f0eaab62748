"""Covers for issues that have no picture: patchwork, a sun, a bridge, hills; no two alike."""

import random

from images.art.cloth import applique, cloth, line, quilt, stitches
from images.art.outlines import circle, rect

WIDTH, HEIGHT = 960, 1120
SKIES = ("dawn", "spring", "hanji", "snow", "dusk")
LANDS = (("sea", "leaf"), ("field", "forest"), ("timber", "plum"), ("night", "deep"))
SUNS = (("gold", "paper"), ("verm", "paper"), ("coral", "paper"), ("honey", "ink"))
BRIDGES = (("verm", "paper", "deep"), ("gold", "paper", "leaf"), ("indigo", "paper", "coral"))


def cover(seed: int) -> str:
    """An SVG of 960 × 1120; the same for the same seed, in every release and on every machine."""
    rng = random.Random(seed)
    parts = [cloth(0, 0, WIDTH, HEIGHT, rng.randrange(10**6), rng.choice(SKIES), 5)]
    parts += [sun(rng), bridge(rng), land(rng)]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
        f'width="{WIDTH}" height="{HEIGHT}">{"".join(parts)}</svg>'
    )


def sun(rng: random.Random) -> str:
    """A disc sewn on, high on one side."""
    fill, thread = rng.choice(SUNS)
    radius = rng.uniform(120, 215)
    x = rng.choice((rng.uniform(230, 360), rng.uniform(600, 730)))
    y = rng.uniform(250, 390)
    rim = stitches(circle(x, y, radius * 0.82), thread, 4, 0.6)
    return applique(circle(round(x), round(y), round(radius)), fill, 8, thread) + rim


def bridge(rng: random.Random) -> str:
    """Three bands from shore to shore."""
    left, right = rng.uniform(800, 930), rng.uniform(800, 930)
    rise, middle = rng.uniform(330, 520), rng.uniform(380, 580)
    bands = []
    for index, colour in enumerate(rng.choice(BRIDGES)):
        up = index * 46
        arc = (
            f"M-40 {left - up:.0f}Q{middle:.0f} {left - rise - up * 1.4:.0f} 1000 {right - up:.0f}"
        )
        bands += [line(arc, "ink", 32, opacity=0.12), line(arc, colour, 26), stitches(arc)]
    return "".join(bands)


def land(rng: random.Random) -> str:
    """Two hills of patchwork, or two waves."""
    palette, edge = rng.choice(LANDS)
    far, near = rng.uniform(880, 940), rng.uniform(980, 1030)
    low, high = rng.uniform(30, 80), rng.uniform(30, 80)
    back = (
        f"M-20 {HEIGHT + 20}V{far:.0f}C200 {far - high:.0f} 340 {far + low:.0f} 520 {far:.0f}"
        f"S820 {far + low:.0f} 980 {far - high:.0f}V{HEIGHT + 20}Z"
    )
    front = (
        f"M-20 {HEIGHT + 20}V{near:.0f}C240 {near + low:.0f} 420 {near - high:.0f} 620 {near:.0f}"
        f"S860 {near - high:.0f} 980 {near + low:.0f}V{HEIGHT + 20}Z"
    )
    box = (-20.0, 760.0, WIDTH + 40.0, HEIGHT - 740.0)
    ground = quilt(back, box, rng.randrange(10**6), palette, 4)
    return ground + applique(front, edge, 8) + frame()


def frame() -> str:
    """The hem around the whole cloth."""
    return stitches(rect(22, 22, WIDTH - 44, HEIGHT - 44, 6), "paper", 3, 0.55)
