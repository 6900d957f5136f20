"""Keeping what an OpenRosa client sends, once, however often it sends it."""

from dataclasses import dataclass, replace
from datetime import date

from django.db import transaction

from vecu.errors import VecuError
from vecu.questionnaires import Submission as Filled
from vecu.questionnaires import lapsed_in, read_submission, values_of
from vecu.surveys.actions.indexing import forget_words
from vecu.surveys.actions.journal import empty_journal
from vecu.surveys.actions.once import keep_once
from vecu.surveys.actions.sending import checked
from vecu.surveys.actions.taking import AnswersRefused, NotOpen
from vecu.surveys.models import Answer, Submission
from vecu.surveys.queries import (
    Circumstances,
    ClientForm,
    find_answer,
    fingerprint_of,
    forms_for_clients,
    instance_fingerprint,
    instance_receipt,
    xml_fingerprint,
)
from vecu.surveys.rules import Door


class UnknownForm(VecuError):
    """The inquiry has no form of this name and version; `expected` is what it takes now."""

    def __init__(self, filled: Filled, expected: ClientForm | None) -> None:
        super().__init__(f"No form {filled.form_id} {filled.version}.")
        self.filled, self.expected = filled, expected


class InstanceTaken(VecuError):
    """Other answers were sent under the same instanceID before; those are kept, these are not."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A filled form that is kept.

    `again` tells that it was before, `left_out` names what was not kept for the person's sake, and
    `lapsed` the answers left out because they point to one that is not there.
    """

    receipt: str
    left_out: tuple[str, ...]
    lapsed: tuple[str, ...] = ()
    again: bool = False


def receive(slug: str, xml: bytes, *, today: date, language: str) -> Kept:
    """Keep a filled form as an answer and return the code with which its sender can withdraw it.

    The same bytes again are accepted and keep nothing, even once the inquiry is closed or the
    answer withdrawn. One that corrects an earlier one (`deprecatedID`) takes its place. Raise
    `SubmissionRefused`, `UnknownStudy`, `UnknownForm`, `NotOpen`, `AnswersRefused` or
    `InstanceTaken`; nothing is kept then.
    """
    filled = read_submission(xml)
    form = _form_of(slug, filled, today)
    received = values_of(filled, form.questionnaire)
    lapsed = lapsed_in(form.questionnaire, received.values, today=today)
    kept = Kept(instance_receipt(slug, filled.instance_id), received.left_out, lapsed)
    mark = Submission(
        instance=instance_fingerprint(slug, filled.instance_id),
        xml=xml_fingerprint(xml),
        fielding=form.fielding,
    )
    try:
        if form.door is not Door.OPEN:
            raise NotOpen(form.fielding, form.door)
        around = Circumstances(today=today, seed=None, language=language)
        answer = checked(form.fielding, received.values, around)
    except (NotOpen, AnswersRefused):
        if not _was_kept(mark):
            raise
        return replace(kept, again=True)
    answer.receipt = fingerprint_of(kept.receipt)
    if filled.deprecated_id:
        new = _replace(instance_receipt(slug, filled.deprecated_id), slug, mark, answer)
    else:
        new = keep_once(mark, answer)
    return replace(kept, again=not new and _was_kept(mark))


def _form_of(slug: str, filled: Filled, today: date) -> ClientForm:
    """Return the form that was filled, the one that is open now among several."""
    forms = forms_for_clients(slug, today)
    for form in forms:
        if (form.questionnaire.form_id, str(form.number)) == (filled.form_id, filled.version):
            return form
    raise UnknownForm(filled, forms[0] if forms else None)


@transaction.atomic
def _replace(code: str, slug: str, mark: Submission, answer: Answer) -> bool:
    """Store a correction in place of the answer whose receipt is `code`, if that is still there."""
    new = keep_once(mark, answer)
    if new and (old := find_answer(code, slug)):
        replaced = Answer.objects.filter(pk=old.pk)
        forget_words(replaced)
        replaced.delete()
        empty_journal()
    return new


def _was_kept(mark: Submission) -> bool:
    """Tell whether the same was kept before; raise `InstanceTaken` for something else."""
    known = Submission.objects.filter(pk=mark.pk).values_list("xml", flat=True).first()
    if known is not None and known != mark.xml:
        raise InstanceTaken
    return known is not None
