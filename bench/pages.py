"""`./run bench pages`: size and speed of respondents' pages, and testimonies per second.

`first_page_kb` is the first page with all its resources, in so many `requests`; `next_page_kb` a
following page.

"An answered page" is what Continue sends: validated, on disk, and redirected (`p50_ms`, `p99_ms`);
`next_page_p50_ms` and `next_page_p99_ms` include reading the next page; `pages_per_s` are all.
Eight respondents press it as fast as pages come, which queues for the processors; `paced_p50_ms`,
`paced_p99_ms`, `paced_next_page_p50_ms`, `paced_next_page_p99_ms` and `paced_pages_per_s` are the
same eight when each reads a page for 0.1 to 0.3 seconds, still far faster than anybody.

`answers_per_s_sqlite`, `answers_per_s_postgres`: a testimony counts when it has been validated in
full, is on disk and the thank-you page was sent.
"""

import random
import statistics
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from re import findall
from typing import TypeVar

from bench._benchmark import find_p99, report, say, size
from bench._laboratory import DATABASES, Laboratory, laboratory_on
from bench._respondent import HttpRespondent, Wire

RESPONDENTS, SECONDS = size((8, 20), (1, 0))
READING = (0.1, 0.3)
Result = TypeVar("Result")
SENDERS, WARMING, TESTIMONIES = size((16, 50, 1_500), (2, 1, 4))
STUDY = "pages"


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
    while not presses or time.perf_counter() < until:
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
    began = time.perf_counter()
    until = began + SECONDS
    presses = together(RESPONDENTS, lambda _: answer_pages(lab, until, reading))
    kept, whole = [press.stored for press in presses], [press.whole for press in presses]
    return {
        f"{prefix}p50_ms": round(statistics.median(kept), 1),
        f"{prefix}p99_ms": round(find_p99(kept), 1),
        f"{prefix}next_page_p50_ms": round(statistics.median(whole), 1),
        f"{prefix}next_page_p99_ms": round(find_p99(whole), 1),
        f"{prefix}pages_per_s": round(len(presses) / (time.perf_counter() - began)),
    }


def send(lab: Laboratory, tokens: Iterable[str]) -> list[None]:
    respondent = HttpRespondent(Wire(lab.port))
    for token in tokens:
        respondent.cookie = f"draft={token}"
        response = respondent.request("POST", f"/fr/take/{STUDY}/review/", b"")
        assert response.status == 200, (response.status, response.body[:3000])
    return []


def testimonies_per_second(lab: Laboratory) -> float:
    tokens = lab.call("_pages.begin_drafts", STUDY, TESTIMONIES)
    send(lab, tokens[:WARMING])
    rest, before = tokens[WARMING:], time.perf_counter()
    together(SENDERS, lambda n: send(lab, rest[n::SENDERS]))
    took = time.perf_counter() - before
    assert lab.call("_studies.count_answers", STUDY) == TESTIMONIES
    return round(len(rest) / took)


def main() -> None:
    result: dict[str, float | None] = {}
    for name in DATABASES:
        with laboratory_on(name) as lab:
            lab.call("_studies.open_study", STUDY)
            if name == "sqlite":
                say("Weighing pages")
                result |= weights(lab)
                say(f"{RESPONDENTS} respondents for {SECONDS} s")
                result |= speeds(lab, READING, "paced_") | speeds(lab, (0, 0))
            say(f"Sending {TESTIMONIES} testimonies, {SENDERS} at once, on {name}")
            result[f"answers_per_s_{name}"] = testimonies_per_second(lab)
    report({"answers_per_s_postgres": None, **result})


if __name__ == "__main__":
    main()
