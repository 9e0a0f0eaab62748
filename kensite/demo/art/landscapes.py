"""Pictures of wide places."""

from images.art.cloth import applique, clip, cloth, line, place, quilt, shape, stitches
from images.art.outlines import around, circle, polygon, rect
from kensite.demo.art.figures import house, lantern


def path_to_an_open_door() -> str:
    """A path over patchwork hills to a house with its door open."""
    back = "M-20 820V430C180 330 380 360 560 420S940 400 1220 320V820Z"
    front = "M-20 820V600C160 540 320 560 470 600S900 480 1220 500V820Z"
    path = "M180 820C330 730 420 700 480 640C540 580 700 590 770 500H866C850 640 700 660 650 710"
    path += "C610 750 600 790 590 820Z"
    door = rect(770, 350, 96, 150)
    leaf = polygon([(770, 350), (714, 326), (714, 524), (770, 500)])
    shelter = (
        applique(rect(670, 300, 300, 200), "paper", 4, "sky")
        + applique(polygon([(636, 300), (820, 150), (1004, 300)]), "verm", 8)
        + quilt(door, (770, 350, 96, 150), 3, "sun", 2)
        + applique(leaf, "indigo", 4)
        + shape(rect(900, 350, 44, 60), "honey")
        + line("M922 350v60M900 380h44", "indigo", 5)
    )
    return (
        cloth(0, 0, 1200, 520, 52, "hanji", 4)
        + quilt(circle(330, 300, 150), (180, 150, 300, 300), 3, "sun", 3)
        + quilt(back, (-20, 310, 1240, 510), 7, "field", 5)
        + place(house(104, 84, "cream", "indigo", "denim"), 170, 430)
        + place(house(84, 70, "blush", "plum", "plum"), 290, 416)
        + place(house(92, 76, "straw", "deep", "denim"), 1090, 410)
        + quilt(front, (-20, 470, 1240, 350), 11, "forest", 5)
        + applique(path, "cream", 6, "verm")
        + shelter
    )


def lights_over_the_sea() -> str:
    """A lighthouse and lanterns over a night sea."""
    waves = "".join(
        shape(f"M-60 {y}" + "q50 -30 100 0t100 0" * 7 + "V820H-60Z", colour, 0.5)
        + stitches(f"M{-60 - i * 40} {y}" + "q50 -30 100 0t100 0" * 7, "sky", 3, 0.7)
        for i, (y, colour) in enumerate(((590, "indigo"), (660, "deep"), (735, "night")))
    )
    rock = "M40 720C90 630 180 610 260 620S420 650 470 720Z"
    tower = polygon([(186, 640), (212, 290), (288, 290), (314, 640)])
    stripes = "".join(shape(rect(170, y, 160, 58), "verm") for y in (330, 446, 562))
    lighthouse = (
        applique(tower, "paper", 6, "sky")
        + clip(tower, stripes)
        + applique(rect(194, 272, 112, 16, 6), "ink", 6)
        + applique(rect(218, 204, 64, 64), "honey", 4)
        + line("M250 204v64", "ink", 6)
        + applique(polygon([(204, 200), (250, 148), (296, 200)]), "verm", 6)
    )
    lanterns = "".join(
        shape(circle(x, y + 115 * size, 150 * size), "honey", 0.16)
        + shape(circle(x, y + 115 * size, 110 * size), "honey", 0.2)
        + place(lantern(x), x, y, size)
        for x, y, size in ((560, 395, 0.8), (780, 300, 0.62), (950, 420, 0.92), (1085, 210, 0.46))
    )
    gleams = ((560, 690, 50), (560, 716, 30), (950, 730, 64), (950, 758, 36), (780, 640, 40))
    glints = "".join(stitches(f"M{x - w} {y}h{2 * w}", "honey", 6, 0.9) for x, y, w in gleams)
    return (
        cloth(0, 0, 1200, 600, 23, "night", 5)
        + shape(polygon([(250, 230), (1220, -40), (1220, 330)]), "honey", 0.26)
        + shape(polygon([(250, 230), (1220, 40), (1220, 250)]), "honey", 0.34)
        + shape(polygon([(250, 230), (-20, 130), (-20, 300)]), "honey", 0.3)
        + quilt("M660 600Q900 450 1220 510V620H660Z", (660, 450, 560, 170), 4, "timber", 3)
        + quilt(rect(-20, 560, 1240, 260), (-20, 560, 1240, 260), 6, "sea", 4)
        + waves
        + quilt(rock, (40, 600, 430, 120), 9, "forest", 3)
        + lighthouse
        + lanterns
        + glints
    )


def scales_where_roads_meet() -> str:
    """Scales with a house and a bundle, where three roads meet."""
    dots = ("verm", "celadon", "gold", "indigo", "coral", "leaf", "plum", "sky")
    ring = "".join(
        applique(circle(*around(600, 330, 350, 280, i * 18 + 9), 15), dots[i % 8], 5)
        for i in range(7, 23)
    )
    roads = (
        "M-20 820L440 560H560L260 820Z",
        "M1220 820L760 560H640L940 820Z",
        "M460 820L565 560H635L740 820Z",
    )
    ground = "M-20 820V600Q600 500 1220 600V820Z"
    pans = "".join(
        line(f"M{x} 232L{x - 80} 430M{x} 232L{x + 80} 430", "deep", 5)
        + applique(f"M{x - 100} 430H{x + 100}Q{x} 514 {x - 100} 430Z", "verm", 6)
        for x in (430, 770)
    )
    wrap = "M-70 0C-90 -70 -40 -96 0 -100C40 -96 90 -70 70 0Z"
    bundle = (
        quilt(wrap, (-90, -100, 180, 100), 5, "timber", 3)
        + applique("M-4 -98C-50 -150 -72 -126 -52 -104C-40 -92 -20 -92 -4 -98Z", "gold", 4)
        + applique("M4 -98C50 -150 72 -126 52 -104C40 -92 20 -92 4 -98Z", "gold", 4)
        + applique(circle(0, -98, 12), "amber", 3)
    )
    beam = (
        line("M430 232Q600 200 770 232", "deep", 18)
        + applique(polygon([(584, 200), (616, 200), (626, 580), (574, 580)]), "deep", 5)
        + applique(circle(600, 196, 26), "gold", 6)
        + applique("M500 608Q600 548 700 608Z", "deep", 8)
    )
    return (
        cloth(0, 0, 1200, 640, 64, "hanji", 5)
        + ring
        + quilt(ground, (-20, 540, 1240, 280), 7, "forest", 4)
        + "".join(applique(road, "cream", 5, "amber") for road in roads)
        + place(house(104, 80, "paper", "indigo", "honey"), 430, 426, 0.9)
        + place(bundle, 770, 426, 0.92)
        + pans
        + beam
    )
