"""Pictures of people together."""

import math

from images.art.cloth import applique, clip, cloth, line, place, quilt, shape, stitches
from images.art.outlines import around, bow, bubble, circle, ellipse, polygon, rect
from kensite.demo.art.figures import lines_of_text, microphone, person


def headset() -> str:
    """A headset with its microphone, 220 wide, standing on the origin."""
    return (
        line(bow(0, -110, 96, 100, 180, 360), "ink", 20)
        + stitches(bow(0, -110, 96, 100, 180, 360), "straw", 3)
        + applique(rect(-120, -120, 44, 96, 20), "verm", 6)
        + applique(rect(76, -120, 44, 96, 20), "verm", 6)
        + line("M-98 -24C-98 4 -60 10 -26 4", "ink", 9)
        + shape(circle(-18, 2, 15), "ink")
    )


def online_workshop() -> str:
    """A screen of six participants, two speech bubbles, a headset."""
    people = (
        ("bob", "ink", "rose", "verm", "mist"),
        ("short", "brown", "tan", "leaf", "straw"),
        ("bun", "ink", "sand", "gold", "sky"),
        ("short", "umber", "sand", "indigo", "blush"),
        ("bun", "brown", "umber", "coral", "pale"),
        ("bob", "brown", "rose", "plum", "honey"),
    )
    tiles = []
    for i, (hair, hair_colour, skin, dress, ground) in enumerate(people):
        x, y = 336 + i % 3 * 260, 92 + i // 3 * 246
        tile = rect(x, y, 248, 232, 12)
        bust = place(person(hair, hair_colour, skin, dress), x + 124, y + 232, 0.6, flip=i % 2 > 0)
        tiles.append(clip(tile, shape(tile, ground) + bust) + line(tile, "paper", 3, "", 0.5))
    speaking = stitches(rect(596, 92, 248, 232, 12), "verm", 7, 1)
    talk = applique(bubble(96, 150, 200, 140, -1), "verm", 8)
    reply = applique(bubble(1148, 236, 200, 140), "gold", 8)
    return (
        cloth(0, 0, 1440, 810, 14, "dawn", 5)
        + quilt(rect(-20, 690, 1480, 140), (-20, 690, 1480, 140), 4, "sea", 4)
        + applique(polygon([(650, 600), (790, 600), (820, 716), (620, 716)]), "night", 6)
        + applique(rect(560, 708, 320, 16, 8), "night", 6)
        + applique(rect(312, 68, 816, 530, 20), "ink", 10)
        + "".join(tiles)
        + speaking
        + talk
        + lines_of_text(134, 196, (124, 124, 70), "paper", 10)
        + reply
        + "".join(shape(circle(x, 306, 15), "ink") for x in (1198, 1248, 1298))
        + place(headset(), 1290, 706, 1.02)
    )


def conference_of_many_voices() -> str:
    """A lectern, an audience, speech bubbles of many colours."""
    bubbles = (
        (64, 90, 230, 150, -1, "verm"),
        (330, 50, 170, 112, -1, "celadon"),
        (150, 300, 190, 124, -1, "gold"),
        (906, 90, 230, 150, 1, "indigo"),
        (706, 50, 170, 112, 1, "coral"),
        (860, 300, 190, 124, 1, "plum"),
    )
    voices = "".join(
        applique(bubble(x, y, w, h, tail), colour, 7)
        + lines_of_text(x + w * 0.2, y + h * 0.32, (w * 0.6, w * 0.6, w * 0.34), "paper", h * 0.075)
        for x, y, w, h, tail, colour in bubbles
    )
    lectern = (
        applique(polygon([(500, 450), (700, 450), (670, 760), (530, 760)]), "deep", 8)
        + applique(polygon([(470, 400), (730, 400), (710, 446), (490, 446)]), "gold", 6, "brick")
        + place(microphone("ink", "straw"), 600, 398, 0.62)
        + quilt(circle(600, 590, 58), (542, 532, 116, 116), 6, "glow", 3)
    )
    heads = (
        (90, "ink", "verm"),
        (262, "umber", "straw"),
        (432, "brown", "celadon"),
        (768, "ink", "gold"),
        (938, "brown", "sky"),
        (1110, "umber", "coral"),
    )
    shoulders = "M-92 0C-92 -100 -46 -124 0 -124S92 -100 92 0Z"
    audience = "".join(
        place(applique(shoulders, dress, 5) + shape(circle(0, -180, 56), hair), x, 840)
        for x, hair, dress in heads
    )
    return cloth(0, 0, 1200, 820, 90, "hanji", 5) + voices + lectern + audience


def branch() -> str:
    """A branch up from the origin, 420 tall, bent to the right, with eight pairs of leaves."""
    parts = [line("M0 0C-110 -120 -120 -290 0 -420", "forest", 9)]
    for i in range(8):
        t = 0.1 + 0.86 * i / 7
        x = 3 * (1 - t) ** 2 * t * -110 + 3 * (1 - t) * t * t * -120
        y = 3 * (1 - t) ** 2 * t * -120 + 3 * (1 - t) * t * t * -290 + t**3 * -420
        lean = -40 + 85 * t
        for turn in (lean - 52, lean + 52):
            leaf = "M0 0C-34 -30 -26 -78 0 -100C26 -78 34 -30 0 0Z"
            piece = applique(leaf, "leaf" if turn < lean else "celadon", 3)
            parts.append(place(piece, x, y, 0.86 - 0.3 * t, turn))
    return "".join(parts)


def ballot_on_a_round_table() -> str:
    """A ballot box on a round table between two leafy branches."""
    back = "".join(
        place(applique(rect(-44, -96, 88, 120, 26), colour, 6), *around(600, 570, 430, 110, turn))
        for turn, colour in (
            (196, "verm"),
            (222, "celadon"),
            (248, "gold"),
            (292, "coral"),
            (318, "leaf"),
            (344, "sky"),
        )
    )
    front = "".join(
        place(applique(rect(-58, -70, 116, 150, 34), colour, 7), *around(600, 640, 440, 110, turn))
        for turn, colour in ((138, "plum"), (108, "gold"), (72, "verm"), (42, "celadon"))
    )
    ballot = (
        applique(rect(-70, -130, 140, 170, 4), "paper", 5, "sky")
        + line(rect(-44, -102, 34, 34, 4), "indigo", 5)
        + line("M-38 -88L-28 -76L-8 -106", "verm", 9)
        + lines_of_text(6, -86, (40,), "sky", 8)
    )
    box = (
        place(ballot, 600, 300, 1, 5)
        + applique(polygon([(476, 330), (724, 330), (744, 364), (456, 364)]), "deep", 6)
        + line("M520 346H680", "ink", 11)
        + quilt(rect(466, 370, 268, 176), (466, 370, 268, 176), 9, "ember", 3)
        + applique(circle(600, 458, 40), "gold", 6, "brick")
        + line("M582 458L596 474L622 442", "paper", 10)
    )
    top = ellipse(600, 560, 420, 124)
    return (
        cloth(0, 0, 1200, 820, 83, "hanji", 5)
        + shape(circle(600, 360, 300), "straw", 0.75)
        + stitches(circle(600, 360, 276), "amber", 4, 0.9)
        + place(branch(), 250, 560, 1.16)
        + place(branch(), 950, 560, 1.16, flip=True)
        + back
        + applique(ellipse(600, 592, 420, 124), "night", 4)
        + quilt(top, (180, 436, 840, 250), 12, "dusk", 4)
        + box
        + front
    )


def from_above(hair_colour: str, dress: str) -> str:
    """Somebody seated, seen from above, facing up."""
    return applique(ellipse(0, 0, 46, 25), dress, 5) + shape(circle(0, -6, 25), hair_colour)


def circle_of_chairs() -> str:
    """Chairs around a rug of notes, seen from above."""
    seats = ("verm", "gold", "celadon", "indigo", "coral", "leaf", "sky")
    sitters = {
        0: ("ink", "straw"),
        1: ("brown", "plum"),
        3: ("umber", "verm"),
        4: ("ink", "gold"),
        5: ("brown", "deep"),
        7: ("ink", "leaf"),
        8: ("umber", "coral"),
        10: ("brown", "mist"),
        11: ("ink", "amber"),
        12: ("ink", "celadon"),
    }
    chairs = []
    for i in range(14):
        turn = i * 360 / 14 + 90
        x, y = around(600, 400, 448, 308, turn)
        facing = math.degrees(math.atan2(400 - y, 600 - x)) + 90
        chair = applique(rect(-40, -36, 80, 72, 16), seats[i % 7], 6)
        chair += applique(rect(-42, 36, 84, 12, 6), "brown", 4)
        if i in sitters:
            chair += from_above(*sitters[i])
        chairs.append(place(chair, x, y, 1.16, facing))
    notes = (
        (470, 330, -14, "paper"),
        (590, 290, 6, "honey"),
        (720, 340, 16, "paper"),
        (520, 470, 10, "blush"),
        (650, 440, -8, "mist"),
        (740, 480, -20, "paper"),
        (410, 420, 22, "jade"),
    )
    papers = "".join(
        place(
            applique(rect(-40, -50, 80, 100, 3), colour, 4, "sky")
            + lines_of_text(-26, -28, (52, 52, 30), "indigo", 6),
            x,
            y,
            1,
            turn,
        )
        for x, y, turn, colour in notes
    )
    rug = ellipse(600, 400, 330, 214)
    return (
        cloth(0, 0, 1200, 800, 44, "spring", 5)
        + quilt(rug, (260, 180, 680, 440), 10, "dusk", 5)
        + stitches(ellipse(600, 400, 306, 190), "honey", 5, 0.9)
        + papers
        + "".join(chairs)
    )
