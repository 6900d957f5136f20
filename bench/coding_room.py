"""`./run bench coding_room`: latency of the coding grid, time of agreement and of REFI-QDA.

`next_story_ms` is the median time that a coder waits with 10,000 stories in the study: the last
text of a page is finished (saved on disk) and the next texts are fetched, over HTTP, on SQLite.
`agreement_s` is agreement of 5 coders on 10,000 stories by 30 codes, with intervals, from the
database to the figures. `qdpx_` are 10,000 stories with 3 codings each, written and read again.

The table also has processor times: use these on a busy machine. The last line is JSON, with
wall-clock times.
"""

import json
import os
import statistics
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from re import findall, search
from urllib.parse import urlencode

from bench._laboratory import Laboratory, laboratory
from bench._qdpx import measured
from bench._respondent import Wire

STORIES, CODERS, CODES, PRESSES = 10_000, 5, 30, 60
PASSWORD = "a long enough password"  # noqa: S105 - of invented people

MAKE = """
QUESTION = "/data/story/strategy"
import random
from datetime import date, datetime, timezone
from vecu.accounts import actions as accounts
from vecu.accounts.rules import Role
from vecu.coding import actions as coding
from vecu.coding.queries import list_all_texts
from vecu.site.demo import read_people
from vecu.surveys import actions, queries
from vecu.surveys.library import get_template
from vecu.surveys.models import Answer
now = datetime.now(timezone.utc)
ready = get_template("testimonies")
study = actions.create_study("bench", actions.StudyInfo(title=ready.title),
    workbook=ready.workbook, workbook_name=ready.workbook_name)
fielding = queries.find_current_fielding(study, date.today())
people = [values for values, _language in read_people() if len(values["story"]) == 1]
people = [values for values in people if values["story"][0].get("limit")]
Answer.objects.bulk_create([Answer(fielding=fielding, day=date(2026, 11, 1), language="fr",
    values=people[n % len(people)]) for n in range(int(sys.argv[1]))], batch_size=500)
codebook = coding.open_codebook(study, "en")
chance = random.Random(1)
act = coding.ActionContext("coder0", now)
coding.configure_coding(codebook, act, questions=["/data/story/limit", QUESTION],
    blind=True)
coding.ingest_verbatims(codebook)
codes = [coding.make_code(codebook, coding.CodeText(f"Code {n}"), act)
         for n in range(int(sys.argv[3]))]
limits = list_all_texts(codebook).filter(question="/data/story/limit")
texts = list(limits.values_list("id", flat=True))
truth = {text: chance.sample(codes, chance.randint(0, 3)) for text in texts}
for number in range(int(sys.argv[2])):
    user = accounts.create_member(f"coder{number}", "a long enough password")
    accounts.give_role(user, study.scope, Role.OWNER, by="bench", now=now)
    coder = coding.get_or_create_coder(codebook, user)
    def seen(text):
        kept = [code for code in truth[text] if chance.random() < .85]
        drawn = chance.sample(codes, chance.random() < .1)
        return [coding.CodeSpan(code.id) for code in kept + drawn]
    codings = (coding.ImportedCoding(text, seen(text)) for text in texts)
    coding.import_coder_codings(coder, codings, act)
"""

AGREE = """
import time
from vecu.coding.analysis.agreement import measure_agreement
from vecu.coding.queries import (find_codebook, list_codes, list_text_ratings,)
from vecu.coding.queries.assignments import list_coders
from vecu.surveys.queries import get_study
codebook = find_codebook(get_study("bench").id)
took = []
for _run in range(3):
    begin = time.perf_counter(), time.process_time()
    codes = list_codes(codebook)
    judged = list_text_ratings(codebook, codes, "/data/story/limit")
    measured = measure_agreement(judged, [code.id for code, _depth in codes.offered],
        list(list_coders(codebook)), lambda code, question: True, chance=1)
    took.append((time.perf_counter() - begin[0], time.process_time() - begin[1]))
assert len(judged) == int(sys.argv[1]) and all(m.agreement.alpha.conf_low for m in measured)
print(*map(min, zip(*took)))
"""


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
        self.headers = {"Cookie": response.header("Set-Cookie").split(";")[0]}

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
    page = member.get("/en/studies/bench/coding/grid/story.strategy/")
    took, before_all = [], processor_ms(lab.pid)
    for _press in range(PRESSES):
        last = findall(r'action="(/en/studies/bench/coding/texts/[^"]+)"', page)[-1]
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
    wall, processor = map(float, lab.python(AGREE, str(STORIES)).split())
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
        print(f"Making {STORIES} stories, {CODERS} coders, {CODES} codes …", file=sys.stderr)
        lab.python(MAKE, str(STORIES), str(CODERS), str(CODES))
        print(f"Going on to the next texts, {PRESSES} times …", file=sys.stderr)
        figures = [next_story(lab)]
        print("Working out agreement …", file=sys.stderr)
        figures.append(agreement(lab))
    print("Writing and reading a project …", file=sys.stderr)
    figures += qdpx()
    print(f"{'':16} {'by the clock':>14} {'processors':>12} {'at most':>9}")
    for each in figures:
        print(f"{each.name:16} {each.wall:>14} {each.processor:>12} {each.bound:>9}")
    print(json.dumps({each.name: each.wall for each in figures}))


if __name__ == "__main__":
    main()
