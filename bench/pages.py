"""`./run bench pages`: size and speed of respondents' pages, and testimonies per second.

"An answered page" is what Continue sends: validated, on disk, and redirected (`p50_ms`, `p99_ms`);
`next_page_` includes reading the next page. Eight respondents press it as fast as pages come, which
queues for the processors; `paced_` are the same eight when each reads a page for 0.1 to 0.3
seconds, still far faster than anybody. A testimony counts when it has been validated in full, is on
disk and the thank-you page was sent.
"""

import json
import random
import statistics
import sys
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from re import findall
from typing import TypeVar

from bench._laboratory import Laboratory, laboratory
from bench._respondent import HttpRespondent, Wire
from tests.postgres import temporary_postgres

RESPONDENTS, SECONDS = 8, 20
READING = (0.1, 0.3)
Result = TypeVar("Result")
SENDERS, TESTIMONIES = 16, 1_500
STUDY = "bench"

OPEN_STUDY = """
from datetime import date
from vecu.surveys import actions, queries
from vecu.surveys.library import get_template
ready = get_template("testimonies")
study = actions.create_study("bench", actions.StudyInfo(title=ready.title, contact="us@example.org",
    retained_until=date(2099, 12, 31), controller="Bench", legal_basis="consent"),
    workbook=ready.workbook, workbook_name=ready.workbook_name)
actions.open_fielding(queries.find_current_fielding(study, date.today()), today=date.today())
"""

BEGIN_DRAFTS = """
from datetime import date
from secrets import token_hex
from vecu.site.demo import read_people
from vecu.surveys import queries
from vecu.surveys.models import Draft
fielding = queries.current_fielding(queries.get_study("bench"), date.today())
people, tokens = read_people(), [token_hex(32) for _ in range(int(sys.argv[1]))]
Draft.objects.bulk_create([
    Draft(token=queries.fingerprint_of(token), fielding=fielding, language="fr",
          values=people[n % len(people)][0], page="review", seed=n, expires=date(2100, 1, 1))
    for n, token in enumerate(tokens)], batch_size=500)
print("\\n".join(tokens))
"""

COUNT_ANSWERS = "from vecu.surveys.models import Answer; print(Answer.objects.count())"


@dataclass(frozen=True)
class Pressed:
    """One press of Continue, in milliseconds: until it is kept, and until the next page is read."""

    stored: float
    whole: float


def weights(lab: Laboratory) -> dict[str, float]:
    """Fetch the first page with all its resources, as a browser does, and then the next one."""
    wire = Wire(lab.port)

    def over_the_wire(address: str, **headers: str) -> tuple[int, str]:
        response = wire.request("GET", address, {"Accept-Encoding": "gzip, br", **headers})
        return len(response.head) + 4 + len(response.body), response.body.decode("latin-1")

    first, html = over_the_wire(f"/en/take/{STUDY}/")
    assets = set(findall(r'(?:href|src)="(/static/[^"]+)"', html))
    for address in sorted(assets):
        first += over_the_wire(address)[0]
    respondent = HttpRespondent(Wire(lab.port))
    respondent.start(STUDY)
    following, _ = over_the_wire(respondent.page, Cookie=respondent.cookie)
    return {
        "first_page_kb": round(first / 1000, 1),
        "next_page_kb": round(following / 1000, 1),
        "requests": 1 + len(assets),
    }


def answer_pages(lab: Laboratory, until: float, reading: tuple[float, float]) -> list[Pressed]:
    """Answer pages until a given time; the time to fill them in is not counted."""
    respondent, presses = HttpRespondent(Wire(lab.port)), []
    respondent.start(STUDY)
    while time.perf_counter() < until:
        time.sleep(random.uniform(*reading))
        before = time.perf_counter()
        response = respondent.send()
        kept = time.perf_counter()
        shown = respondent.follow(response)
        after = time.perf_counter()
        presses.append(Pressed((kept - before) * 1000, (after - before) * 1000))
        respondent.fill_in(shown)
        if respondent.at_review:
            respondent.start(STUDY)
    return presses


def together(people: int, each: Callable[[int], list[Result]]) -> list[Result]:
    with ThreadPoolExecutor(people) as pool:
        return [value for values in pool.map(each, range(people)) for value in values]


def speeds(lab: Laboratory, reading: tuple[float, float], prefix: str = "") -> dict[str, float]:
    until = time.perf_counter() + SECONDS
    presses = together(RESPONDENTS, lambda _: answer_pages(lab, until, reading))
    kept, whole = [press.stored for press in presses], [press.whole for press in presses]
    return {
        f"{prefix}p50_ms": round(statistics.median(kept), 1),
        f"{prefix}p99_ms": round(statistics.quantiles(kept, n=100)[98], 1),
        f"{prefix}next_page_p50_ms": round(statistics.median(whole), 1),
        f"{prefix}next_page_p99_ms": round(statistics.quantiles(whole, n=100)[98], 1),
        f"{prefix}pages_per_s": round(len(presses) / SECONDS),
    }


def send(lab: Laboratory, tokens: Iterable[str]) -> list[None]:
    respondent = HttpRespondent(Wire(lab.port))
    for token in tokens:
        respondent.cookie = f"draft={token}"
        response = respondent.request("POST", f"/fr/take/{STUDY}/review/", b"")
        assert response.status == 200, (response.status, response.body[:3000])
    return []


def testimonies_per_second(lab: Laboratory) -> float:
    tokens = lab.python(BEGIN_DRAFTS, str(TESTIMONIES)).split()
    send(lab, tokens[:50])
    rest, before = tokens[50:], time.perf_counter()
    together(SENDERS, lambda n: send(lab, rest[n::SENDERS]))
    took = time.perf_counter() - before
    assert int(lab.python(COUNT_ANSWERS)) == TESTIMONIES
    return round(len(rest) / took)


def main() -> None:
    with laboratory() as lab:
        lab.python(OPEN_STUDY)
        print("Weighing pages …", file=sys.stderr)
        result: dict[str, float] = weights(lab)
        print(f"{RESPONDENTS} respondents for {SECONDS} s on SQLite …", file=sys.stderr)
        result |= speeds(lab, READING, "paced_")
        result |= speeds(lab, (0, 0))
        print(f"Sending {TESTIMONIES} testimonies, {SENDERS} at once, on SQLite …", file=sys.stderr)
        result["answers_per_s_sqlite"] = testimonies_per_second(lab)
    with temporary_postgres() as url, laboratory(url) as lab:
        lab.python(OPEN_STUDY)
        print(
            f"Sending {TESTIMONIES} testimonies, {SENDERS} at once, on PostgreSQL …",
            file=sys.stderr,
        )
        result["answers_per_s_postgres"] = testimonies_per_second(lab)
    for name, value in result.items():
        print(f"{name:24} {value:>10}")
    print(json.dumps(result))


if __name__ == "__main__":
    main()
