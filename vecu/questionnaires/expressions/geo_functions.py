"""Geographic functions: points as "latitude longitude altitude accuracy", shapes joined by ;.

Nothing here raises: invalid places give NaN, or false for a boolean.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from itertools import combinations, pairwise
from typing import NamedTuple

from vecu.questionnaires.expressions.coercion import (
    Value,
    XPathType,
    iter_values,
    parse_number,
    to_string,
)
from vecu.questionnaires.expressions.math_functions import round_half_up
from vecu.questionnaires.expressions.registry import register_function

RADIUS = 6_378_100.0
"""The equatorial radius of the Earth in metres, as in both of ODK's engines."""
MAX_POINTS = 2_000
"""Points of one shape; a longer one is invalid."""
MAX_CROSSED = 200
"""Points of a line that is tested for crossings, each side against each other."""


class Point(NamedTuple):
    """Degrees north of the equator and east of Greenwich."""

    latitude: float
    longitude: float


def parse_points(values: Iterable[Value]) -> list[Point] | None:
    """Parse points from nodes or texts, None if any of them is no place on Earth."""
    texts = [part for value in iter_values(values) for part in to_string(value).strip().split(";")]
    if texts and not texts[-1].strip():
        texts.pop()  # a shape may end with its separator
    points = [_point(text) for text in texts[: MAX_POINTS + 1]]
    known = [point for point in points if point is not None]
    return known if 0 < len(known) == len(points) <= MAX_POINTS else None


def _point(text: str) -> Point | None:
    numbers = [parse_number(part) for part in text.split()]
    if not 2 <= len(numbers) <= 4 or any(map(math.isnan, numbers)):
        return None
    latitude, longitude = numbers[:2]
    return Point(latitude, longitude) if abs(latitude) <= 90 and abs(longitude) <= 180 else None


@register_function("distance", "value value*", XPathType.NUMBER)
def _distance(*values: Value) -> float:
    """Return metres along great circles, by the spherical law of cosines, to the centimetre."""
    points = parse_points(values)
    if points is None:
        return math.nan
    return _centimetres(RADIUS * sum(_angle(start, end) for start, end in pairwise(points)))


def _angle(start: Point, end: Point) -> float:
    one, other = math.radians(start.latitude), math.radians(end.latitude)
    apart = math.radians(start.longitude - end.longitude)
    cosine = math.sin(one) * math.sin(other) + math.cos(one) * math.cos(other) * math.cos(apart)
    return math.acos(max(-1.0, min(1.0, cosine)))


@register_function("area", "value", XPathType.NUMBER)
def _area(value: Value) -> float:
    """Return square metres: the trapezoids between a shape's sides and a parallel; it is closed."""
    points = parse_points([value])
    if points is None:
        return math.nan
    if len(points) < 3:
        return 0.0
    total = sum(
        math.radians(end.longitude - start.longitude)
        * (2 + math.sin(math.radians(start.latitude)) + math.sin(math.radians(end.latitude)))
        for start, end in pairwise([*points, points[0]])
    )
    return _centimetres(abs(total * RADIUS * RADIUS / 2))


def _centimetres(number: float) -> float:
    return round_half_up(number * 100) / 100


@register_function("geofence", "string value", XPathType.BOOLEAN)
def _geofence(place: str, shape: Value) -> bool:
    """Return whether a point is inside a shape: a ray from it crosses an odd number of sides.

    W. R. Franklin's PNPOLY, which the specification names; degrees are treated as planar.
    """
    point, fence = _point(place), parse_points([shape])
    if point is None or fence is None or len(fence) < 3:
        return False
    inside = False
    for start, end in pairwise([*fence, fence[0]]):
        if (start.latitude > point.latitude) != (end.latitude > point.latitude):
            share = (point.latitude - start.latitude) / (end.latitude - start.latitude)
            crossing = start.longitude + share * (end.longitude - start.longitude)
            inside ^= point.longitude < crossing
    return inside


@register_function("intersects", "value", XPathType.BOOLEAN)
def _intersects(value: Value) -> bool:
    """Return whether a line or shape crosses or touches itself; neighbours share their corner."""
    points = parse_points([value])
    if points is None or len(points) > MAX_CROSSED:
        return False
    sides = [(start, end) for start, end in pairwise(points) if start != end]
    closed = len(sides) > 2 and sides[0][0] == sides[-1][1]
    for (index, one), (other_index, other) in combinations(enumerate(sides), 2):
        if other_index == index + 1:
            meet = _folds(*one, other[1])
        elif closed and index == 0 and other_index == len(sides) - 1:
            meet = _folds(*other, one[1])
        else:
            meet = _meet(one, other)
        if meet:
            return True
    return False


def _turn(one: Point, two: Point, three: Point) -> int:
    """Return on which side of the line through two points a third one is: 1, -1, or 0 on it."""
    value = (two.latitude - one.latitude) * (three.longitude - one.longitude) - (
        two.longitude - one.longitude
    ) * (three.latitude - one.latitude)
    return (value > 0) - (value < 0)


def _between(start: Point, end: Point, point: Point) -> bool:
    return min(start.latitude, end.latitude) <= point.latitude <= max(
        start.latitude, end.latitude
    ) and min(start.longitude, end.longitude) <= point.longitude <= max(
        start.longitude, end.longitude
    )


def _folds(start: Point, corner: Point, end: Point) -> bool:
    """Return whether a line goes back over itself at a corner."""
    if _turn(start, corner, end):
        return False
    return _between(start, corner, end) or _between(corner, end, start)


def _meet(one: tuple[Point, Point], other: tuple[Point, Point]) -> bool:
    turns = [_turn(*one, other[0]), _turn(*one, other[1])]
    back = [_turn(*other, one[0]), _turn(*other, one[1])]
    if turns[0] != turns[1] and back[0] != back[1]:
        return True
    touching = [not turn and _between(*one, end) for turn, end in zip(turns, other, strict=True)]
    return any(touching) or any(
        not turn and _between(*other, end) for turn, end in zip(back, one, strict=True)
    )
