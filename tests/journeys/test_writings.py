"""Writings are sorted without an account, counts are read, and a limit moves after its debate."""

from datetime import timedelta
from itertools import islice
from random import Random

from django.utils.timezone import localdate, now

from tests.dialogue.factories import ACT, POSITION, STAFF_ACT, WORKSHOP, note, respond
from tests.journeys.test_dialogue import fill
from tests.journeys.test_reading import sign_in
from tests.register.factories import make_public_system
from tests.surveys.factories import describe_study, make_member
from vecu.accounts.actions import give_role
from vecu.accounts.rules import Role
from vecu.dialogue.models import WritingPosition
from vecu.site.demo.writings import iter_sorters_by_day, release_sorts
from vecu.surveys.actions import create_study, open_fielding, store_imported_answers
from vecu.surveys.library import get_template
from vecu.surveys.models import Answer
from vecu.surveys.queries import get_fielding_questionnaire
from vecu.writings import WritingSort, judge_part, list_limits

OBJECTION = "déjà trop découper"


def make_sorted_study():
    """The ready inquiry, open, which 100 people have answered before."""
    ready = get_template("sorting")
    about = describe_study(ready.title, purpose=ready.purpose, asked_by={"fr": "Nous", "en": "We"})
    study = create_study(
        "writings", about, workbook=ready.workbook, workbook_name=ready.workbook_name
    )
    fielding, today = study.fieldings.get(), localdate()
    open_fielding(fielding, today=today, opens=today - timedelta(days=40))
    form = get_fielding_questionnaire(fielding)
    chance = Random(1)  # noqa: S311 - invented people
    for day, people in islice(iter_sorters_by_day(form, today, chance), 10):
        store_imported_answers(fielding, people, day, promise=6)
    release_sorts(study, group="The team", by="lea", now=now())
    return study


def test_twelve_writings_are_sorted_without_an_account_and_the_counts_are_read(person):
    make_sorted_study()
    before = Answer.objects.count()
    sorter = person(language="fr", phone=True)
    sorter.go("take/writings/")
    sorter.press("Start")
    assert OBJECTION in sorter.page.locator("main").inner_text()
    sorter.press("Continue")
    for number in range(12):
        words = sorter.page.locator("main").inner_text()
        assert words.index("Ce qui se décide") < words.index("Froid")
        # Nobody reads what others said before the last writing.
        assert "%" not in words
        sorter.choose(("cold", "warm", "depends", "unknown")[number % 4])
        if number == 2:
            sorter.write("Whether she is there.")
        sorter.press("Continue")
    while not sorter.page.url.endswith("/review/"):
        sorter.press("Continue")
    sorter.press("Send")

    assert Answer.objects.count() == before + 1
    assert sorter.page.context.cookies() == []
    sorter.press("How others sorted")
    words = sorter.page.locator("main").inner_text()
    assert words.index(OBJECTION) < words.index("ne fixent aucune limite") < words.index("Tous")
    sorter.press("Positions of organisations")
    sorter.reads("What is written in social work")


def test_a_limit_moves_after_its_debate_and_the_next_form_follows_it(person):
    seat = {"language": "en", "phone": False}
    system = make_public_system()
    give_role(make_member("rosa"), system.scope, Role.REPRESENTATIVE, by="lea", now=now())
    first = respond(note(system, POSITION, act=STAFF_ACT), act=ACT)
    note(system, WORKSHOP)
    visitor = person(**seat | {"phone": True})
    visitor.go("writings/financial_aid/")
    visitor.reads("Side by side")

    rosa = sign_in(person, seat, "rosa")
    rosa.go(f"systems/job-offers/dialogue/positions/{first.pk}/")
    rosa.press("Note a new version, after a debate")
    fill(rosa, day="2026-10-20", mandate_fr="Assemblée du 20 octobre", in_favour="11", against="7")
    rosa.page.locator("#id_sort_opinion").select_option("disputed")
    for name in ("source_opinion", "rule_opinion"):
        fill(rosa, **{name: ""})
    rosa.page.locator("#id_type_opinion").select_option("")
    fill(rosa, argument_opinion_fr="Il plaide pour quelqu’un.")
    rosa.press("Add")
    rosa.reads("A limit moves after a debate")
    rosa.page.locator("#id_debate").select_option(index=1)
    rosa.press("Add")
    second = WritingPosition.objects.exclude(pk=first.pk).get()

    lea = sign_in(person, seat, "lea")
    lea.go(f"systems/job-offers/dialogue/positions/{second.pk}/")
    [limit] = list_limits(system.pk, "financial_aid", localdate())
    assert judge_part("opinion", [limit]) is WritingSort.COLD
    lea.press("Confirm")
    [limit] = list_limits(system.pk, "financial_aid", localdate())
    assert judge_part("opinion", [limit]) is WritingSort.DISPUTED

    visitor.go("writings/financial_aid/")
    visitor.reads("has moved")
    visitor.press("When the limit moved, and after which debate")
    visitor.reads("Debate:")
    visitor.go(f"writings/financial_aid/{first.pk}/")
    visitor.reads("The limit has moved since")
    visitor.go("writings/guardianship/")
    visitor.reads("Never by a machine")
