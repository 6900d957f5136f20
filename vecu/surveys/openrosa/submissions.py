"""Store what an OpenRosa client sends, once, however often it sends it."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from functools import partial

from django.db import transaction

from vecu.errors import VecuError
from vecu.file_sanitizer.sanitize import make_sanitizer
from vecu.questionnaires import Submission as Filled
from vecu.questionnaires import (
    extract_answers,
    find_dangling_references,
    is_pending_attachment,
    read_submission,
)
from vecu.surveys.actions.answer_files import Files, Sanitizer, list_file_names
from vecu.surveys.actions.drafts import AnswersRefused, NotOpen
from vecu.surveys.actions.submit import build_answer, delete_answers
from vecu.surveys.consent.versions import parse_promise_number
from vecu.surveys.models import Answer, Study, SubmissionReceipt, Version
from vecu.surveys.openrosa.forms import ClientForm, list_cached_client_forms, list_client_forms
from vecu.surveys.openrosa.idempotent_insert import insert_if_new
from vecu.surveys.openrosa.submission_files import (
    MatchedAttachments,
    add_files,
    list_attachment_problems,
    list_pending_attachments,
    match_attachments,
    store_attachments,
)
from vecu.surveys.queries import (
    EvaluationContext,
    find_answer,
    get_fielding_questionnaire,
    get_file_name,
    get_fingerprint,
    get_instance_fingerprint,
    get_instance_receipt,
    get_xml_fingerprint,
)


class UnknownForm(VecuError):
    """The study has no form of this name and version; `expected` is the one it accepts now."""

    def __init__(self, filled: Filled, expected: ClientForm | None) -> None:
        super().__init__(f"No form {filled.form_id} {filled.version}.")
        self.filled, self.expected = filled, expected


class FieldingChanged(VecuError):
    """Nothing was stored: the fielding changed after it was read."""


class InstanceTaken(VecuError):
    """Other answers were already sent under the same instanceID, so these are not stored."""


@dataclass(frozen=True, slots=True)
class StoredSubmission:
    """The result of storing a filled form.

    `again`: it was stored before. `added`: files came now that were missing. `gone`: nothing of
    it is stored any more, since it was withdrawn, replaced or deleted. `awaited`: the questions
    whose files have not come. `left_out`: what was dropped to protect the respondent.
    `unasked`: parts that the form does not name. `lapsed`: answers left blank because they
    refer to one that does not exist.
    """

    receipt: str
    left_out: tuple[str, ...]
    unasked: tuple[str, ...]
    lapsed: tuple[str, ...] = ()
    awaited: tuple[str, ...] = ()
    again: bool = False
    added: bool = False
    gone: bool = False


def store_submission(
    slug: str, xml: bytes, files: Files | None = None, *, today: date, language: str
) -> StoredSubmission:
    """Store a filled form as an answer and return the code with which its sender can withdraw it.

    `files` are the contents of the parts that came with it, by name. The same bytes again are
    accepted, even once the study is closed or the answer withdrawn, and store nothing but
    missing files. A form that corrects an earlier one (`deprecatedID`) replaces it. Raise
    `SubmissionRefused`, `StudyNotFound`, `UnknownForm`, `NotOpen`, `AnswersRefused`,
    `InstanceTaken` or `FieldingChanged`; nothing is stored then.

    Cached forms of the study are tried first; they are read anew if storing shows that they
    changed, or if the submission would be rejected.
    """
    post = _Post(slug, read_submission(xml), xml, files or {}, today, language)
    with suppress(FieldingChanged, UnknownForm, NotOpen, AnswersRefused, Version.DoesNotExist):
        return _receive(post, list_cached_client_forms(slug, today))
    return _receive(post, list_client_forms(slug, today))


@dataclass(frozen=True, slots=True)
class _Post:
    """A submission for the study `slug`, the day it came, and the language of messages."""

    slug: str
    filled: Filled
    xml: bytes
    files: Files
    today: date
    language: str
    clean: Sanitizer = field(default_factory=make_sanitizer)


def _receive(post: _Post, forms: Sequence[ClientForm]) -> StoredSubmission:
    """Store the submission as `store_submission` does, if it is for one of these forms.

    Raise `FieldingChanged` if the fielding is no longer as it was read.
    """
    slug, filled, today, language = post.slug, post.filled, post.today, post.language
    form = _form_of(filled, forms)
    study = form.fielding.study
    received = extract_answers(filled, form.questionnaire)
    name_for = partial(get_file_name, study, filled.instance_id)
    receipt = get_instance_receipt(study, filled.instance_id)
    mark = SubmissionReceipt(
        instance=get_instance_fingerprint(study, filled.instance_id),
        xml=get_xml_fingerprint(study, post.xml),
        fielding=form.fielding,
    )
    came = match_attachments(
        form.questionnaire,
        received.values,
        post.files,
        name_for,
        language,
        post.clean,
        _make_stored_test(slug, receipt, mark, post.files),
    )
    lapsed = find_dangling_references(form.questionnaire, received.values, today=today)
    make_submission = partial(StoredSubmission, receipt, received.left_out, came.unasked, lapsed)
    try:
        promise = parse_promise_number(received.note_number)
        answer = _answer(form, came, promise, today, language)
    except (NotOpen, AnswersRefused):
        if not _is_duplicate(mark):
            raise
    else:
        answer.receipt = get_fingerprint(receipt, study.key_number)
        if _keep(study, filled, mark, answer, came):
            return make_submission(awaited=list_pending_attachments(answer, language))
        if not _is_duplicate(mark):
            raise FieldingChanged
    known, added = find_answer(receipt, slug), False
    if known and form.questionnaire.takes_files:
        known, added = add_files(receipt, slug, came)
    if known is None:
        return make_submission(again=True, gone=True)
    return make_submission(
        awaited=list_pending_attachments(known, language), again=True, added=added
    )


def _make_stored_test(
    slug: str, receipt: str, mark: SubmissionReceipt, files: Files
) -> Callable[[str], bool]:
    """Return a predicate for the names of files that came before, or whose answer is gone."""
    if not files or not _is_duplicate(mark):
        return lambda _name: False
    known = find_answer(receipt, slug)
    if known is None:
        return lambda _name: True
    questionnaire = get_fielding_questionnaire(known.fielding)
    names = list_file_names(questionnaire, known.values)
    stored = {name.partition(".")[0] for name in names if not is_pending_attachment(name)}
    return stored.__contains__


def _form_of(filled: Filled, forms: Sequence[ClientForm]) -> ClientForm:
    """Return the form that was filled; among several, the one that is open now."""
    for form in forms:
        if (form.questionnaire.form_id, str(form.number)) == (filled.form_id, filled.version):
            return form
    raise UnknownForm(filled, forms[0] if forms else None)


def _answer(
    form: ClientForm, came: MatchedAttachments, promise: int | None, today: date, language: str
) -> Answer:
    """Return the answer to store; raise `NotOpen`, or `AnswersRefused` with all problems.

    `promise` is the number that the form itself holds: that of its own note.
    """
    if not form.taken:
        raise NotOpen(form.fielding, form.door)
    context = EvaluationContext(today=today, seed=None, language=language)
    try:
        answer = build_answer(form.fielding, came.values, context, promise)
    except AnswersRefused as error:
        raise AnswersRefused([*came.refused.values(), *error.problems]) from error
    if problems := list_attachment_problems(came, form.questionnaire, answer.values):
        raise AnswersRefused(problems)
    return answer


def _keep(
    study: Study, filled: Filled, mark: SubmissionReceipt, answer: Answer, came: MatchedAttachments
) -> bool:
    """Store an answer with its files, replacing the one that it corrects; return if it is new.

    Most bring no file and correct nothing: for these a single statement is enough.
    """
    corrected = filled.deprecated_id not in {"", filled.instance_id}
    if not came.files and not corrected:
        return insert_if_new(mark, answer)
    with transaction.atomic():
        if not insert_if_new(mark, answer):
            return False
        store_attachments(answer, came)
        code = get_instance_receipt(study, filled.deprecated_id)
        if corrected and (old := find_answer(code, study.slug)):
            delete_answers(Answer.objects.filter(pk=old.pk))
        return True


def _is_duplicate(mark: SubmissionReceipt) -> bool:
    """Return whether the same form was stored before; raise `InstanceTaken` if it differs."""
    known = SubmissionReceipt.objects.filter(pk=mark.pk).values_list("xml", flat=True).first()
    if known is not None and known != mark.xml:
        raise InstanceTaken
    return known is not None
