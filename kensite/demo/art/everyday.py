"""Pictures of everyday life."""

from images.art.cloth import applique, clip, cloth, line, place, quilt, shape, stitches
from images.art.outlines import bow, circle, polygon, rect
from kensite.demo.art.figures import house, microphone, person


def interview_from_home() -> str:
    """A window, a microphone, and a masked person on a tablet."""
    view = rect(110, 100, 400, 430)
    outside = (
        shape(view, "mist")
        + shape(circle(410, 200, 56), "gold")
        + place(house(120, 120, "blush", "verm", "honey"), 210, 500, 0.98)
        + place(house(120, 150, "pale", "leaf", "honey"), 410, 500, 0.9)
        + shape(rect(110, 496, 400, 40), "celadon")
    )
    screen = rect(966, 176, 324, 440, 10)
    caller = shape(screen, "mist") + shape(circle(1128, 360, 150), "honey")
    caller += place(person("bob", "ink", "rose", "leaf", mask=True), 1128, 618, 1.12)
    signal = "".join(bow(720, 300, r, r, 215, 325) for r in (160, 205, 250))
    return (
        cloth(0, 0, 1440, 700, 36, "dusk", 5)
        + clip(view, outside)
        + line("M310 100v430M110 290h400", "paper", 12)
        + line(view, "paper", 24)
        + stitches(view, "verm", 3)
        + applique(rect(80, 540, 460, 18, 6), "cream", 6, "verm")
        + quilt(rect(-20, 660, 1480, 170), (-20, 660, 1480, 170), 3, "ember", 4)
        + stitches(signal, "honey", 7, 0.95)
        + place(microphone("gold", "ink"), 720, 700, 1.3)
        + applique(rect(940, 150, 376, 510, 24), "paper", 10, "sky")
        + clip(screen, caller)
        + shape(circle(1128, 639, 10), "sky")
    )


def comic_of_a_child_at_the_gate() -> str:
    """Three panels: a school gate, a satchel, an empty identity card."""
    gate_panel = polygon([(36, 36), (640, 36), (560, 764), (36, 764)])
    bag_panel = polygon([(676, 36), (1164, 36), (1164, 376), (639, 376)])
    card_panel = polygon([(635, 412), (1164, 412), (1164, 764), (596, 764)])
    windows = "".join(
        shape(rect(x, y, 52, 46), "sky") for x in (176, 256, 336, 416) for y in (236, 320)
    )
    bars = "".join(f"M{x} 440V664" for x in range(176, 480, 38)) + "M150 470H480M150 640H480"
    gate = (
        cloth(36, 36, 610, 730, 17, "hanji", 4)
        + applique(rect(140, 200, 370, 400), "straw", 5)
        + applique(polygon([(116, 200), (325, 112), (534, 200)]), "leaf", 6)
        + windows
        + shape(rect(36, 664, 610, 120), "celadon")
        + line(bars, "ink", 11)
        + applique(rect(92, 400, 60, 264), "brick", 6)
        + applique(rect(470, 400, 60, 264), "brick", 6)
        + applique(rect(80, 384, 84, 20), "cream", 5, "brick")
        + applique(rect(458, 384, 84, 20), "cream", 5, "brick")
    )
    child = (
        line("M-26 -60V-4M26 -60V-4", "deep", 24)
        + applique("M-58 -50C-62 -150 -40 -186 0 -190C40 -186 62 -150 58 -50Z", "gold", 5)
        + applique(rect(-42, -168, 84, 92, 18), "verm", 5)
        + line("M-42 -118H42", "paper", 4)
        + shape("M-60 -232C-66 -330 66 -330 60 -232C54 -186 -54 -186 -60 -232Z", "ink")
    )
    bag = (
        line("M-64 -120C-64 -196 64 -196 64 -120", "brick", 18)
        + applique("M-120 130C-136 -60 -110 -130 0 -130S136 -60 120 130Z", "verm", 9)
        + applique(
            "M-116 -20C-110 -100 -70 -124 0 -124S110 -100 116 -20Q0 30 -116 -20Z", "coral", 7
        )
        + applique(rect(-66, 44, 132, 66, 12), "brick", 6)
        + applique(rect(-16, -22, 32, 46, 8), "gold", 4)
    )
    card = (
        applique(rect(-190, -118, 380, 236, 22), "paper", 8, "sky")
        + shape(rect(-190, -118, 380, 44, 10), "mist")
        + stitches(rect(-162, -50, 118, 142, 8), "indigo", 5, 1)
        + stitches("M-150 86C-146 40 -124 34 -103 34S-60 40 -56 86", "sky", 5, 1)
        + stitches(circle(-103, -4, 26), "sky", 5, 1)
        + stitches("M-10 -30H150M-10 18H150M-10 66H84", "sky", 7, 1)
    )
    panels = (
        (gate_panel, gate + place(child, 316, 746, 0.94)),
        (bag_panel, cloth(630, 30, 540, 350, 4, "field", 4) + place(bag, 908, 226)),
        (card_panel, cloth(590, 400, 580, 370, 28, "dusk", 4) + place(card, 890, 588, 1, -6)),
    )
    drawn = "".join(clip(frame, inside) + line(frame, "ink", 9) for frame, inside in panels)
    return shape(rect(0, 0, 1200, 800), "paper") + drawn


def hand_before_a_kiosk() -> str:
    """A wrinkled hand reaching for the screen of a kiosk."""
    colours = "mist sky mist denim sky mist denim mist sky mist gold mist"
    tiles = "".join(
        shape(rect(742 + i % 3 * 98, 132 + i // 3 * 86, 84, 72, 10), colour)
        for i, colour in enumerate(colours.split())
    )
    kiosk = (
        applique(rect(690, 60, 374, 780, 34), "paper", 10, "sky")
        + shape(rect(720, 108, 314, 388, 16), "ink")
        + tiles
        + applique(rect(790, 560, 174, 24, 12), "ink", 6)
        + applique(rect(740, 640, 274, 90, 14), "mist", 6, "indigo")
        + "".join(shape(circle(790 + i * 58, 685, 14), "indigo") for i in range(4))
    )
    fingers = "".join(
        line(f"M330 {y}H{x}", "ink", 57, "", 0.12) + line(f"M330 {y - 3}H{x}", "rose", 54)
        for x, y in ((448, 566), (462, 516), (458, 466))
    )
    hand = (
        shape("M190 392C270 372 330 384 380 400V590C320 606 260 600 190 580Z", "rose")
        + fingers
        + line("M340 424H606", "ink", 57, "", 0.12)
        + line("M340 418H606", "rose", 54)
        + line("M280 410C330 350 370 346 418 352", "rose", 48)
        + line("M592 404q16 8 14 22", "sand", 8)
        + line("M470 400q8 16 0 34M486 402q8 14 0 30M396 400q8 16 0 34", "tan", 5)
        + line("M380 452q10 10 0 26M250 440q14 40 0 90M268 446q12 34 0 76", "tan", 5)
    )
    sleeve = polygon([(-20, 420), (170, 366), (196, 606), (-20, 720)])
    cuff = polygon([(160, 356), (208, 350), (232, 608), (186, 620)])
    return (
        cloth(0, 0, 1200, 820, 26, "night", 5)
        + shape(circle(850, 330, 330), "sky", 0.28)
        + kiosk
        + hand
        + quilt(sleeve, (-20, 360, 220, 360), 4, "field", 3)
        + applique(cuff, "cream", 6, "verm")
        + stitches("M656 418C720 400 780 396 838 416", "verm", 8, 1)
    )
