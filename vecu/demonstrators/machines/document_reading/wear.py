"""What happens to sheets before they come to a counter: twelve ways, each drawn from a seed. Pure.

How much of each is our choice, made on another seed than the one that is shown.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray
from scipy import ndimage

from vecu.demonstrators.machines.document_reading.fields import Box
from vecu.demonstrators.machines.document_reading.png import Picture


@dataclass(frozen=True, slots=True)
class WornSheet:
    """A picture; `turn` maps places of the sheet, row and column, to places of the picture."""

    picture: Picture
    turn: NDArray[np.float64] = field(default_factory=lambda: np.eye(2))

    def place(self, box: Box) -> Box:
        """Return the box around a place of the sheet once it was turned about its middle."""
        left, top, width, height = box
        corners = np.array([(y, x) for y in (top, top + height) for x in (left, left + width)])
        middle = (np.array(self.picture.shape) - 1) / 2
        moved = (corners - middle) @ self.turn.T + middle
        (up, start), (down, end) = moved.min(axis=0), moved.max(axis=0)
        return round(start), round(up), round(end - start), round(down - up)


def _grid(picture: Picture) -> tuple[Picture, Picture]:
    rows, columns = np.indices(picture.shape)
    return rows / picture.shape[0], columns / picture.shape[1]


def _smooth(chance: Generator, shape: tuple[int, ...], width: float) -> Picture:
    """Return hills and valleys from -1 to 1, about `width` pixels wide."""
    coarse = chance.standard_normal([int(each / width) + 4 for each in shape])
    hills = ndimage.zoom(coarse, width, order=3)[: shape[0], : shape[1]]
    found: Picture = hills / np.abs(hills).max()
    return found


def _rotate(picture: Picture, degrees: float, outside: float) -> WornSheet:
    angle = np.deg2rad(degrees)
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    middle = (np.array(picture.shape) - 1) / 2
    turned = ndimage.affine_transform(
        picture, turn.T, middle - turn.T @ middle, order=1, cval=outside
    )
    return WornSheet(turned, turn)


def leave_clean(picture: Picture, _chance: Generator) -> WornSheet:
    """Scan it straight."""
    return WornSheet(picture)


def photocopy(picture: Picture, chance: Generator) -> WornSheet:
    """Copy it twice: ink spreads or breaks, specks appear."""
    for _ in range(2):
        blurred = ndimage.gaussian_filter(picture, 0.9)
        uneven = 0.06 * _smooth(chance, picture.shape, 40)
        picture = np.clip((blurred - 0.66 + uneven) * 3 + 0.5, 0, 1)
        picture = np.where(chance.random(picture.shape) < 0.0006, 0, picture)
    return WornSheet(picture)


def fade(picture: Picture, chance: Generator) -> WornSheet:
    """Print it with a worn ribbon: pale ink that is missing in stripes."""
    stripes = ndimage.gaussian_filter1d(chance.random(picture.shape[0]), 1.2)
    ink = 0.28 + 0.9 * (stripes - stripes.min())
    return WornSheet(0.95 - (1 - picture) * np.clip(ink, 0.1, 0.55)[:, None])


def scan_askew(picture: Picture, chance: Generator) -> WornSheet:
    """Lay it askew on the glass, by 2 to 4 degrees."""
    degrees = chance.uniform(2, 4) * chance.choice([-1, 1])
    return _rotate(picture, degrees, 0.8)


def scan_thin(picture: Picture, chance: Generator) -> WornSheet:
    """Scan a thin sheet askew: the back shows through."""
    back = ndimage.gaussian_filter(picture[:, ::-1], 1.5)
    seen = picture - 0.3 * (1 - np.roll(back, 21, axis=0))
    return _rotate(np.clip(seen, 0, 1), chance.uniform(-2, 2), 0.8)


def photograph_in_shadow(picture: Picture, chance: Generator) -> WornSheet:
    """Photograph it below a lamp: a hand's shadow, a slight turn."""
    worn = _rotate(ndimage.gaussian_filter(picture, 0.8), chance.uniform(-1.5, 1.5), 0.9)
    rows, columns = _grid(picture)
    edge = columns + 0.4 * rows + 0.1 * _smooth(chance, picture.shape, 200)
    light = 0.3 + 0.65 / (1 + np.exp(-(chance.uniform(0.95, 1.1) - edge) * 60))
    return WornSheet(worn.picture * light, worn.turn)


def photograph_in_motion(picture: Picture, chance: Generator) -> WornSheet:
    """Photograph it with a hand that moves."""
    length, angle = chance.uniform(4, 6.5), chance.uniform(0, np.pi)
    steps = np.linspace(-length / 2, length / 2, 9)
    moves = [(step * np.sin(angle), step * np.cos(angle)) for step in steps]
    moved = np.mean([ndimage.shift(picture, each, order=1, cval=1) for each in moves], axis=0)
    return WornSheet(0.12 + 0.75 * moved)


def crumple(picture: Picture, chance: Generator) -> WornSheet:
    """Take it out of a pocket: creases that bend lines and throw shade."""
    hills = _smooth(chance, picture.shape, 110)
    places = np.indices(picture.shape) + 6 * np.array([hills, _smooth(chance, picture.shape, 90)])
    bent = ndimage.map_coordinates(picture, places, order=1, cval=1)
    rows, columns = np.indices(picture.shape)
    light = np.full(picture.shape, 0.9)
    for _ in range(5):
        angle, edge = chance.uniform(0, np.pi), chance.uniform(0.1, 0.9, 2) * picture.shape
        away = (rows - edge[0]) * np.cos(angle) + (columns - edge[1]) * np.sin(angle)
        light += 0.05 * np.sign(away) * np.exp(-np.abs(away) / 400)
        light -= 0.45 * np.exp(-np.abs(away) / 2.5)
    return WornSheet(np.clip(bent * np.clip(light, 0.2, 1), 0, 1))


def spill(picture: Picture, chance: Generator) -> WornSheet:
    """Put a cup on the amounts, and wipe."""
    rows, columns = np.indices(picture.shape)
    middle = chance.uniform(380, 480), chance.uniform(1010, 1090)
    away = np.hypot(rows - middle[0], columns - middle[1])
    away += 6 * _smooth(chance, picture.shape, 60)
    ring = np.exp(-(((away - 95) / 9) ** 2))
    inside = 1 / (1 + np.exp((away - 95) / 4))
    smear = inside * (0.25 + 0.12 * _smooth(chance, picture.shape, 30))
    washed = 1 - (1 - picture) * (1 - 0.45 * inside)
    return WornSheet(np.clip(washed - 0.6 * ring - smear, 0, 1))


def fold(picture: Picture, chance: Generator) -> WornSheet:
    """Fold it across one row of amounts: a strip is lost, the edge throws shade."""
    row = 262 + 48 * int(chance.integers(2, 6)) + int(chance.integers(8, 20))
    lost = 5
    closed = np.vstack([picture[:row], picture[row + lost :], np.ones((lost, picture.shape[1]))])
    away = np.arange(len(picture)) - row
    shade = 0.5 * np.exp(-np.abs(away) / 5) + 0.15 * (away > 0) * np.exp(-away / 90)
    return WornSheet(np.clip(closed - shade[:, None], 0, 1))


def fax(picture: Picture, chance: Generator) -> WornSheet:
    """Fax it: half as many lines, black or white, a few of them lost."""
    height, width = picture.shape
    coarse = ndimage.zoom(picture, (0.5, 0.6), order=1)
    sent = coarse + 0.08 * chance.standard_normal(coarse.shape) > 0.62
    sent[chance.integers(0, len(sent), 5)] = True
    rows = np.minimum(np.arange(height) * len(sent) // height, len(sent) - 1)
    columns = np.arange(width) * sent.shape[1] // width
    return WornSheet(sent[rows][:, columns].astype(float))


def sign(picture: Picture, chance: Generator) -> WornSheet:
    """Tick it and sign it by pen, across the amounts."""
    ink = np.zeros_like(picture)
    along = np.linspace(0, 1, 4000)
    for start, size in ((chance.uniform(300, 380), 60), (chance.uniform(430, 520), 42)):
        left, turns = chance.uniform(880, 960), chance.uniform(5, 7)
        across = left + 230 * along + 26 * np.sin(2 * np.pi * turns * along)
        down = start + size * np.sin(2 * np.pi * (turns * along + 0.2)) * (1 - 0.6 * along)
        inside = (across < picture.shape[1] - 1) & (down < picture.shape[0] - 1)
        ink[down[inside].astype(int), across[inside].astype(int)] = 1
    pen = np.clip(ndimage.gaussian_filter(ndimage.grey_dilation(ink, 2), 0.7) * 1.6, 0, 1)
    return WornSheet(np.minimum(picture, 1 - 0.75 * pen))


WEAR: Mapping[str, tuple[Callable[[Picture, Generator], WornSheet], int]] = {
    "clean": (leave_clean, 4),
    "photocopied": (photocopy, 2),
    "faded": (fade, 4),
    "askew": (scan_askew, 4),
    "thin": (scan_thin, 4),
    "shadow": (photograph_in_shadow, 4),
    "moved": (photograph_in_motion, 4),
    "crumpled": (crumple, 4),
    "stained": (spill, 4),
    "folded": (fold, 4),
    "faxed": (fax, 1),
    "signed": (sign, 4),
}
"""What happened to each sheet, in their order, and how many bits a pixel keep it."""
