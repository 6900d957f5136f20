"""What `bench.coding_room` runs inside its laboratory."""

import random
import time
from collections.abc import Iterator
from datetime import date

from django.utils import timezone

from bench._studies import create_open_study
from vecu.accounts.actions import create_member, give_role
from vecu.accounts.rules import Role
from vecu.coding import actions as coding
from vecu.coding.analysis.agreement import measure_agreement
from vecu.coding.models import Code
from vecu.coding.queries import find_codebook, list_all_texts, list_codes, list_text_ratings
from vecu.coding.queries.assignments import list_coders
from vecu.site.demo import read_people
from vecu.surveys.models import Answer
from vecu.surveys.queries import get_study

LIMIT, STRATEGY = "/data/story/limit", "/data/story/strategy"


def make_codings(slug: str, password: str, stories: int, coders: int, codes: int) -> None:
    """Store stories, and coders who find most of the true codes of the question on limits."""
    study, now, chance = create_open_study(slug), timezone.now(), random.Random(1)
    told = [values for values, _language in read_people() if len(values["story"]) == 1]
    told = [values for values in told if values["story"][0].get("limit")]
    same = {"fielding": study.fieldings.get(), "day": date(2026, 11, 1), "language": "fr"}
    answers = (Answer(**same, values=told[number % len(told)]) for number in range(stories))
    Answer.objects.bulk_create(answers, batch_size=500)
    codebook, act = coding.open_codebook(study, "en"), coding.ActionContext("coder0", now)
    coding.configure_coding(codebook, act, questions=[LIMIT, STRATEGY], blind=True)
    coding.ingest_verbatims(codebook)
    made = [coding.make_code(codebook, coding.CodeText(f"Code {n}"), act) for n in range(codes)]
    texts = list_all_texts(codebook).filter(question=LIMIT).values_list("id", flat=True)
    truth = {text: chance.sample(made, chance.randint(0, 3)) for text in texts}
    for number in range(coders):
        user = create_member(f"coder{number}", password)
        give_role(user, study.scope, Role.OWNER, by="bench", now=now)
        coder = coding.get_or_create_coder(codebook, user)
        coding.import_coder_codings(coder, code_texts(truth, made, chance), act)


def code_texts(
    truth: dict[object, list[Code]], codes: list[Code], chance: random.Random
) -> Iterator[coding.ImportedCoding]:
    """Yield the codes of a coder: 85 of 100 true ones, and for one text in ten another."""
    for text, there in truth.items():
        found = [code for code in there if chance.random() < 0.85]
        found += chance.sample(codes, chance.random() < 0.1)
        yield coding.ImportedCoding(text, [coding.CodeSpan(code.id) for code in found])


def measure(slug: str, stories: int) -> tuple[float, float]:
    """Return the least seconds of agreement, by the clock and of processors, of three runs."""
    codebook, seconds = find_codebook(get_study(slug).id), []
    for _run in range(3):
        begin = time.perf_counter(), time.process_time()
        codes = list_codes(codebook)
        judged = list_text_ratings(codebook, codes, LIMIT)
        coders = list(list_coders(codebook))
        offered = [code.id for code, _depth in codes.offered]
        measured = measure_agreement(
            judged, offered, coders, lambda _code, _question: True, chance=1
        )
        seconds.append((time.perf_counter() - begin[0], time.process_time() - begin[1]))
    assert len(judged) == stories
    assert all(each.agreement.alpha.conf_low for each in measured)
    wall, processor = map(min, zip(*seconds, strict=True))
    return wall, processor
