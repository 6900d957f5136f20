"""A synthetic survey from integer formulas, the same as in bench/oracles/sensitive.R.

480 people in 24 clusters of 3 strata answer a sensitive question, two lists and a direct question;
400 of them and 80 others answer in two waves.
"""

import ibis
import numpy as np
import pyarrow as pa

PEOPLE = 480


def people():
    """Return the people, one per row."""
    i = np.arange(PEOPLE)
    longer = (i * 53) % 97 < 48
    hidden = (i * 31) % 83 < 30
    return {
        "person": i,
        "stratum": i % 3,
        "cluster": i % 24,
        "weight": 1 + (i * 7) % 5 / 2,
        "yes": ((i * 37) % 101 < 40 + i % 24).astype(float),
        "longer": longer.astype(float),
        "longer_second": (~longer).astype(float),
        "direct": ((i * 29) % 89 < 20).astype(float),
        "first": ((i * 11) % 4 + longer * hidden).astype(float),
        "second": ((i * 17) % 5 + ~longer * hidden).astype(float),
    }


def survey():
    """Return the people as a table."""
    return ibis.memtable(pa.table(people()))


def waves():
    """Return the two waves as a table: a row for each person and wave."""
    rows: dict[str, list[np.ndarray]] = {
        name: [] for name in (*people(), "wave", "use", "odd", "age")
    }
    for wave, first, last, limit in ((1, 0, 400, 30), (2, 80, 480, 45)):
        for name, values in people().items():
            rows[name].append(values[first:last])
        i = np.arange(first, last)
        rows["wave"].append(np.full(len(i), wave))
        rows["use"].append(((i * 41) % 103 < limit).astype(float))
        rows["odd"].append(i % 2)
        rows["age"].append(i % 24)
    return ibis.memtable(pa.table({name: np.concatenate(each) for name, each in rows.items()}))


def wave_of_leavers():
    """Return both waves with the oracle's returning people, and without new ones."""
    i = np.arange(400)
    came = (i * 19) % 107 < 50 + 20 * (i % 2) + i % 24
    everybody = people()
    rows = {}
    for wave, who, limit in ((1, i, 30), (2, i[came], 45)):
        told = {name: values[who] for name, values in everybody.items()}
        told |= {"wave": np.full(len(who), wave), "odd": who % 2, "age": who % 24}
        told["use"] = ((who * 41) % 103 < limit).astype(float)
        rows[wave] = told
    return ibis.memtable(
        pa.table({name: np.concatenate([rows[1][name], rows[2][name]]) for name in rows[1]})
    )
