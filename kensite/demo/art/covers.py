"""The covers of the three issues."""

import random

from images.art.cloth import applique, clip, cloth, line, place, quilt, shape, stitches
from images.art.outlines import around, bow, circle, ellipse, polygon, rect
from kensite.demo.art.figures import house, lines_of_text


def bridge_between_two_shores() -> str:
    """The bridge of stitched bands, from Seoul to Brussels, under a big sun."""
    sun = circle(600, 470, 270)
    stones = []
    rows = (
        (540, 420, "verm honey coral straw brick gold"),
        (482, 362, "paper sky mist denim cream jade"),
        (424, 304, "indigo leaf deep celadon denim forest"),
    )
    for rx, ry, names in rows:
        colours = names.split()
        for i in range(13):
            start, middle, end = (180 + (i + part) * 180 / 13 for part in (0, 0.5, 1))
            outer = [around(600, 1100, rx, ry, turn) for turn in (start, middle, end)]
            inner = [around(600, 1100, rx - 58, ry - 58, turn) for turn in (end, middle, start)]
            stone = polygon(outer + inner)
            stones += [shape(stone, colours[i % len(colours)]), line(stone, "paper", 3.4)]
    threads = "".join(bow(600, 1100, rx - 29, ry - 29, 182, 358) for rx, ry, _ in rows)
    glints = "".join(
        stitches(f"M{600 - half} {1120 + i * 36}H{600 + half}", "honey", 7, 0.95)
        for i, half in enumerate((190, 150, 170, 110, 130, 80, 50))
    )
    left = "M-20 1420V1040C90 1000 250 1030 330 1140C390 1220 400 1330 420 1420Z"
    right = "M1220 1420V1040C1110 1000 950 1030 870 1140C810 1220 800 1330 780 1420Z"
    tower = (
        applique(polygon([(98, 1100), (106, 660), (118, 660), (126, 1100)]), "deep", 4)
        + applique(rect(84, 706, 56, 46, 10), "verm", 4)
        + line("M112 660V570", "deep", 7)
    )
    hanok = (
        applique(rect(-84, -96, 168, 96), "cream", 4)
        + line("M-44 -92V-4M0 -92V-4M44 -92V-4M-84 -48H84", "umber", 6)
        + applique("M-128 -92Q-92 -122 -80 -158H80Q92 -122 128 -92Q0 -112 -128 -92Z", "night", 7)
    )
    spire = applique(polygon([(1056, 1060), (1084, 640), (1112, 1060)]), "deep", 4)
    steps = "h15v-28h15v-28h15v-28h26v28h15v28h15v28"
    gables = "".join(
        applique(f"M{x} 1230V{y}{steps}V1230Z", wall, 4)
        + "".join(shape(rect(x + 22 + i * 44, y + 14, 28, 46), "straw") for i in range(2))
        + "".join(shape(rect(x + 22 + i * 44, y + 84, 28, 46), "straw") for i in range(2))
        for x, y, wall in ((932, 1070, "coral"), (1058, 1040, "brick"))
    )
    return (
        cloth(0, 0, 1200, 1120, 41, "dawn", 6)
        + quilt(sun, (320, 190, 560, 560), 6, "sun", 4)
        + stitches(circle(600, 470, 292), "paper", 5)
        + tower
        + spire
        + quilt(rect(-20, 1080, 1240, 340), (-20, 1080, 1240, 340), 9, "sea", 5)
        + glints
        + "".join(stones)
        + stitches(threads, "paper", 2.4, 0.7)
        + quilt(left, (-20, 1000, 440, 420), 3, "forest", 4)
        + quilt(right, (780, 1000, 440, 420), 8, "forest", 4)
        + place(hanok, 156, 1230, 1.1)
        + gables
    )


def snowfall() -> str:
    """Snow as small crossed stitches."""
    rng = random.Random(21)
    arms = "M-9 0H9M0 -9V9M-6 -6L6 6M-6 6L6 -6"
    flakes = []
    for _ in range(90):
        x, y, size = rng.uniform(0, 1200), rng.uniform(0, 1050), rng.uniform(0.6, 1.35)
        flakes.append(place(line(arms, "paper", 2.6, "", 0.9), x, y, size, rng.uniform(0, 45)))
    return "".join(flakes)


def lit_window_in_the_snow() -> str:
    """A lit window, and a dark house which the thread does not reach."""
    pane = rect(390, 700, 420, 400)
    lattice = "".join(f"M{x} 700v400" for x in (460, 530, 670, 740))
    lattice += "".join(f"M390 {y}h420" for y in (766, 833, 967, 1034))
    frame = "M600 700v400M390 900h420M390 700h420v400h-420Z"
    eaves = "M150 600Q270 560 330 440H870Q930 560 1050 600Q600 540 150 600Z"
    snow = "M318 462Q330 402 372 404Q600 372 828 404Q870 402 882 462Q850 486 812 462"
    snow += "Q772 500 724 466Q680 496 636 466Q590 500 540 464Q492 498 446 466"
    snow += "Q404 492 374 464Q346 488 318 462Z"
    near = "M-20 1420V1190C200 1110 420 1150 640 1180S1040 1200 1220 1130V1420Z"
    far = "M-20 1420V1060C160 990 300 1010 460 1050S900 1080 1220 990V1420Z"
    rings = "".join(
        stitches(bow(600, 900, r, r, 195, 345), "honey", 6, 0.85 - i * 0.18)
        for i, r in enumerate((640, 730, 820))
    )
    thread = "M170 1068C250 1180 330 1200 420 1210S760 1230 900 1180"
    return (
        cloth(0, 0, 1200, 1420, 77, "night", 5)
        + rings
        + snowfall()
        + quilt(far, (-20, 980, 1240, 440), 4, "snow", 4)
        + place(house(120, 90, "plum", "paper", "gold"), 160, 1058)
        + place(house(120, 90, "night", "mist", "ink"), 1072, 1072)
        + applique(rect(270, 560, 660, 620), "umber", 4)
        + clip(rect(270, 560, 660, 620), cloth(270, 560, 660, 620, 15, "timber", 4))
        + applique(eaves, "ink", 8)
        + applique(snow, "paper", 8, "sky")
        + quilt(pane, (390, 700, 420, 400), 12, "glow", 4)
        + line(lattice, "umber", 7)
        + line(frame, "brown", 16)
        + applique("M366 1122Q600 1096 834 1122L826 1136H374Z", "paper", 8, "sky")
        + quilt(near, (-20, 1110, 1240, 310), 2, "snow", 4)
        + stitches(thread, "verm", 6, 1)
        + line("M900 1180c30 -14 40 10 22 18s-26 -14 -2 -22", "verm", 5)
    )


def blossom(radius: float, petal: str, heart: str = "gold") -> str:
    """A flower of five petals around the origin."""
    petals = [around(0, 0, radius * 0.62, radius * 0.62, turn) for turn in range(-90, 270, 72)]
    stamens = [around(0, 0, radius * 0.5, radius * 0.5, turn) for turn in range(-90, 270, 72)]
    return (
        "".join(shape(circle(x, y + 4, radius * 0.46), "ink", 0.1) for x, y in petals)
        + "".join(shape(circle(x, y, radius * 0.46), petal) for x, y in petals)
        + stitches("".join(f"M0 0L{x:.1f} {y:.1f}" for x, y in stamens), "verm", 2.4, 0.7)
        + shape(circle(0, 0, radius * 0.2), heart)
    )


def stool(colour: str) -> str:
    """A stool standing on the origin, 150 wide and 150 tall."""
    legs = "M-50 -130L-62 0M50 -130L62 0M-57 -52H57"
    return line(legs, "umber", 13) + applique(rect(-68, -150, 136, 24, 12), colour, 7)


def open_table_in_spring() -> str:
    """A laid table with free stools under a plum branch."""
    bough = "M1240 150C1040 190 930 330 720 350C560 366 420 330 250 430"
    twigs = "M960 270C900 190 850 150 760 130M720 350C640 440 600 470 560 560"
    twigs += "M450 364C400 300 330 270 250 262M1080 200C1060 330 1010 400 950 470"
    flowers = (
        (760, 130, 74, "blush"),
        (862, 214, 54, "coral"),
        (560, 572, 78, "coral"),
        (640, 440, 52, "blush"),
        (236, 440, 70, "blush"),
        (244, 262, 60, "coral"),
        (440, 350, 88, "paper"),
        (946, 480, 68, "blush"),
        (1020, 380, 48, "coral"),
        (1060, 200, 92, "paper"),
        (720, 344, 66, "coral"),
    )
    petals = ((330, 700, 20), (500, 800, 70), (820, 690, 120), (930, 830, 30), (180, 820, 100))
    points = "L960 1190L870 1100L780 1190L690 1100L600 1190L510 1100L420 1190L330 1100L240 1190"
    drape = f"M150 1010H1050V1100{points}L150 1100Z"
    papers = "".join(
        place(
            applique(rect(-50, -64, 100, 64), colour, 4, "sky")
            + lines_of_text(-34, -46, (66, 50), "sky", 7),
            x,
            992,
        )
        for x, colour in ((330, "paper"), (880, "paper"))
    )
    jar = (
        line("M600 880C590 800 620 760 660 720M600 880C600 810 570 790 546 762", "leaf", 8)
        + place(blossom(44, "verm"), 664, 712)
        + place(blossom(36, "gold", "verm"), 542, 752)
        + applique("M556 880H644C680 920 676 970 640 992H560C524 970 520 920 556 880Z", "indigo", 5)
    )
    stools = "".join(
        place(stool(colour), x, 1386, 1.08)
        for x, colour in ((250, "verm"), (485, "gold"), (715, "celadon"), (950, "indigo"))
    )
    return (
        cloth(0, 0, 1200, 1420, 58, "spring", 5)
        + quilt(circle(330, 580, 220), (110, 360, 440, 440), 3, "glow", 3)
        + quilt("M-20 1420V1230Q600 1160 1220 1230V1420Z", (-20, 1160, 1240, 260), 5, "field", 4)
        + line(bough, "brown", 24)
        + line(twigs, "brown", 12)
        + "".join(place(blossom(size, petal), x, y, turn=x) for x, y, size, petal in flowers)
        + "".join(place(shape(ellipse(0, 0, 20, 11), "coral"), x, y, turn=t) for x, y, t in petals)
        + line("M196 1080L150 1400M1004 1080L1050 1400", "umber", 20)
        + quilt(drape, (150, 1000, 900, 200), 31, "dusk", 5)
        + applique(rect(120, 992, 960, 22, 8), "paper", 6, "sky")
        + papers
        + jar
        + stools
    )
