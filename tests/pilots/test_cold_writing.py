"""The pilot that keeps out of what is warm: closed values, contradictions, limits, full stops."""

import io
import json
import re
from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pypdf import PdfReader, PdfWriter
from pypdf.generic import NameObject, TextStringObject

from tests.pilots.pilot_checks import PilotScenario, check_pilot
from vecu.pilots.cold_writing import filled_form
from vecu.pilots.cold_writing.case_texts import list_form_cases, map_form_cases
from vecu.pilots.cold_writing.closed_values import ClosedValueRefused, read_value
from vecu.pilots.cold_writing.filled_form import (
    DisputeReply,
    FieldState,
    FormEntries,
    FormLimits,
    PaperChoice,
    fill_form,
)
from vecu.pilots.cold_writing.form_book import load_form_book
from vecu.pilots.cold_writing.form_files import FormFileRefused, fill_form_file, read_form_file
from vecu.pilots.cold_writing.households import list_households
from vecu.pilots.cold_writing.pilot import load_cold_writing_pilot
from vecu.pilots.interface import CaseRefused, ProposalForm
from vecu.translation import LANGUAGES
from vecu.writings import ClosedType, WritingSort, find_writing_kind

PILOT = load_cold_writing_pilot()
AID, TAX = load_form_book().forms
FIRST, CONTRADICTS, LACKS, GUARDIANSHIP, CONCERN = list_households()[:5]
CORRECTABLE = [each for form in (AID, TAX) for each in form.fields if each.may_be_corrected]


def fill(household=FIRST, *, form=AID, limits=filled_form.NO_LIMITS, **entries):
    filled = fill_form(form, household, limits, FormEntries(**entries))
    return {one.field.key: one for one in filled.fields}


def test_it_fulfils_the_contract_of_pilots():
    cases = [each.text for each in list_form_cases()[::25]]
    cases.append(map_form_cases()["aid-vs-0002"].text)
    check_pilot(PILOT, PilotScenario(cases=cases, quiet="Une lettre, sans formulaire."))


def test_a_household_that_is_not_of_the_list_is_refused_whatever_was_typed_into_it():
    text = list_form_cases()[0].text.replace("Adultes 1", "Adultes 3")

    with pytest.raises(CaseRefused, match="invented list"):
        PILOT.propose(text, "1", 1)


def test_each_field_belongs_to_a_part_on_which_positions_are_taken():
    for form in (AID, TAX):
        kind = find_writing_kind(form.writing)
        assert {each.part for each in form.fields} == {part.key for part in kind.parts}


def test_a_cold_field_has_a_closed_type_a_source_and_a_rule_and_no_other_has():
    for form in (AID, TAX):
        for each in form.fields:
            cold = each.sort is WritingSort.COLD
            assert (each.type is not None) == bool(each.source) == bool(each.rule) == cold
            assert (each.type is ClosedType.CHOICE) == bool(each.options)


@given(st.sampled_from(CORRECTABLE), st.text(max_size=40))
@example(CORRECTABLE[0], "elle pleure depuis mardi")
@example(CORRECTABLE[0], "31/02/2026")
def test_no_text_gets_into_a_cold_field_but_digits_a_day_or_a_word_of_its_list(field, typed):
    try:
        value = read_value(field, typed, FIRST.opened)
    except ClosedValueRefused:
        return
    assert value in field.options or re.fullmatch(r"[0-9.-]{1,10}", value)


def test_a_correction_moves_the_lines_that_follow_and_says_whose_it_is():
    """1 adult and 2 children are 1.6 shares; with another adult, 2.1."""
    as_found, corrected = fill(), fill(typed={"adults": "2"})

    assert as_found["shares"].value == "1.6"
    assert corrected["adults"].state is FieldState.CORRECTED
    assert corrected["shares"].value == "2.1"
    assert corrected["remainder"].value != as_found["remainder"].value


@pytest.mark.parametrize("silence", [FieldState.NOT_KNOWN, FieldState.NOT_SAID])
def test_who_does_not_know_or_does_not_wish_to_say_is_never_guessed_for(silence):
    fields = fill(silent={"income_wages": silence})

    assert fields["income_wages"].state is silence
    assert fields["income_total"].state is FieldState.NO_PAPER
    assert not fields["remainder"].value


def test_what_no_paper_says_stays_blank():
    fields = fill(LACKS)

    assert fields["adults"].state is FieldState.NO_PAPER
    assert not fields["shares"].value
    assert not fields["amount"].value


def test_a_contradiction_stays_blank_until_two_people_say_the_same():
    payslip, statement = PaperChoice.PAYSLIP, PaperChoice.STATEMENT
    slips = [float(paper.value) for paper in CONTRADICTS.find("income_wages")]

    for looks in ((), (payslip,), (payslip, statement)):
        fields = fill(CONTRADICTS, looks=looks)
        assert fields["income_wages"].state is FieldState.CONTRADICTED
        assert not fields["income_total"].value
    assert fill(CONTRADICTS, looks=(statement, statement))["income_wages"].value == "0.00"
    agreed = fill(CONTRADICTS, looks=(payslip, payslip))["income_wages"]
    assert agreed.state is FieldState.AGREED
    assert float(agreed.value) == pytest.approx(sum(slips) / 3, abs=0.005)


@pytest.mark.parametrize("household", [GUARDIANSHIP, CONCERN])
@pytest.mark.parametrize("form", [AID, TAX])
def test_a_case_on_the_never_list_stops_before_anything_is_computed(household, form, monkeypatch):
    monkeypatch.setattr(filled_form, "RULES", {})
    filled = fill_form(form, household)

    assert filled.stops
    assert not filled.fields
    (proposal,) = PILOT.propose(map_form_cases()[f"{form.key}-{household.key}"].text, "1", 4)
    assert proposal.form is ProposalForm.NOTE
    assert all(household.never.person[language] for language in LANGUAGES)
    assert find_writing_kind(household.never.writing).never


def test_a_limit_that_moved_is_followed_by_the_next_form():
    sorts = {"income": WritingSort.WARM, "story": WritingSort.COLD, "bills": WritingSort.DISPUTED}
    limits = FormLimits(sorts)
    fields = fill(limits=limits)

    assert {fields[key].state for key in ("income_wages", "income_total")} == {FieldState.WARM}
    assert not fields["remainder"].value
    assert fields["bills_rent"].state is FieldState.UNDECIDED
    assert fields["story"].state is FieldState.WARM  # no rule of this form could fill it
    replies = {"bills": DisputeReply.MACHINE}
    assert fill(limits=limits, replies=replies)["bills_rent"].value == fill()["bills_rent"].value
    replies = {"bills": DisputeReply.HAND}
    assert fill(limits=limits, replies=replies)["bills_rent"].state is FieldState.BY_HAND


def test_one_organisation_that_says_never_stops_the_form():
    filled = fill_form(AID, FIRST, FormLimits(objections=({"fr": "Non.", "en": "No."},)))

    assert filled.stops
    assert not filled.fields


def test_what_is_disputed_holds_an_outline_or_nothing_and_what_is_warm_nothing():
    filled = fill_form(AID, FIRST, entries=FormEntries(replies={"opinion": DisputeReply.MACHINE}))
    reader = PdfReader(io.BytesIO(fill_form_file(filled)))
    fields = reader.get_form_text_fields()

    assert fields["opinion"] == AID.fields[-3].outline["fr"]
    assert [fields[key] for key in ("story", "tried", "agreed")] == ["", "", ""]
    provenance = json.loads(reader.attachments["provenance.json"][0])
    sorts = {each["field"]: each["sort"] for each in provenance["fields"]}
    assert (sorts["story"], sorts["opinion"], sorts["adults"]) == ("warm", "disputed", "cold")


def make_file(change):
    writer = PdfWriter(clone_from=AID.file)
    change(writer)
    output = io.BytesIO()
    writer.write(output)
    return output.getvalue()


def drop_fields(writer):
    del writer.root_object["/AcroForm"]


def add_xfa(writer):
    writer.root_object["/AcroForm"][NameObject("/XFA")] = TextStringObject("<xdp/>")


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (make_file(drop_fields), "no field"),
        (make_file(lambda writer: writer.encrypt("secret")), "encrypted"),
        (make_file(add_xfa), "XFA"),
        (b"%PDF-1.7 and then nothing", "cannot be read"),
        (b"", "cannot be read"),
        (AID.file.read_bytes()[:9_000], "cannot be read"),
        (TAX.file.read_bytes(), "lacks the field “adults”"),
    ],
)
def test_a_file_that_cannot_be_filled_is_refused_in_words(content, says):
    with pytest.raises(FormFileRefused, match=says) as refused:
        read_form_file(content, [each.key for each in AID.fields])

    assert all(refused.value.say(language) for language in LANGUAGES)


def test_the_same_file_gives_the_same_households_on_one_day():
    list_households.cache_clear()
    again = list_households()

    assert len(again) == 250
    assert again[0] == FIRST
    assert {one.opened for one in again} == {date(2026, 11, 12)}
    assert len({one.papers for one in again}) == 250
