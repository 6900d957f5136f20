"""The invented respondents of the demonstration."""

import json
import re
from collections import Counter
from contextlib import nullcontext
from datetime import date
from importlib import import_module
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.test import Client
from django.utils import timezone
from django.utils.translation import override

from tests.site.demo.story_days import check_days
from tests.site.tour.demo_checks import check_tour
from tests.surveys.factories import make_member
from tests.surveys.factories import make_study as make_small_study
from vecu.accounts.queries import get_account, list_members
from vecu.accounts.rules import Role
from vecu.casestudies.cases.documents import list_case_documents
from vecu.casestudies.cases.queries import list_public_cases
from vecu.casestudies.matrix.queries import get_public_sheet, list_public_matrices
from vecu.casestudies.matrix.rules import CellStatus
from vecu.coding.actions import get_or_create_coder
from vecu.coding.queries import find_codebook
from vecu.coding.queries.codebook import list_codes
from vecu.coding.queries.quotations import list_public_quotations, list_released_quotations
from vecu.coding.queries.suggestions import list_visible_suggestions
from vecu.coding.queries.texts import list_texts_for_coder
from vecu.datasets.release_queries import list_released
from vecu.dialogue.avis_clock import AvisState
from vecu.dialogue.queries import get_dialogue_detail
from vecu.dialogue.rules import College, CommitmentState, PointState, Stance
from vecu.evidence.card_rules import CARD_WORDS
from vecu.evidence.queries import list_published_findings
from vecu.evidence.rules import FindingTheme
from vecu.evidence.sources import Audience, EvidenceState
from vecu.fieldlog.figure_labels import REASONS
from vecu.fieldlog.vocabulary import OverrideReason
from vecu.groups.queries import (
    find_group_by_slug,
    get_mandate_sheet,
    list_round_views,
)
from vecu.groups.vocabulary import MandateItem
from vecu.pilots.queries import find_pilot_use, get_pilot_standing
from vecu.questionnaires import convert_workbook, read_xform, validate_answers
from vecu.recommendations.queries import (
    list_public_recommendations,
    list_supplier_cards,
)
from vecu.recommendations.rules import AddressState, ClaimState, RecommendationKind
from vecu.register.queries import find_system_by_slug, get_system_detail
from vecu.reports.cards.finding_cards import list_study_cards
from vecu.reports.cards.lengths import count_card_words
from vecu.site.commands.demo import (
    STUDY,
    code_stories,
    describe_membership,
    make_cases,
    make_group,
    make_scribe,
    make_study,
    make_system_with_log,
    publish_findings,
    renew_accounts,
)
from vecu.site.commands.studies import study as study_command
from vecu.site.commands.worker import work
from vecu.site.demo import cases, iter_people_by_day, read_people
from vecu.site.demo.learning_group import GROUP
from vecu.surveys.actions import InformationMissing, StateRefused, StudyInfo, create_study
from vecu.surveys.consent.versions import PROMISE_NUMBER
from vecu.surveys.library import get_template
from vecu.surveys.models import Answer, Draft
from vecu.surveys.queries import find_current_fielding, get_study
from vecu.surveys.queries.results import count_breakoffs, list_studies
from vecu.surveys.rules import Mode
from vecu.ui.figures import FEW

TODAY = date(2026, 11, 24)
DEMO_DOCS = Path(__file__).parents[3] / "docs" / "reference" / "command.md"
BEGIN = ["create", "mine", "--template", "testimonies", "--owner", "anna"]
CREATE = [
    *BEGIN, "--contact", "us@example.org", "--kept-until", "2100-12-31",
    "--controller", "The University", "--legal-basis", "public-task",
    "--server-run-by", "union", "--operator", "A union",
]  # fmt: skip


@pytest.fixture(scope="module")
def questionnaire():
    ready = get_template("testimonies")
    return read_xform(convert_workbook(ready.workbook, ready.workbook_name).xform)


@pytest.fixture
def bars(monkeypatch) -> list[tuple[str, int, int]]:
    """The label of each bar of progress, how many steps it announced, how many there were."""
    found = []

    def count_steps(steps, length, label):
        taken = list(steps)
        found.append((label, length, len(taken)))
        return nullcontext(taken)

    monkeypatch.setattr(import_module("vecu.site.commands.demo"), "show_progress", count_steps)
    return found


def test_there_are_300_of_them_in_both_languages():
    assert Counter(language for _, language in read_people()) == {"fr": 202, "en": 98}


def test_most_use_it_and_sixty_tell_of_work_without_it_or_under_it():
    """Of those who refuse and those who do not need it there are enough for a public figure."""
    stances = Counter(values.get("stance", "") for values, _ in read_people())

    assert stances.pop("use") == 240
    assert sum(stances.values()) == 60
    assert stances["refuse"] == stances["no_need"] == 23
    assert len(stances) == 8  # seven other stances, and somebody who says none


def test_what_they_say_keeps_the_questionnaires_rules(questionnaire):
    problems = [
        problem
        for values, language in read_people()
        for problem in validate_answers(questionnaire, values, today=TODAY, language=language)
    ]
    assert problems == []


def test_no_two_of_them_say_the_same(questionnaire):
    texts = Counter(
        text
        for values, _ in read_people()
        for story in values["story"]
        for name in ("task", "goal", "value", "limit", "strategy")
        if len(text := story.get(name, "")) > 30
    )
    assert [text for text, count in texts.items() if count > 1] == []


def test_many_work_in_social_work_and_most_of_those_who_use_it_hide_it():
    work = [values.get("work", {}) for values, _ in read_people()]
    users = [values.get("work", {}) for values, _ in read_people() if values.get("stance") == "use"]

    assert sum(w.get("sector") == "social_work" for w in work) > 0.45 * len(work)
    assert sum(w.get("known") in {"no", "partly"} for w in users) > 0.5 * len(users)


def test_the_places_of_the_invented_departement_are_in_their_stories_and_in_the_documents():
    said = json.dumps(read_people(), ensure_ascii=False)

    for place in ("Montrève", "Pont-Sérin", "Vaucombe", "Chavagnoles", "Orbeysse", "Haudes"):
        assert place in said
        assert place in DEMO_DOCS.read_text()


def test_their_days_are_spread_over_the_month_before(questionnaire):
    days = dict(iter_people_by_day(TODAY))

    assert (min(days), max(days)) == (date(2026, 10, 25), date(2026, 11, 23))
    assert sum(map(len, days.values())) == 300


@pytest.mark.data
@pytest.mark.django_db
def test_the_demonstration_is_one_open_fictional_study_with_an_account_for_each_role():
    make_study(TODAY)
    renew_accounts("a password for trying")
    renew_accounts("another one, drawn anew")

    study = get_study(STUDY)
    assert study.fictional
    assert "Val-de-Sève" in study.title["fr"]
    assert "invent" in study.asked_by["fr"]
    assert "invent" in study.asked_by["en"]
    assert find_current_fielding(study, TODAY).state == "open"
    assert list_studies()[0].people == 300
    assert sum(count_breakoffs(find_current_fielding(study, TODAY), TODAY).values()) == 31
    assert not Draft.objects.exists()
    promises = Answer.objects.order_by().values_list("promise", flat=True).distinct()
    assert list(promises) == [PROMISE_NUMBER]
    assert [m.account for m in list_members(study.scope)] == [
        "owner",
        "researcher",
        "coder",
        "reader",
        "interviewer",
    ]


@pytest.mark.data
@pytest.mark.django_db
def test_an_account_that_stayed_has_its_role_again_in_the_next_demonstration():
    make_member("owner", make_small_study("mine"), Role.OWNER)
    make_study(TODAY)
    renew_accounts("a password for trying")

    assert list_members(get_study(STUDY).scope)[0].account == "owner"


@pytest.mark.django_db(transaction=True)
def test_texts_wait_for_the_demonstrations_coder_with_what_the_machine_suggests(bars, monkeypatch):
    make_study(TODAY)
    renew_accounts("a password for trying")
    code_stories(timezone.now())
    make_system_with_log(timezone.now())
    make_scribe(timezone.now())
    assert bars == [
        ("Inventing answers", 30, 30),
        ("Coding the stories", 37, 37),
        ("Keeping the log of a machine", 6, 6),
        ("Counting corrections", 4, 4),
    ]
    CliRunner().invoke(work, ["--once"], catch_exceptions=False)

    codebook = find_codebook(get_study(STUDY).id)
    assert all(set(code.names.texts) == {"fr", "en"} for code in codebook.codes.all())
    (guide,) = codebook.guides.all()
    assert all(set(each.names.texts) == {"fr", "en"} for each in guide.practices.all())
    assert all(one.public for one in list_released_quotations(codebook))
    nour = get_or_create_coder(codebook, get_account("coder"))
    waiting = list(list_texts_for_coder(nour, "/data/story/strategy"))
    suggested = list_visible_suggestions(nour, [text.id for text in waiting], list_codes(codebook))
    assert len(waiting) == 24
    assert len(suggested) > 12
    released = list_released_quotations(codebook)
    assert released
    assert list_public_quotations(codebook) == released

    check_findings()
    check_gaps()
    check_dialogue()
    check_path()
    check_group()
    check_cases()
    check_days()
    check_tour(monkeypatch)


def check_gaps():
    """Real situations stand beside rules; one of them with words that everybody may read."""
    detail = get_system_detail(find_system_by_slug("job-offers"), Audience.EVERYBODY)
    evidence = [each for gap in detail.gaps for each in gap.evidence]
    assert len(detail.gaps) == 2
    assert {each.state for each in evidence} == {EvidenceState.STANDING}
    assert len([each for each in evidence if each.quotation]) == 2


def check_dialogue():
    """What the drain inspector's offer tells leads to a shared point and to version 2."""
    system, today = find_system_by_slug("job-offers"), timezone.localdate()
    detail = get_system_detail(system, Audience.EVERYBODY)
    standing = get_pilot_standing(find_pilot_use(system.pk), detail, today)
    dialogue = get_dialogue_detail(system.scope, Audience.EVERYBODY, today)
    (workshop,) = dialogue.workshops
    shared, (declined,), (pending,) = (
        [each for each in workshop.points if each.point.state is state] for state in PointState
    )

    assert (standing.version.name, standing.step) == ("2", 3)
    (point,) = shared
    sources = {each.reference.source for each in point.evidence}
    assert sources == {"log-figure", "quotation"}
    (figure,) = [each for each in point.evidence if each.figure]
    assert str(REASONS[OverrideReason.NOT_APPLICABLE]) in figure.sentence
    cited = detail.versions[-1].evidence
    assert {each.reference.source for each in cited} == {"shared-point", *sources}
    (told,) = [each.reference for each in cited if "drain inspector" in each.quotation]
    findings = list_published_findings(get_study(STUDY).scope, Audience.EVERYBODY)
    (finding,) = [each for each in findings if each.finding.theme == FindingTheme.TWO_RATIONALITIES]
    for evidence in (cited, point.evidence, finding.evidence):
        assert {each.state for each in evidence} == {EvidenceState.STANDING}
        assert told in [each.reference for each in evidence]
    assert "proximité" in declined.point.statement["fr"]
    assert pending.point.stances[College.REPRESENTATIVES].stance is Stance.ON_MANDATE
    check_follow_up(dialogue)


def check_path():
    """Everybody goes from a card to the version that answers its finding, link by link."""
    browser, system = Client(), "/fr/at-work/job-offers/"
    page = browser.get("/fr/findings/").text
    words = "à la campagne, la voiture est nécessaire"
    card = re.search(rf'href="(/fr/findings/[^"]+)"[^>]*>[^<]*{words}', page.replace("\u00a0", " "))
    page = browser.get(card[1]).text
    finding = card[1].removesuffix("card/")
    assert f'href="{finding}"' in page
    page = browser.get(finding).text
    assert "drain inspector" in page
    for address in (system, f"{system}dialogue/", f"{system}versions/2/"):
        assert f'href="{address}' in page.partition("<main")[2]
        page = browser.get(address).text
    assert "drain inspector" in page
    assert "seule façon d’aller travailler" in page
    assert "L1132-1" in page, "what it declines, and why"


def check_follow_up(dialogue):
    """A clause fired for three months; what was undertaken is done, late and under way."""
    assert [each.standing.state for each in dialogue.consultations] == [
        AvisState.UNFAVOURABLE,
        AvisState.AWAITED,
    ]
    assert [each.ending for each in dialogue.agreements] == [None]
    assert Counter(each.state for each in dialogue.commitments) == {
        CommitmentState.DONE: 1,
        CommitmentState.LATE: 1,
        CommitmentState.OPEN: 1,
    }
    by_clause = [each for each in dialogue.agenda if each.item.clause]
    assert [each.is_open for each in by_clause] == [False, False, True]
    assert {one.state for each in by_clause for one in each.evidence} == {EvidenceState.STANDING}
    assert len(dialogue.agenda) == 4


def check_group():
    """Fourteen people moved; one recommendation was answered, one landmark, one question open."""
    make_group(timezone.now())
    make_group(timezone.now())  # a second time adds nothing

    group, today = find_group_by_slug(GROUP), timezone.localdate()
    assert group.fictional
    assert [m.account for m in list_members(group.scope)] == ["owner", "researcher", "reader"]
    sheet = get_mandate_sheet(group)
    assert (sheet.members, sheet.declared) == (14, 14)
    assert list(sheet.missing) == [MandateItem.REPLACEMENT]
    assert [each.agreed is None for each in group.steps.all()] == [False] * 11 + [True]
    assert len(list_released(group.scope)) == 7
    _first, second = list_round_views(group, None, today)
    (intuition,) = [each for each in second.hypotheses if each.hypothesis.origin == "intuition"]
    assert (intuition.result.movement.moved, intuition.result.movement.people) == (9, 14)
    assert all(each.reasons for each in second.hypotheses)
    # Of the four other social workers, two at least differ from most in both rounds of these.
    named = [[name for name, _both in each.names] for each in second.hypotheses if each.names]
    assert named == [["Corbeau"]] * 3  # patterns, loss of chance, the group's own

    found = {each.recommendation.kind: each for each in list_public_recommendations(today)}
    assert set(found) == set(RecommendationKind)
    states = Counter(claim.state for each in found.values() for claim in each.claims)
    assert states == {ClaimState.STANDING: 11, ClaimState.WITHOUT_EVIDENCE: 1}
    recommended = found[RecommendationKind.RECOMMENDATION]
    cited = {one.reference.source for each in recommended.claims for one in each.evidence}
    assert cited == {
        "agreement", "figure", "finding", "hypothesis-result", "log-figure", "quotation",
        "shared-point",
    }  # fmt: skip
    assert [each.state for each in recommended.addresses] == [AddressState.UNDER_WAY]
    (card,) = list_supplier_cards(group.pk)
    assert {each.state for each in card.observed} == {ClaimState.STANDING}
    check_visitor()


def check_visitor():
    """The link that is printed opens the page of a member, and the last one drawn alone does."""
    void, link = (describe_membership("").split()[-1] for _start in range(2))

    visitor = Client()
    assert visitor.get(void, follow=True).status_code == 410
    assert visitor.post(link, follow=True).status_code == 200
    assert "Tilleul" in visitor.get("/fr/my-group/place/").text
    assert "Votre position, d’abord" in visitor.get("/fr/my-group/positions/").text


def check_cases():
    """Everybody reads two cases, a matrix of fourteen cells, and a finding that cites two."""
    make_cases(timezone.now())
    make_cases(timezone.now())  # a second time adds nothing

    study = get_study(cases.STUDY)
    found = [list_case_documents(each) for each in list_public_cases(cases.STUDY)]
    people = [Counter(each.person for each in documents) for documents in found]
    assert study.fictional
    assert sorted(len(each) for each in people) == [4, 5]
    left = [each for who in people for each in who.values() if each == 1]
    assert (len(left), sum(map(len, found))) == (1, 17), "two interviews each, but for one person"
    assert {each.wave for documents in found for each in documents} == set(cases.WAVES)
    [matrix] = list_public_matrices(study)
    cells = get_public_sheet(matrix).cells
    assert Counter(cell.status for cell in cells) == {
        CellStatus.SENTENCE: 13,
        CellStatus.NOT_FOUND: 1,
    }
    assert [cell for cell in cells if cell.quotations] == [], "colleagues would know who speaks"
    [finding] = list_published_findings(study.scope, Audience.EVERYBODY)
    assert {each.reference.source for each in finding.evidence} == {"matrix-cell"}
    assert {each.state for each in finding.evidence} == {EvidenceState.STANDING}
    browser = Client()
    for evidence in finding.evidence:
        assert browser.get(evidence.address.partition("#")[0]).status_code == 200


def check_findings():
    """Eight findings are published of these stories; nothing that they cite is missing or empty."""
    publish_findings(timezone.now())
    publish_findings(timezone.now())  # a second time adds nothing

    scope = get_study(STUDY).scope
    found = list_published_findings(scope, Audience.EVERYBODY)
    assert len(found) == 8
    for detail in found:
        texts = (detail.finding.sentence, detail.finding.limits, detail.finding.would_change)
        assert all(set(text) == {"fr", "en"} for text in texts)
        assert detail.finding.confidence_reasons
        assert {each.state for each in detail.evidence} == {EvidenceState.STANDING}
    for language in ("fr", "en"):
        with override(language):
            cards = list_study_cards(get_study(STUDY), found)
            assert [each.sentence for each in cards if count_card_words(each) > CARD_WORDS] == []
    sources = [each.reference.source for detail in found for each in detail.evidence]
    assert sources.count("log-figure") == 5
    shown = {
        (each.item, row["name"]): max(row["counts"])
        for each in list_released(scope)
        for row in each.content["rows"]
    }
    for way in ("refuse", "no_need"):
        assert shown["/data/stance", way] > FEW, "whatever the noise, 6 at most: 23 are 17 or more"
    for released in list_released(scope):
        rows = released.content["rows"]
        assert any(count is not None for row in rows for count in row["counts"])
        assert all(
            row["name"] == "" or row["label"] == {} or {"fr", "en"} <= set(row["label"])
            for row in rows
        )


@pytest.mark.data
@pytest.mark.django_db
def test_a_study_is_begun_opened_and_listed_by_command(django_user_model):
    django_user_model.objects.create_user("anna", password="x")
    run = CliRunner().invoke

    made = run(study_command, CREATE)
    opened = run(study_command, ["open", "mine"])
    listed = run(study_command, ["list"])

    assert (made.exit_code, opened.exit_code) == (0, 0), made.output + opened.output
    assert "mine" in listed.output
    assert "open" in listed.output


@pytest.mark.data
@pytest.mark.django_db
def test_a_study_that_lacks_what_people_must_know_says_so_when_it_is_begun_and_opened(
    django_user_model,
):
    django_user_model.objects.create_user("anna", password="x")

    made = CliRunner().invoke(study_command, [*BEGIN, "--dpo", "dpo@example.org"])
    opened = CliRunner().invoke(study_command, ["open", "mine"])

    for message in (made.output, str(opened.exception)):
        assert "until when answers are kept, whom people can write to, who is" in message
        assert "studies/mine/about/" in message
    assert isinstance(opened.exception, InformationMissing)
    assert get_study("mine").protection_officer == "dpo@example.org"


@pytest.mark.data
@pytest.mark.django_db
def test_a_study_that_only_holds_imported_answers_cannot_be_opened_by_command():
    ready = get_template("testimonies")
    create_study(
        "files",
        StudyInfo(title={"en": "Files"}),
        workbook=ready.workbook,
        workbook_name=ready.workbook_name,
        mode=Mode.IMPORTED,
    )

    with pytest.raises(StateRefused, match="only holds imported answers"):
        CliRunner().invoke(study_command, ["open", "files"], catch_exceptions=False)


@pytest.mark.data
@pytest.mark.django_db
def test_a_next_version_is_for_the_next_opening_and_days_stay_as_set(django_user_model, tmp_path):
    django_user_model.objects.create_user("anna", password="x")
    run = CliRunner().invoke
    run(study_command, CREATE)
    run(study_command, ["open", "mine", "--from", "2026-11-01", "--until", "2099-12-31"])
    workbook = tmp_path / "next.md"
    workbook.write_bytes(get_template("testimonies").workbook)

    run(study_command, ["pause", "mine"])
    made = run(study_command, ["version", "mine", "--workbook", str(workbook)])
    run(study_command, ["open", "mine"])

    assert "version 2" in made.output
    fielding = find_current_fielding(get_study("mine"), TODAY)
    assert fielding.version.number == 1
    assert (fielding.opens, fielding.closes) == (date(2026, 11, 1), date(2099, 12, 31))

    run(study_command, ["close", "mine"])
    run(study_command, ["open", "mine"])
    fielding.refresh_from_db()
    # 14 days before the last day on which answers are kept
    assert (fielding.opens, fielding.closes) == (date(2026, 11, 1), date(2100, 12, 17))

    assert "vecu study open mine --next" in made.output
    run(study_command, ["open", "mine", "--next"])
    fielding.refresh_from_db()
    assert fielding.state == "closed"
    assert find_current_fielding(get_study("mine"), TODAY).version.number == 2
    again = run(study_command, ["open", "mine", "--next"])
    assert "No version of mine waits" in str(again.exception)
