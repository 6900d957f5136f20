"""`./run bench coding_room`: latency of the coding grid, time of agreement and of REFI-QDA.

`next_story_ms` is the median time that a coder waits with 10,000 stories in the study: the last
text of a page is finished (saved on disk) and the next texts are fetched, over HTTP, on SQLite.
`agreement_s` is agreement of 5 coders on 10,000 stories by 30 codes, with intervals, from the
database to the figures. `qdpx_write_s` and `qdpx_read_s` are 10,000 stories with 3 codings each.

The table also has processor times: use these on a busy machine. The last line is JSON, with
wall-clock times.
"""

import json
import os
import statistics
import time
from dataclasses import dataclass
from pathlib import Path
from re import findall, search
from urllib.parse import urlencode

from bench._benchmark import say, size
from bench._laboratory import Laboratory, laboratory
from bench._qdpx import measured
from bench._respondent import Wire

STORIES, CODERS, CODES, PRESSES = size((10_000, 5, 30, 60), (60, 2, 3, 1))
STUDY = "coding-room"
PASSWORD = "a long enough password"  # noqa: S105 - of invented people


class StaffBrowser:
    """A member of staff in a browser that keeps its session."""

    def __init__(self, lab: Laboratory, account: str) -> None:
        self.wire = Wire(lab.port)
        response = self.wire.request(
            "POST",
            "/en/sign-in/",
            {"Content-Type": "application/x-www-form-urlencoded"},
            urlencode({"account": account, "password": PASSWORD}).encode(),
        )
        assert response.status == 302, response.status
        self.headers = {"Cookie": response.cookies}

    def get(self, address: str, *, part: bool = False) -> str:
        headers = self.headers | ({"HX-Request": "true"} if part else {})
        response = self.wire.request("GET", address, headers)
        assert response.status == 200, (response.status, address)
        return response.body.decode()

    def post(self, address: str, **values: str) -> None:
        headers = self.headers | {
            "Content-Type": "application/x-www-form-urlencoded",
            "HX-Request": "true",
        }
        response = self.wire.request("POST", address, headers, urlencode(values).encode())
        assert response.status == 200, (response.status, response.body[:1000])


@dataclass(frozen=True, slots=True)
class Figure:
    """A measured time, wall-clock and processor, and its limit."""

    name: str
    wall: float
    processor: float
    bound: float


def next_story(lab: Laboratory) -> Figure:
    """Finish the last text of a page and fetch the next page of texts, many times; the median.

    The processor time is the server's, divided by the number of requests.
    """
    member = StaffBrowser(lab, "coder0")
    page = member.get(f"/en/studies/{STUDY}/coding/grid/story.strategy/")
    took, before_all = [], processor_ms(lab.pid)
    for _press in range(PRESSES):
        last = findall(r'action="(/en/studies/[^/]+/coding/texts/[^"]+)"', page)[-1]
        more = search(r'hx-get="([^"]+)"', page)
        assert more is not None
        before = time.perf_counter()
        member.post(last, do="finish")
        page = member.get(more[1].replace("&amp;", "&"), part=True)
        took.append((time.perf_counter() - before) * 1000)
    processor = (processor_ms(lab.pid) - before_all) / PRESSES
    return Figure("next_story_ms", round(statistics.median(took), 1), round(processor, 1), 100)


def processor_ms(pid: int) -> float:
    """Return the processor time of a process and its children."""
    listed = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    spent = 0.0
    for each in (str(pid), *listed):
        fields = Path(f"/proc/{each}/stat").read_text().rpartition(")")[2].split()
        spent += int(fields[11]) + int(fields[12])
    return spent * 1000 / os.sysconf("SC_CLK_TCK")


def agreement(lab: Laboratory) -> Figure:
    """Measure agreement on every code, from the database to the figures."""
    wall, processor = lab.call("_coding_room.measure", STUDY, STORIES)
    return Figure("agreement_s", round(wall, 2), round(processor, 2), 2)


def qdpx() -> list[Figure]:
    """Measure writing and reading a project."""
    took = measured(STORIES)
    return [
        Figure(f"qdpx_{what}_s", took[f"qdpx_{what}_s"], took[f"qdpx_{what}_cpu_s"], bound)
        for what, bound in (("write", 3), ("read", 5))
    ]


def main() -> None:
    with laboratory() as lab:
        say(f"Making {STORIES} stories, {CODERS} coders, {CODES} codes")
        lab.call("_coding_room.make_codings", STUDY, PASSWORD, STORIES, CODERS, CODES)
        say(f"Going on to the next texts, {PRESSES} times")
        figures = [next_story(lab)]
        say("Working out agreement")
        figures.append(agreement(lab))
    say("Writing and reading a project")
    figures += qdpx()
    print(f"{'':16} {'by the clock':>14} {'processors':>12} {'at most':>9}")
    for each in figures:
        print(f"{each.name:16} {each.wall:>14} {each.processor:>12} {each.bound:>9}")
    print(json.dumps({each.name: each.wall for each in figures}))


if __name__ == "__main__":
    main()
