"""The square marks of the organisations."""

from images.art.cloth import applique, cloth, line, place, quilt, shape
from images.art.outlines import around, circle, polygon, rect
from kensite.demo.art.figures import lantern


def mark_of_a_shelter() -> str:
    """A house."""
    return (
        cloth(0, 0, 800, 800, 2, "ember", 2)
        + quilt(rect(210, 390, 380, 290), (210, 390, 380, 290), 8, "snow", 2)
        + applique(polygon([(140, 390), (400, 150), (660, 390)]), "deep", 16)
        + applique("M330 680V540A70 70 0 0 1 470 540V680Z", "gold", 8)
    )


def mark_of_a_lantern() -> str:
    """A shining lantern."""
    rays = "".join(
        "M{:.0f} {:.0f}L{:.0f} {:.0f}".format(
            *around(400, 400, 290, 290, turn), *around(400, 400, 345, 345, turn)
        )
        for turn in range(0, 360, 30)
    )
    return (
        cloth(0, 0, 800, 800, 6, "dusk", 2)
        + line(rays, "honey", 16)
        + shape(circle(400, 400, 250), "honey", 0.3)
        + place(lantern(4), 400, 138, 2.05)
    )


def mark_of_two_joined_patches() -> str:
    """Two patches sharing a third."""
    return (
        cloth(0, 0, 800, 800, 3, "hanji", 1)
        + applique(rect(120, 120, 370, 370), "indigo", 14)
        + applique(rect(310, 310, 370, 370), "verm", 14)
        + applique(rect(310, 310, 180, 180), "gold", 14)
    )


def mark_of_a_river() -> str:
    """A river between green banks."""
    river = "M470 -20C250 120 260 260 420 360S560 620 300 820H580C770 640 710 470 560 350"
    river += "S470 120 660 -20Z"
    return (
        cloth(0, 0, 800, 800, 5, "field", 3)
        + quilt(river, (230, -20, 520, 840), 4, "stream", 3)
        + line("M530 -20C310 130 330 255 462 357S600 620 380 820", "indigo", 10, "150 70", 0.8)
        + line(
            "M596 -20C380 125 400 252 515 354S660 630 480 820", "indigo", 10, "90 60 190 80", 0.8
        )
        + applique(circle(180, 200, 84), "gold", 12)
    )
