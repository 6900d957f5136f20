"""From the sums of a pass to the stages of a design: sizes, sampling fractions, lonely PSUs."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from scipy import sparse

from vecu.stats.engine.aggregation import Codes, Floats, PsuTotals, distinct_rows, product_order
from vecu.stats.engine.design import Design, LonelyPsu
from vecu.stats.engine.variance import (
    ClusterVariance,
    ElementVariance,
    MultistageVariance,
    SamplingUnits,
)
from vecu.stats.errors import DesignRefused, LonelyPsuError
from vecu.translation import gettext_noop


def build_stages(cells: PsuTotals, design: Design) -> tuple[PsuTotals, MultistageVariance]:
    """Return the stages of a design, and the cells with the weights that follow from `fpc`.

    Refuses a single stratum, clusters in several strata, sizes that contradict each other, and
    lonely PSUs unless the design has a rule for them.
    """
    _check_strata(cells, design)
    if not design.ids:
        return _of_rows(cells, design)
    units, unit = distinct_rows(cells.stratum, cells.psu)
    _check_nested(units, cells, design)
    stratum = units[:, 0]
    size: Floats = _times(stratum, len(cells.strata))
    share, drawn = _shares(cells, design, 0, cells.stratum, size)
    groups = _strata(cells, design, size, share)
    if design.stages == 1:
        cells = _weighed(cells, design, drawn[cells.stratum])
        return cells, MultistageVariance(
            (ClusterVariance(_laid(cells, cells.scored, unit, len(units)), stratum, groups),)
        )
    inner, second = distinct_rows(unit, cells.ssu)
    within = inner[:, 0]
    inside: Floats = _times(within, len(units))
    share2, drawn2 = _shares(cells, design, 1, unit, inside)
    names = [f"{design.ids[0]} = {cells.psus[psu]}" for psu in units[:, 1]]
    nested = _groups(inside, share2, replace(design, lone=_inner_lone(design)), names)
    nested = replace(nested, scale=nested.scale * share[stratum])
    cells = _weighed(cells, design, drawn[cells.stratum] * drawn2[unit])
    first = ClusterVariance(_laid(cells, cells.scored, unit, len(units)), stratum, groups)
    inner_totals = _laid(cells, cells.scored, second, len(inner))
    return cells, MultistageVariance((first, ClusterVariance(inner_totals, within, nested)))


def _times(codes: Codes, kinds: int) -> Floats:
    times: Floats = np.bincount(codes, minlength=kinds).astype(np.float64)
    return times


def _inner_lone(design: Design) -> LonelyPsu:
    return LonelyPsu.REFUSE if design.lone is LonelyPsu.REFUSE else LonelyPsu.CERTAINTY


def _of_rows(cells: PsuTotals, design: Design) -> tuple[PsuTotals, MultistageVariance]:
    size: Floats = np.bincount(cells.stratum, cells.rows, len(cells.strata)).astype(np.float64)
    share, drawn = _shares(cells, design, 0, cells.stratum, size)
    groups = _strata(cells, design, size, share)
    cells = _weighed(cells, design, drawn[cells.stratum])
    count, kinds = cells.scored.shape[1], len(cells.labels) + 1
    block = np.zeros((kinds, count, count))
    scaled = cells.products * groups.scale[cells.stratum][:, np.newaxis]
    for index, (i, j) in enumerate(product_order(count)):
        np.add.at(block[:, i, j], cells.domain, scaled[:, index])
        block[:, j, i] = block[:, i, j]
    products = sparse.block_diag(list(block), format="csr") if count else sparse.csr_array((0, 0))
    sums = _laid(cells, cells.scored, cells.stratum, len(cells.strata))
    return cells, MultistageVariance((ElementVariance(sums, sparse.csr_array(products), groups),))


def _strata(cells: PsuTotals, design: Design, size: Floats, share: Floats) -> SamplingUnits:
    """Return the strata, with their members if a rule for lonely PSUs asks for them."""
    names = [f"{design.strata} = {name}" for name in cells.strata]
    groups = _groups(size, share, design, names)
    if groups.averaged is None and groups.centred.all():
        return groups
    return replace(groups, members=_laid(cells, cells.answering, cells.stratum, len(cells.strata)))


def _laid(cells: PsuTotals, values: Floats, unit: Codes, count: int) -> sparse.csr_array:
    """Return a row for each unit and a column for each statistic in each domain, the rest last."""
    width = values.shape[1]
    kinds = len(cells.labels) + 1
    domain = np.where(cells.domain < 0, kinds - 1, cells.domain)
    columns = domain[:, np.newaxis] * width + np.arange(width)
    order = np.argsort(unit, kind="stable")
    ends = np.cumsum(np.bincount(unit, minlength=count)) * width
    sorted_by_row = values[order].reshape(-1), columns[order].reshape(-1), np.r_[0, ends]
    return sparse.csr_array(sorted_by_row, shape=(count, kinds * width))


def _weighed(cells: PsuTotals, design: Design, drawn: Floats) -> PsuTotals:
    """Return the cells, weighted by population over sample size if only `fpc` gives weights."""
    if design.weights or not design.fpc:
        return cells
    each = 1 / drawn[:, np.newaxis]
    return replace(
        cells,
        scored=cells.scored * each,
        weighted=cells.weighted * each,
        products=cells.products * each**2,
    )


def _shares(
    cells: PsuTotals, design: Design, stage: int, group: Codes, size: Floats
) -> tuple[Floats, Floats]:
    """Return each group's sampling fraction, as population correction and as probability."""
    if not design.fpc:
        return np.zeros(len(size)), np.ones(len(size))
    name, given = design.fpc[stage], cells.fpc[:, stage]
    low, high = np.full(len(size), np.inf), np.full(len(size), -np.inf)
    np.minimum.at(low, group, given)
    np.maximum.at(high, group, given)
    if (low != high).any():
        worst = int(np.argmax(low != high))
        raise DesignRefused(
            gettext_noop(
                "fpc “%(column)s”: one size for all that were drawn together; found %(low)s and"
                " %(high)s. Mend the column."
            ),
            column=name,
            low=float(low[worst]),
            high=float(high[worst]),
        )
    if (cells.fpc <= 0).any() or ((cells.fpc < 1).any() and (cells.fpc > 1).any()):
        raise DesignRefused(
            gettext_noop(
                "fpc “%(column)s”: sizes from 1, or shares up to 1, in all rows and stages alike;"
                " found %(low)s to %(high)s. Mend the column."
            ),
            column=name,
            low=float(cells.fpc.min()),
            high=float(cells.fpc.max()),
        )
    share: Floats = size / low if (cells.fpc > 1).any() else low
    if (share > 1 + 1e-9).any():
        worst = int(np.argmax(share))
        raise DesignRefused(
            gettext_noop(
                "fpc “%(column)s”: nobody can draw more than there is; found %(drawn)s drawn from"
                " %(size)s. Mend the column, or name the right one."
            ),
            column=name,
            drawn=float(size[worst]),
            size=float(low[worst]),
        )
    return share, share


def _groups(size: Floats, share: Floats, design: Design, names: list[str]) -> SamplingUnits:
    scale = (1 - share) * size / np.maximum(size - 1, 1)
    scale[scale < 1e-7] = 0
    lone = (size == 1) & (scale > 0)
    centred = np.ones(len(size), dtype=bool)
    if lone.any():
        if design.lone is LonelyPsu.REFUSE:
            raise _lone_refused(lone, design, names)
        if design.lone is LonelyPsu.ADJUST:
            centred = ~lone
        else:
            scale[lone] = 0
    averaged = lone if lone.any() and design.lone is LonelyPsu.AVERAGE else None
    return SamplingUnits(size, scale, centred, averaged)


def _lone_refused(lone: Codes, design: Design, names: list[str]) -> LonelyPsuError:
    if not design.strata and len(lone) == 1:
        return LonelyPsuError(
            gettext_noop(
                "ids: a sample takes two clusters or rows at least; found one: nothing shows its"
                " error."
            )
        )
    return LonelyPsuError(
        gettext_noop(
            "strata: each holds two PSUs at least; %(count)s hold one (%(stratum)s). Merge strata,"
            " or say what a lone PSU stands for: lone = certainty, adjust or average."
        ),
        count=int(lone.sum()),
        stratum=names[int(np.argmax(lone))],
    )


def _check_strata(cells: PsuTotals, design: Design) -> None:
    if design.strata and len(cells.strata) == 1:
        raise DesignRefused(
            gettext_noop(
                "strata “%(column)s”: a design has two at least; each row holds %(stratum)s. Leave"
                " strata out, or name the right column."
            ),
            column=design.strata,
            stratum=cells.strata[0],
        )


def _check_nested(units: Codes, cells: PsuTotals, design: Design) -> None:
    if design.nest or not design.strata:
        return
    times = np.bincount(units[:, 1])
    if (times > 1).any():
        psu = int(np.argmax(times > 1))
        where = ", ".join(str(cells.strata[h]) for h in units[units[:, 1] == psu, 0][:3])
        raise DesignRefused(
            gettext_noop(
                "ids “%(column)s”: a cluster lies in one stratum; %(cluster)s is found in strata"
                " %(strata)s. If names begin anew in each stratum, say nest; else mend them."
            ),
            column=design.ids[0],
            cluster=cells.psus[psu],
            strata=where,
        )
