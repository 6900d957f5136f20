"""Agreement on each code separately: whether a text has the code, by each coder.

One text may have several codes, so there is no figure for a whole codebook: a common code on which
all agree would hide a rare one that everybody understands differently.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from vecu.stats.agreement.kappa import ac1_from_units, share_agreeing
from vecu.stats.agreement.krippendorff import alpha_from_units
from vecu.stats.agreement.rating_patterns import Units
from vecu.stats.agreement.results import Agreement

NOT_JUDGED = -1

Presence = npt.NDArray[np.int8]
"""Coders × units × codes: 1 where a coder used the code, 0 where not, −1 where they did not judge
the unit or the code is not for it. A machine is one more coder."""

_ABSENT_PRESENT = np.array([0.0, 1.0])


@dataclass(frozen=True, slots=True)
class CodeAgreement:
    """The agreement of all coders on one code.

    `percent` is a share of pairs, chance included, to be shown beside alpha and never alone.
    `disputed` units have the code for some coders and not for others. `judged` and `used` give for
    each coder, in order, how many units they judged and on how many of these they used the code.
    """

    alpha: Agreement
    ac1: Agreement
    percent: float | None
    disputed: int
    judged: tuple[int, ...]
    used: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class CoderAgreement:
    """The agreement of one coder with the others on one code, as alpha.

    `with_each` of the others, by index; `among_others` is the agreement of these without the coder.
    A machine that agrees with people as well as people agree with each other has similar values in
    both.
    """

    with_each: Mapping[int, Agreement]
    among_others: Agreement


def agreement_by_code(presence: Presence, *, chance: int) -> tuple[CodeAgreement, ...]:
    """Return the agreement of coders on each code.

    The result for a code depends on its own data and on `chance` only.
    """
    _check(presence)
    judged, used = (presence > NOT_JUDGED).sum(axis=1), (presence == 1).sum(axis=1)
    return tuple(
        _of_code(units, judged[:, code], used[:, code], chance)
        for code, units in enumerate(_units_by_code(presence))
    )


def coder_agreement(presence: Presence, coder: int, *, chance: int) -> tuple[CoderAgreement, ...]:
    """Return the agreement of one coder with each of the others, for each code."""
    _check(presence)
    others = [other for other in range(len(presence)) if other != coder]
    if len(others) == len(presence):
        message = f"There is no coder {coder} among {len(presence)}, counted from 0."
        raise ValueError(message)
    pairs = {other: _alphas(presence[[coder, other]], chance) for other in others}
    among = _alphas(presence[others], chance)
    return tuple(
        CoderAgreement({other: pairs[other][code] for other in others}, alpha)
        for code, alpha in enumerate(among)
    )


def _check(presence: Presence) -> None:
    if presence.ndim != 3 or not np.isin(presence, (NOT_JUDGED, 0, 1)).all():
        message = "Presence is an array of coders, units and codes that holds 1, 0 and -1 only."
        raise ValueError(message)


def _of_code(
    units: Units, judged: npt.NDArray[np.intp], used: npt.NDArray[np.intp], chance: int
) -> CodeAgreement:
    paired = units.only_pairable()
    agreeing = float(share_agreeing(paired) @ paired.times)
    return CodeAgreement(
        alpha=alpha_from_units(units, chance=chance),
        ac1=ac1_from_units(units, 2, chance=chance),
        percent=agreeing / units.pairable if units.pairable else None,
        disputed=units.disputed,
        judged=tuple(judged.tolist()),
        used=tuple(used.tolist()),
    )


def _alphas(presence: Presence, chance: int) -> list[Agreement]:
    return [alpha_from_units(units, chance=chance) for units in _units_by_code(presence)]


def _units_by_code(presence: Presence) -> Iterator[Units]:
    """Count the units of each code by how many coders judged and how many of these used it."""
    coders, _, codes = presence.shape
    judged = presence > NOT_JUDGED
    patterns = judged.sum(axis=0) * (coders + 1) + (presence == 1).sum(axis=0)
    active = judged.any(axis=1).sum(axis=0)
    for code in range(codes):
        times = np.bincount(patterns[:, code], minlength=(coders + 1) ** 2)
        times[0] = 0  # judged by nobody
        seen = np.flatnonzero(times)
        size, used = np.divmod(seen, coders + 1)
        counts = np.column_stack([size - used, used]).astype(np.float64)
        yield Units(
            counts=counts,
            times=times[seen].astype(np.float64),
            values=_ABSENT_PRESENT,
            coders=int(active[code]),
            judged=int(times.sum()),
        )
