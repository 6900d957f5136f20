"""One engine's estimates in a separate process: `python bench/_survey_engines.py ENGINE FILE`.

Prints the seconds of one estimate by 8 domains (minimum of several, warm), for ours also of 24
items, and the peak memory of the process.
"""

import json
import sys
import time
from pathlib import Path

KEYS = "SELECT stratum, psu, domain,"
ITEMS = [f"item{number}" for number in range(1, 25)]


def least(work, times):
    """Return the least wall and processor seconds."""
    return least_of([timed(work) for _time in range(times)])


def by_turns(one, other, times):
    """Return the minimum seconds of two alternating functions: noise affects both alike."""
    found = [(timed(one), timed(other)) for _time in range(times)]
    return [least_of(each) for each in zip(*found, strict=True)]


def timed(work):
    wall, processor = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - wall, time.process_time() - processor


def least_of(found):
    walls, processors = zip(*found, strict=True)
    return min(walls), min(processors)


def group_by(file, times):
    """Compute plain means by the same keys, without weights or errors: the lower bound."""
    import duckdb

    connection = duckdb.connect()

    def work():
        for column in ("hours", "uses"):
            query = f"{KEYS} avg({column}) FROM '{file}' GROUP BY 1, 2, 3"
            connection.sql(query).to_arrow_table()

    return {"estimates": least(work, times)}


def time_vecu(file, times):
    import ibis

    from vecu import stats

    table = ibis.duckdb.connect().read_parquet(file)
    design = stats.Design(ids="psu", strata="stratum", weights="weight")

    def work():
        both = [stats.Mean("hours"), stats.Proportion("uses", 1)]
        stats.estimate(table, design, both, by="domain")

    found = {"estimates": least(work, times)}
    found["memory"] = (memory(), 0)

    def share(items):
        return lambda: stats.proportion(table, design, items, level=1, by="domain")

    found["item"], found["items"] = by_turns(share("item1"), share(ITEMS), 2 * times)
    return found


def hand(file, times):
    """Run a hand-written query for one column without missing values."""
    import duckdb
    import numpy as np

    connection = duckdb.connect()

    def estimate():
        query = f"""
            {KEYS} sum(weight) AS w, sum(weight * hours) AS hours, sum(weight * uses) AS uses
            FROM '{file}' GROUP BY 1, 2, 3
        """
        found = connection.sql(query).fetchnumpy()
        domain, w = found["domain"].astype(int), found["w"].astype(float)
        psus, place = np.unique(found["psu"].astype(int), return_inverse=True)
        stratum = np.zeros(len(psus), dtype=int)
        stratum[place] = found["stratum"].astype(int)
        n = np.bincount(stratum)
        size = np.bincount(domain, w)
        rest = w, domain, size, place, stratum, n
        return [errors(found[name].astype(float), *rest) for name in ("hours", "uses")]

    def errors(wy, w, domain, size, place, stratum, n):
        share = np.bincount(domain, wy) / size
        laid = np.zeros((len(stratum), len(size)))
        laid[place, domain] = (wy - share[domain] * w) / size[domain]
        means = np.zeros((len(n), len(size)))
        np.add.at(means, stratum, laid)
        off = (laid - (means / n[:, None])[stratum]) ** 2
        return share, np.sqrt((off * (n / (n - 1))[stratum][:, None]).sum(axis=0))

    return {"estimates": least(estimate, times)}


def svy(file, times):
    import polars
    import svy as library

    names = ["stratum", "psu", "domain", "weight", "hours", "uses"]
    data = polars.read_parquet(file, columns=names)
    sample = library.Sample(data, library.Design(stratum="stratum", psu="psu", wgt="weight"))

    def work():
        sample.estimation.mean("hours", by="domain")
        sample.estimation.prop("uses", by="domain")

    return {"estimates": least(work, times)}


def memory():
    """Return the peak memory of this process in megabytes.

    Not `ru_maxrss`, which starts at the value of the parent process.
    """
    told = Path("/proc/self/status").read_text()
    return int(told.partition("VmHWM:")[2].split()[0]) / 1024


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    engine, file, times = sys.argv[1:]
    found = {"group_by": group_by, "ours": time_vecu, "hand": hand, "svy": svy}[engine](
        file, int(times)
    )
    print(json.dumps({"memory": (memory(), 0)} | found))
