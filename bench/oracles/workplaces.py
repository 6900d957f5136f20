"""Makes the sample that estimates are checked on: `python -m bench.oracles.workplaces`.

Workplaces in three regions (strata), of each some sites (clusters), in each site some teams, in
each team some people. Everything is drawn from one seed, so that the file can be made again.
Nothing in it is about anybody.
"""

import csv
import random
from collections import Counter
from pathlib import Path

HERE = Path(__file__).parent
SITES = {"north": (5, 40), "south": (4, 25), "west": (6, 60)}


def people():
    random.seed(20251124)
    for region, (drawn, there) in SITES.items():
        for site in range(1, drawn + 1):
            teams = random.randint(3, 7)
            mood = random.gauss(0, 3)
            for team in sorted(random.sample(range(1, teams + 1), random.randint(2, 3))):
                for _person in range(random.randint(2, 5)):
                    yield person(region, site, team, there, teams, mood)


def person(region, site, team, there, teams, mood):
    sector = random.choice(["care", "care", "office", "plant"])
    uses = random.random() < {"care": 0.35, "office": 0.7, "plant": 0.2}[sector]
    hours = round(34 + mood + (4 if uses else 0) + random.gauss(0, 5), 1)
    return {
        "region": region,
        "site": f"{region[0]}{site}",
        "place": site,
        "team": team,
        "sites": there,
        "teams": teams,
        "weight": round(there / 5 * teams / 2 * random.uniform(0.8, 1.25), 3),
        "sector": sector if random.random() > 0.04 else "",
        "age": random.choice(["under 40", "40 and over"]),
        "uses": "" if random.random() < 0.06 else int(uses),
        "hours": "" if random.random() < 0.08 else hours,
        "overtime": round(max(0.0, random.gauss(3, 2)), 1),
        "people": random.randint(5, 60),
    }


def main():
    rows = list(people())
    interviewed = Counter(row["region"] for row in rows)
    for row in rows:
        row["population"] = 20 * interviewed[row["region"]]
        row["all_sites"] = sum(there for _drawn, there in SITES.values())
    with (HERE / "workplaces.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


if __name__ == "__main__":
    main()
