"""A study whose figures are released from two extracts, with coding, a machine's and findings.

Its questionnaire asks in each way that a count can follow from another: a plain question, several
choices, one of which excludes the others, a question and a group that only some are asked, and a
list that an earlier answer shortens.
"""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from tests.coding.trained_model import limits
from tests.evidence.factories import make_content
from vecu.coding import actions as coding
from vecu.coding.actions.annotate import accept_suggestion, refuse_suggestion
from vecu.coding.actions.runs import begin_run
from vecu.coding.actions.train import run_training
from vecu.coding.library import get_ready_guide
from vecu.coding.models import Suggestion
from vecu.coding.queries import (
    CodedListKind,
    Coder,
    Verbatim,
    find_proposal,
    iter_texts_with_words,
    list_all_texts,
    list_coded_people,
    list_concerns,
)
from vecu.coding.rules import RunPurpose
from vecu.datasets.release_actions import freeze_extract, release, take_release_back
from vecu.datasets.release_queries import list_released
from vecu.datasets.releases.planning import FigureRequest
from vecu.evidence.actions import (
    draft_finding,
    edit_finding,
    publish_finding,
    take_finding_back,
    undo_finding,
)
from vecu.evidence.sources import Reference
from vecu.surveys import actions, queries
from vecu.surveys.consent.versions import PROMISE_NUMBER

INQUIRY = "tools"
FORM = """
| settings | | | |
| | form_title | form_id | default_language |
| | Tools | tools | English (en) |

| survey | | | | | | | |
| | type | name | label::English (en) | label::Français (fr) | \
relevant | choice_filter | constraint |
| | begin group | work | Work | Travail | | | |
| | select_one sector | sector | Which field? | Quel domaine ? | | | |
| | select_one size | size | How many are you? | Combien êtes-vous ? | | | |
| | select_one yes | uses | Do you use AI? | Utilisez-vous l’IA ? | | | |
| | select_one often | often | How often? | À quelle fréquence ? | ${uses} = 'yes' | | |
| | select_multiple tool | tools | Which tools? | Quels outils ? | | | |
| | select_multiple worry | worries | Worries? | Des craintes ? | | | \
not(selected(., 'none')) or count-selected(.) = 1 |
| | select_one region | region | Which region? | Quelle région ? | | | |
| | select_one town | town | Which town? | Quelle ville ? | | region = ${region} | |
| | text | limit | What is wrong? | Qu’est-ce qui ne va pas ? | | | |
| | end group | | | | | | |
| | begin group | use | Use | Usage | ${uses} = 'yes' | | |
| | select_one yes | helps | Does it help? | Est-ce utile ? | | | |
| | end group | | | | | | |
| | begin group | permission | Words | Mots | | | |
| | select_one yes | quote | May we quote? | Pouvons-nous citer ? | | | |
| | end group | | | | | | |

| choices | | | | | |
| | list_name | name | label::English (en) | label::Français (fr) | region |
| | yes | yes | Yes | Oui | |
| | yes | no | No | Non | |
| | sector | social | Social work | Travail social | |
| | sector | health | Health | Santé | |
| | size | small | Under 50 | Moins de 50 | |
| | size | large | 50 or more | 50 ou plus | |
| | often | daily | Daily | Chaque jour | |
| | often | rarely | Rarely | Rarement | |
| | tool | chat | Chat | Chat | |
| | tool | draw | Drawing | Dessin | |
| | worry | privacy | Privacy | Vie privée | |
| | worry | posts | Posts | Emplois | |
| | worry | none | None of these | Aucune | |
| | region | valley | The valley | La vallée | |
| | region | hills | The hills | Les hauteurs | |
| | town | montreve | Montrève | Montrève | valley |
| | town | vaucombe | Vaucombe | Vaucombe | valley |
| | town | orbeysse | Orbeysse | Orbeysse | hills |
| | town | haudes | Les Haudes | Les Haudes | hills |
"""
FIRST, MORE, UNCODED = 144, 48, 12
"""How many answered before the first extract and between both, and how many texts stay uncoded."""
SECTOR, OFTEN, TOWN = "/data/work/sector", "/data/work/often", "/data/work/town"
FIGURES = [
    ("sector", ""), ("size", ""), ("size", SECTOR), ("size", OFTEN), ("size", TOWN), ("uses", ""),
    ("often", ""), ("tools", ""), ("worries", ""), ("region", ""), ("town", ""),
]  # fmt: skip
"""Released as question and breakdown, beside `helps`, codes and practices."""
TOWNS = {"valley": ("montreve", "vaucombe"), "hills": ("orbeysse", "haudes")}
GROUP = "The team of the Val-de-Sève"


def fill_inquiry(member: coding.Account, now: datetime) -> queries.Study:
    """Create the study, code it, release figures twice, and publish findings."""
    by, today = member.get_username(), now.date()
    about = actions.StudyInfo(
        title={"en": "Tools at work", "fr": "Les outils au travail"},
        asked_by={"en": "The team"},
        purpose={"en": "To learn which tools people use."},
        contact="team@example.org",
        retained_until=date(2030, 12, 31),
        controller="The University of Val-de-Sève",
        legal_basis="public-task",
        server_operator="third-party",
        server_operator_name="The University of Val-de-Sève",
    )
    study = actions.create_study(INQUIRY, about, workbook=FORM.encode(), workbook_name="tools.md")
    fielding = queries.find_current_fielding(study, today)
    assert fielding is not None
    actions.open_fielding(fielding, today=today)
    people = [(make_values(number, words), "en") for number, words in enumerate(list_words())]
    actions.store_imported_answers(fielding, people[:FIRST], today, promise=PROMISE_NUMBER)
    quoted = code_inquiry(study, member, now)
    release_figures(study, by, now)
    publish_findings(study, quoted, by, now)
    actions.store_imported_answers(fielding, people[FIRST:], today, promise=PROMISE_NUMBER)
    freeze_extract(study, [SECTOR, OFTEN, TOWN], by=by, now=now)
    take_figure_back(study, "/data/work/uses", by, now)
    judge_suggestions(study, member, now)
    return study


def list_words() -> list[str]:
    """Return what each person wrote."""
    return list(limits(FIRST + MORE))


def make_values(number: int, words: str) -> dict[str, Any]:
    """Return the valid answers of one person; 48 in a row give each combination once."""
    region = list(TOWNS)[number // 4 % 2]
    work = {
        "sector": ("social", "health")[number % 2],
        "size": ("small", "large")[number // 2 % 2],
        "uses": "no" if number % 3 == 0 else "yes",
        "tools": ("chat", "chat draw", "draw")[number // 3 % 3],
        "worries": ("privacy", "privacy posts", "none")[number // 5 % 3],
        "region": region,
        "town": TOWNS[region][number // 8 % 2],
        "limit": words,
    }
    values = {"work": work, "permission": {"quote": "yes"}}
    if work["uses"] == "yes":
        work["often"] = ("daily", "rarely")[number // 16 % 2]
        values["use"] = {"helps": ("yes", "no")[number // 7 % 2]}
    return values


def code_inquiry(study: queries.Study, member: coding.Account, now: datetime) -> Reference:
    """Code all texts, with a memo and a guide, and return a released quotation."""
    act = coding.ActionContext(member.get_username(), now)
    codebook = coding.open_codebook(study, "en")
    coding.ingest_verbatims(codebook)
    invents, long, other = (
        coding.make_code(codebook, coding.CodeText(name), act)
        for name in ("Invents", "Too long", "Odd")
    )
    coding.publish_version(codebook, act)
    coder = coding.get_or_create_coder(codebook, member)
    texts = code_texts(coder, act)
    coding.apply_code(coder, texts[0][0].id, coding.CodeSpan(other.id), act)
    coding.undo(coder, act)
    coding.merge_code(other, long, act)
    coding.write_memo(codebook, "Is every long text a bad one?", act, code=long)
    ready = get_ready_guide("prompting_2023_12", "en")
    guide = coding.create_guide(codebook, coding.GuideText.of(ready), act)
    for practice, code in zip(guide.practices.all()[:2], (invents, long), strict=True):
        coding.map_codes(practice, [code.id], act, revision=practice.revision)
    text, words = next(each for each in texts if "invents" in each[1])
    coding.propose_quote(coder, text.id, None, act, code=invents)
    proposed = find_proposal(text, invents)
    confirmed = frozenset(list_concerns(proposed, words))
    edit = coding.Edit(words, proposed.revision, invents.id, confirmed)
    quoted = coding.release(codebook, proposed.id, edit, act)
    return Reference("quotation", quoted.pk, quoted.revision)


def code_texts(
    coder: Coder, act: coding.ActionContext, *, uncoded: int = 0
) -> list[tuple[Verbatim, str]]:
    """Code the texts that wait, but the last so many in the order of their draw; return them."""
    codes = {code.name.lower(): code for code in coder.codebook.codes.filter(merged=None)}
    waiting = list_all_texts(coder.codebook).filter(assignments=None)
    drawn = [(text, words) for text, _answer, words in iter_texts_with_words(waiting)]
    drawn.sort(key=lambda each: each[0].place)
    for text, words in drawn[: len(drawn) - uncoded]:
        for name in (each for each in codes if each in words):
            coding.apply_code(coder, text.id, coding.CodeSpan(codes[name].id), act)
        coding.finish(coder, text.id, act)
    return drawn


def judge_suggestions(study: queries.Study, member: coding.Account, now: datetime) -> None:
    """Train the machine on new texts too; a member accepts one suggestion, and refuses another."""
    act = coding.ActionContext(member.get_username(), now)
    codebook = coding.open_codebook(study, "en")
    coding.ingest_verbatims(codebook)
    coder = coding.get_or_create_coder(codebook, member)
    code_texts(coder, act, uncoded=UNCODED)
    question, purpose = "/data/work/limit", RunPurpose.SUGGESTIONS
    asked = coding.request_run(codebook, question, purpose, act, lambda _run: None)
    begun = begin_run(asked.id, now)
    assert begun is not None
    run_training(begun, lambda: now)
    accepted, refused = Suggestion.objects.filter(run=begun).order_by("verbatim")[:2]
    accept_suggestion(coder, accepted.verbatim_id, accepted.pk, act)
    refuse_suggestion(coder, refused.verbatim_id, refused.pk, act)


def release_figures(study: queries.Study, by: str, now: datetime) -> None:
    """Release all figures from a first extract, and take one of them back."""
    freeze_extract(study, [SECTOR, OFTEN, TOWN], by=by, now=now)
    requests = [FigureRequest(f"/data/work/{name}", breakdown) for name, breakdown in FIGURES]
    requests += [
        FigureRequest(f"{each.kind}:{each.id}")
        for each in list_coded_people(study.id)
        if each.kind is not CodedListKind.BEYOND
    ]
    requests.append(FigureRequest("/data/use/helps"))
    release(study.scope, requests, group=GROUP, by=by, now=now)
    take_figure_back(study, SECTOR, by, now)


def take_figure_back(study: queries.Study, item: str, by: str, now: datetime) -> None:
    """Take the figure of an item back, by no breakdown."""
    figure = next(
        each.figure
        for each in list_released(study.scope)
        if each.item == item and not each.breakdown
    )
    take_release_back(study.scope, figure, by=by, now=now)


def publish_findings(study: queries.Study, quoted: Reference, by: str, now: datetime) -> None:
    """Publish a finding in two versions; take one back; publish one and undo that; draft one."""
    figure = list_released(study.scope)[0]
    cited = [quoted, Reference("figure", figure.figure, figure.edition)]
    content = make_content(references=cited)
    first, gone, undone, _draft = (
        draft_finding(study.scope, content, by=by, now=now) for _number in range(4)
    )
    for each in (first, gone, undone):
        publish_finding(each, by=by, now=now)
    shorter = replace(content, sentence={"fr": "Vérifier est long.", "en": "Checking is long."})
    first.refresh_from_db()
    second = edit_finding(first, shorter, revision=first.revision, by=by, now=now)
    publish_finding(second, by=by, now=now)
    take_finding_back(gone, by=by, now=now)
    undo_finding(undone, by=by, now=now)
