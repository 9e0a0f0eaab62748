"""Outlines: points, and the `d` of SVG paths drawn through them."""

import math
from collections.abc import Iterable

Point = tuple[float, float]
Polygon = list[Point]


def polygon(points: Iterable[Point]) -> str:
    """A closed outline through the points."""
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points) + "Z"


def rect(x: float, y: float, width: float, height: float, radius: float = 0) -> str:
    """A rectangle, its corners rounded by a radius."""
    r, across, down = radius, width - 2 * radius, height - 2 * radius
    return (
        f"M{x + r} {y}h{across}a{r} {r} 0 0 1 {r} {r}v{down}a{r} {r} 0 0 1 {-r} {r}"
        f"h{-across}a{r} {r} 0 0 1 {-r} {-r}v{-down}a{r} {r} 0 0 1 {r} {-r}Z"
    )


def ellipse(x: float, y: float, rx: float, ry: float) -> str:
    """An ellipse around its centre."""
    return f"M{x - rx} {y}a{rx} {ry} 0 1 0 {2 * rx} 0a{rx} {ry} 0 1 0 {-2 * rx} 0Z"


def circle(x: float, y: float, radius: float) -> str:
    """A circle around its centre."""
    return ellipse(x, y, radius, radius)


def around(x: float, y: float, rx: float, ry: float, degrees: float) -> Point:
    """The point of an ellipse at an angle, counted clockwise from the right."""
    angle = math.radians(degrees)
    return x + rx * math.cos(angle), y + ry * math.sin(angle)


def bow(x: float, y: float, rx: float, ry: float, start: float, end: float) -> str:
    """An open arc of an ellipse, clockwise."""
    (x1, y1), (x2, y2) = around(x, y, rx, ry, start), around(x, y, rx, ry, end)
    return f"M{x1:.1f} {y1:.1f}A{rx} {ry} 0 {int(end - start > 180)} 1 {x2:.1f} {y2:.1f}"


def bubble(x: float, y: float, width: float, height: float, tail: int = 1) -> str:
    """A speech bubble; its tail points down, to the left (1) or to the right (-1)."""
    r, floor = min(width, height) * 0.3, y + height
    foot = x + width / 2 - tail * width * 0.2
    return (
        f"M{x + r} {y}H{x + width - r}a{r} {r} 0 0 1 {r} {r}V{floor - r}a{r} {r} 0 0 1 {-r} {r}"
        f"H{foot + 26}L{foot - tail * 34} {floor + 46}L{foot - 26} {floor}"
        f"H{x + r}a{r} {r} 0 0 1 {-r} {-r}V{y + r}a{r} {r} 0 0 1 {r} {-r}Z"
    )
