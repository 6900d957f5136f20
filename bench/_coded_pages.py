"""Processor time of the pages of counts, with 10,000 stories coded on three questions.

`guide_page_s`, `links_page_s`, `links_of_chosen_stories_s` and `linked_stories_s` are each the best
of three requests in one process, whole page included, after a first one that loads the charts. A
fifth of the texts was coded by two simulated coders, who differ on some. Alone: `python -m
bench._coded_pages`.
"""

import json
import os
import subprocess
import sys
import tempfile

STORIES = 10_000

MEASURE = """
import json, random, sys, time
import django
django.setup()
from datetime import UTC, date, datetime
from django.core.management import call_command
from django.test import Client
call_command("migrate", verbosity=0)
from vecu.accounts.actions import create_member, give_role
from vecu.accounts.rules import Role
from vecu.coding.actions import (ActionContext, CodeSpan, CodeText, GuideText, ImportedCoding,
    create_guide, get_or_create_coder, import_coder_codings, ingest_verbatims, make_code,
    map_codes, open_codebook)
from vecu.coding.library import list_ready_guides
from vecu.coding.queries import list_all_texts
from vecu.surveys.actions import (StudyInfo, create_study, open_fielding,)
from vecu.surveys.library import get_template
from vecu.surveys.models import Answer

chance, now = random.Random(1), datetime(2026, 11, 24, tzinfo=UTC)
ready = get_template("testimonies")
study = create_study("bench", StudyInfo(title={"en": "Bench"}, contact="us@example.org",
    retained_until=date(2099, 12, 31), controller="Bench", legal_basis="consent"),
    workbook=ready.workbook, workbook_name=ready.workbook_name)
fielding = study.fieldings.get()
open_fielding(fielding, today=date(2026, 11, 24))
def story():
    words = {name: " ".join(chance.choices("je relis tout deux fois et ça prend".split(), k=20))
             for name in ("task", "limit", "strategy")}
    return words | {"after": {"kind": chance.choice(["creative", "repetitive"]), "keep": "yes"}}
told = [story() for _ in range(int(sys.argv[1]))]
people = []
while told:
    own = [told.pop() for _ in range(min(len(told), chance.choice([1, 1, 1, 2, 3])))]
    people.append(Answer(fielding=fielding, day=date(2026, 11, 1), language="fr",
                         values={"stance": "use", "story": own, "permission": {"quote": "yes"}}))
Answer.objects.bulk_create(people, batch_size=500)

act, codebook = ActionContext("boss", now), open_codebook(study, "fr")
codes = {}
for name, size in (("task", 8), ("limit", 15), ("strategy", 19)):
    top = make_code(codebook, CodeText(name, questions=[f"/data/story/{name}"]), act)
    codes[f"/data/story/{name}"] = [
        make_code(codebook, CodeText(f"{name} {n}"), act, parent=top) for n in range(size)]
ingest_verbatims(codebook)
done = {"ana": [], "bea": []}
for text in list_all_texts(codebook):
    offered = codes[text.question]
    marks = [CodeSpan(code.id) for code in chance.choices(
        offered, [1 / n for n in range(1, len(offered) + 1)], k=chance.choice([1, 1, 2]))]
    for name in (done if chance.random() < 0.2 else [chance.choice(list(done))]):
        own = marks[1:] if chance.random() < 0.2 else marks
        done[name].append(ImportedCoding(text.id, own))
for name, brought in done.items():
    member = create_member(name, "a long enough password")
    import_coder_codings(get_or_create_coder(codebook, member), brought, act)
guide = create_guide(codebook, GuideText.of(list_ready_guides("fr")[0]), act)
for practice, code in zip(guide.practices.all(), codes["/data/story/strategy"]):
    map_codes(practice, [code.id], act, revision=1)

boss = create_member("boss", "a long enough password")
give_role(boss, study.scope, Role.OWNER, by="bench", now=now)
client = Client()
client.force_login(boss)
room = "/fr/studies/bench/coding/"
cell = f"row={codes['/data/story/limit'][0].id}&column={codes['/data/story/strategy'][0].id}"
pages = {"guide_page_s": f"guides/{guide.id}/", "links_page_s": "links/",
    "links_of_chosen_stories_s": "links/?a.story.after.kind=creative",
    "linked_stories_s": f"links/stories/?{cell}"}
found = {}
for name, page in pages.items():
    seconds = []
    for _ in range(4):
        begin = time.process_time()
        assert client.get(room + page).status_code == 200
        seconds.append(time.process_time() - begin)
    found[name] = round(min(seconds[1:]), 2)
print(json.dumps(found))
"""


def coded_pages(stories: int = STORIES) -> dict[str, float]:
    """Return the seconds of each page, on a temporary SQLite laboratory."""
    with tempfile.TemporaryDirectory(prefix="vecu-bench-") as home:
        environment = {
            **os.environ,
            "VECU_HOME": home,
            "DJANGO_SETTINGS_MODULE": "tests.settings",
        }
        environment.pop("VECU_DATABASE_URL", None)
        measured = subprocess.run(
            [sys.executable, "-W", "ignore", "-c", MEASURE, str(stories)],
            env=environment,
            check=True,
            stdout=subprocess.PIPE,
            text=True,
        )
    found: dict[str, float] = json.loads(measured.stdout)
    return found


if __name__ == "__main__":
    print(json.dumps(coded_pages(*map(int, sys.argv[1:]))))
