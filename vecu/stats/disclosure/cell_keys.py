"""Public counts of people, each changed at random by a few: the cell key method.

A random number for each record, the record key, is derived from a secret; the keys of all records
that a cell counts are added, and their sum decides by how many people the cell's count is changed.
The same people in the same extract so have the same noise in every table, and whoever adds and
subtracts published figures meets noise of each.

B. Fraser and J. Wooton, A proposed method for confidentialising tabular output to protect against
differencing (UNECE, 2006), as the Australian and British censuses use it. Keys are whole numbers
here: sums of fractions would depend on their order. The noise is that of greatest entropy on −6 to
6 with mean 0 and variance 5 (J. K. Marley and V. L. Leaver, 2011); its numbers are R's, of ptable
0.3.3, and stored, so that no library ever changes a figure.
"""

import hmac
from collections.abc import Sequence
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

Counts = NDArray[np.int64]

THRESHOLD = 11
"""The least count that is published, and the people by whom an extract grows."""
BASE = 5
"""Published counts are multiples of this."""
MOST_NOISE = 6
FEW = 10
"""Stands for “10 or fewer”: any count that is not shown. Shown ones are 15, 20, 25 and so on."""
NOISE_VARIANCE = 5
PTABLE = (
    23608943, 91664515, 253492333, 570920163, 1084536890, 1770081394, 2524885901, 3210430405,
    3724047132, 4041474962, 4203302780, 4271358352, 4294967296,
)  # fmt: skip
"""How often, in 2^32, the noise is at most −6, at most −5, … at most 6."""


def derive_study_key(secret: bytes, study: UUID) -> bytes:
    """Return the key of a study, of which all its record and cell keys are made."""
    return _hash(secret, f"cells {study}")


def make_record_key(study_key: bytes, record: UUID) -> int:
    """Return the key of one record, from 0 to 2^64 − 1."""
    return int.from_bytes(_hash(study_key, f"record {record}")[:8])


def make_cell_key(study_key: bytes, extract: int, total: int) -> int:
    """Return the key of a cell, from 0 to 2^32 − 1; `total` are its record keys, added modulo 2^64.

    The sum is hashed again, or the noise of a whole would follow from that of its parts. Each
    extract has keys of its own, or a changed figure would prove that somebody joined the cell.
    """
    return int.from_bytes(_hash(study_key, f"cell {extract} {total % 2**64}")[:4])


def get_noise(cell_key: int) -> int:
    """Return by how many people the count of a cell with this key is changed."""
    return int(np.searchsorted(PTABLE, cell_key, side="right")) - MOST_NOISE


def draw_noise(study_key: bytes, extract: int, totals: NDArray[np.uint64]) -> Counts:
    """Return the noise of each cell; `totals` are the added record keys, of any shape."""
    drawn = [get_noise(make_cell_key(study_key, extract, int(total))) for total in totals.flat]
    return np.array(drawn, dtype=np.int64).reshape(totals.shape)


def spread_noise(counts: Sequence[int], noise: Sequence[int], of_base: int) -> list[int]:
    """Return the noise of rows that divide a base, changed so that it adds up to the base's own.

    Otherwise the rows of many questions with one base would, averaged, give its exact count away.
    The difference is spread one by one, the largest row first; nobody is in an empty row, so it
    takes no part.
    """
    order = sorted(range(len(counts)), key=lambda row: -counts[row])
    order = [row for row in order if counts[row]]
    spread = [value if count else 0 for count, value in zip(counts, noise, strict=True)]
    if not order:
        return spread
    difference = of_base - sum(spread)
    step, (rounds, rest) = (1 if difference > 0 else -1), divmod(abs(difference), len(order))
    for index, row in enumerate(order):
        spread[row] += step * (rounds + (index < rest))
    return spread


def show_count(count: int, noise: int, most: int) -> int:
    """Return a count as it is published, `FEW` for “10 or fewer”.

    `most` is what is shown of its base: no part is shown above its whole, none where that is not.
    """
    shown = (count + noise + BASE // 2) // BASE * BASE
    return FEW if count < THRESHOLD or shown <= FEW or most <= FEW else min(shown, most)


def round_count(counts: Counts) -> Counts:
    """Return counts rounded to the nearest multiple of `BASE`."""
    return (counts + BASE // 2) // BASE * BASE


def _hash(key: bytes, message: str) -> bytes:
    return hmac.digest(key, message.encode(), "sha256")
