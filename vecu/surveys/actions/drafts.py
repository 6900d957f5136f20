"""A respondent's draft: begun, saved page by page, put aside, resumed or discarded."""

import secrets
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import partial

from django.db import transaction
from django.db.models import F

from vecu.accounts.key_ring import list_fingerprints
from vecu.credentials import RandomBytes, generate_code, generate_token
from vecu.errors import VecuError
from vecu.file_sanitizer.sanitize import SanitizedFile, make_sanitizer
from vecu.questionnaires import (
    AnswerProblem,
    EvaluatedForm,
    Page,
    PageKind,
    Values,
    apply_triggers,
    build_pages,
    build_pages_from_form,
    find_page,
    find_revealed_questions,
    initial_answers,
    remove_instance,
    store_once_values,
)
from vecu.surveys.actions.answer_files import (
    Files,
    Sanitizer,
    list_file_names,
    store_draft_files,
    take_files,
)
from vecu.surveys.actions.cards import list_batch_keys, lock_batches, release_codes
from vecu.surveys.actions.page_input import (
    Typed,
    apply_input,
    check_page,
    include_answered_questions,
    list_inputs,
)
from vecu.surveys.actions.relays import count_begun, count_left
from vecu.surveys.actions.wal_checkpoint import truncate_wal
from vecu.surveys.consent.versions import PROMISE_NUMBER
from vecu.surveys.models import (
    AccessCode,
    AnswerFile,
    BreakoffCount,
    Draft,
    Fielding,
    OutreachPartner,
)
from vecu.surveys.queries import (
    EvaluationContext,
    RespondentContext,
    find_draft,
    get_availability,
    get_evaluation_context,
    get_fielding_questionnaire,
    get_fingerprint,
    list_live_drafts,
)
from vecu.surveys.rules import REVIEW, AvailabilityStatus, draft_expiry

"""A source of random bytes: `secrets.token_bytes`, except in tests."""


class NotOpen(VecuError):
    """The fielding takes no answers now; `door` says why, `draft` is the draft that exists."""

    def __init__(
        self, fielding: Fielding, door: AvailabilityStatus, draft: Draft | None = None
    ) -> None:
        super().__init__(f"This inquiry is {door}.")
        self.fielding, self.door, self.draft = fielding, door, draft


class DraftNotFound(VecuError):
    """No draft has this token: it was sent, discarded, resumed elsewhere, or has expired."""


class PageNotFound(VecuError):
    """The questionnaire has no such page, or another answer made it irrelevant."""


class UnknownCode(VecuError):
    """No draft or answer of this study has this code."""


class AnswersRefused(VecuError):
    """The answers break rules of the questionnaire; nothing was stored."""

    def __init__(self, problems: Sequence[AnswerProblem]) -> None:
        super().__init__("\n".join(problem.message for problem in problems))
        self.problems = tuple(problems)


class PageRefused(AnswersRefused):
    """Input on one page breaks rules of the questionnaire; the draft is unchanged."""

    def __init__(self, problems: Sequence[AnswerProblem], page: Page) -> None:
        super().__init__(problems)
        self.page = page


class ReturnTo(StrEnum):
    """Where saving a page leads: to the next page, the review, or the review after the story.

    `NEXT` goes to the review via the next page, which an earlier answer has made relevant.
    """

    ON = ""
    REVIEW = "review"
    STORY = "story"
    NEXT = "next"


@dataclass(frozen=True, slots=True)
class NextPage:
    """The page to show next, or `REVIEW`, and where saving that page leads.

    `at` is the input to focus, '' for the first.
    """

    key: str
    then: ReturnTo = ReturnTo.ON
    at: str = ""


@dataclass(frozen=True, slots=True)
class _Saved:
    """The result of a page: the new answers, the next page, and the uploaded files by name."""

    values: Values
    step: NextPage
    files: Mapping[str, SanitizedFile] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PageInput:
    """What a page's form sent: texts, and the contents of files, by input name."""

    typed: Typed
    files: Files
    clean: Sanitizer
    """Sanitizes each file only once, even if the page is saved again after a conflict."""


def start_draft(
    fielding: Fielding,
    visit: RespondentContext,
    *,
    relay: OutreachPartner | None = None,
    promise: int = PROMISE_NUMBER,
    random_bytes: RandomBytes = secrets.token_bytes,
) -> tuple[str, Draft]:
    """Begin answering and return the token for the browser, and the draft.

    `promise` is the number of the promise that the respondent read. A draft of the same study that
    this browser held is deleted, unless it has a resume code or a card. Expired drafts are purged
    as well. Raise `NotOpen`.
    """
    purge_drafts(visit.today)
    return begin_draft(fielding, visit, relay=relay, promise=promise, random_bytes=random_bytes)


@transaction.atomic
def begin_draft(
    fielding: Fielding,
    visit: RespondentContext,
    *,
    relay: OutreachPartner | None = None,
    card: AccessCode | None = None,
    promise: int,
    random_bytes: RandomBytes,
) -> tuple[str, Draft]:
    """Begin a draft as `start_draft` does; the caller has locked and marked the card, if any."""
    if (door := get_availability(fielding, visit.today)) is not AvailabilityStatus.OPEN:
        raise NotOpen(fielding, door)
    questionnaire = get_fielding_questionnaire(fielding)
    seed = int.from_bytes(random_bytes(8)) >> 1  # the largest integer that every database stores
    context = EvaluationContext(today=visit.today, seed=seed, language=visit.language)
    values = initial_answers(questionnaire, **context)
    shown = build_pages(questionnaire, values, **context)
    token = generate_token(random_bytes)
    if visit.token:
        begun = list_live_drafts(visit).filter(
            token__in=list_fingerprints(visit.token), resume=None, card=None
        )
        held = list(begun)
        count_left(held)
        Draft.objects.filter(pk__in=[draft.pk for draft in held]).delete()
        truncate_wal()
    draft = Draft.objects.create(
        token=get_fingerprint(token, fielding.study.key_number),
        fielding=fielding,
        language=questionnaire.language_for(visit.language),
        values=values,
        page=shown[0].key if shown else REVIEW,
        seed=seed,
        promise=promise,
        expires=draft_expiry(visit.today),
        relay=count_begun(relay),
        card=card,
    )
    return token, draft


def lock_draft(visit: RespondentContext) -> Draft:
    """Return this browser's draft, locked until the transaction ends; raise `DraftNotFound`."""
    draft = find_draft(visit, lock=True)
    if draft is None:
        raise DraftNotFound
    return draft


def save_page(
    visit: RespondentContext,
    key: str,
    typed: Typed,
    files: Files | None = None,
    *,
    then: ReturnTo = ReturnTo.ON,
    leniently: bool = False,
    clean: Sanitizer | None = None,
) -> NextPage:
    """Save the input and files of the page `key`, and return the next page.

    `leniently` allows required answers to be blank, for a respondent who puts the page aside. A
    paused study still saves input, so that nobody loses it. Raise `DraftNotFound`,
    `PageNotFound` or `PageRefused`; nothing is saved then but accepted files, which no browser
    sends again by itself. `clean` is shared by whoever saves a page twice.
    """
    draft = find_draft(visit)
    if draft is None:
        raise DraftNotFound
    sent = PageInput(typed, files or {}, clean or make_sanitizer())
    # Computed before anything is locked, so that others wait for the disk only.
    try:
        saved = _save(draft, visit, key, sent, then=then, leniently=leniently)
    except PageRefused as refused:
        _keep_files(draft, visit, refused.page, sent)
        raise
    if not _keep(draft, visit, saved):  # another tab of the same browser was faster
        with transaction.atomic():
            held = lock_draft(visit)
            saved = _save(held, visit, key, sent, then=then, leniently=leniently)
            _keep(held, visit, saved)
    return saved.step


def _save(
    draft: Draft,
    visit: RespondentContext,
    key: str,
    sent: PageInput,
    *,
    then: ReturnTo,
    leniently: bool,
) -> _Saved:
    questionnaire = get_fielding_questionnaire(draft.fielding)
    context = get_evaluation_context(draft, visit)
    before = build_pages(questionnaire, draft.values, **context)
    page = find_page(before, key)
    if page is None:
        raise PageNotFound
    while True:
        values = draft.values
        if not (leniently and page.kind is PageKind.MORE):  # it stays open
            values = apply_input(questionnaire, page, values, sent.typed, context)
        values, taken, refused = take_files(
            page, values, sent.typed, sent.files, visit.language, sent.clean
        )
        values = apply_triggers(questionnaire, draft.values, values, **context)
        filled = EvaluatedForm(questionnaire, values, inviting=True, **context)
        after = build_pages_from_form(filled)
        new = find_revealed_questions(page, after)
        known, page = (
            page,
            include_answered_questions(page, new, sent.typed.keys() | sent.files.keys()),
        )
        if page is known:
            break
    if problems := refused or check_page(filled, page, new, sent.typed, visit, leniently=leniently):
        raise PageRefused(problems, find_page(after, key) or page)
    step = NextPage(key) if leniently else _step_from(page, before, after, then)
    if new and not leniently:  # some questions of the page depend on others on it
        inputs = list_inputs(page._replace(questions=new))
        on = ReturnTo.NEXT if then is ReturnTo.REVIEW and step.key != REVIEW else then
        step = NextPage(key, on, inputs[0].name if inputs else "")
    return _Saved(store_once_values(filled, values), step, taken)


def _keep_files(draft: Draft, visit: RespondentContext, page: Page, sent: PageInput) -> None:
    """Store the accepted files of a page that is shown again."""
    values, taken, _refused = take_files(
        page, draft.values, {}, sent.files, visit.language, sent.clean
    )
    if taken:
        _keep(draft, visit, _Saved(values, NextPage(draft.page), taken))


def _step_from(
    page: Page, before: Sequence[Page], after: Sequence[Page], then: ReturnTo
) -> NextPage:
    """Return the page that follows a saved page.

    From the review, an edit returns to the review, by way of the question that it made relevant
    or of the whole story that it added.
    """
    index = next((index for index, other in enumerate(after) if other.key == page.key), None)
    # The page that asks for another story comes after the story just added.
    if page.kind is PageKind.MORE and len(after) != len(before):
        index = (
            next(
                (index for index, other in enumerate(after) if _is_new_story(other, page)),
                len(after),
            )
            - 1
        )
    following = after[index + 1] if index is not None and index + 1 < len(after) else None
    if following is None:
        return NextPage(REVIEW)
    new = all(following.key != other.key for other in before)
    if then is ReturnTo.ON:
        return NextPage(following.key)
    if then is ReturnTo.NEXT:
        return NextPage(following.key, ReturnTo.REVIEW)
    if then is ReturnTo.REVIEW:
        story = ReturnTo.STORY if page.kind is PageKind.MORE else ReturnTo.REVIEW
        return NextPage(following.key, story) if new else NextPage(REVIEW)
    same = (following.repeat, following.position) == (page.repeat, page.position)
    return (
        NextPage(following.key, then)
        if same and following.kind is not PageKind.MORE
        else NextPage(REVIEW)
    )


def _is_new_story(page: Page, more: Page) -> bool:
    return page.repeat == more.repeat and page.position == more.position + 1


def _keep(draft: Draft, visit: RespondentContext, saved: _Saved) -> bool:
    """Store what was saved, unless the draft's answers have changed since they were read."""
    questionnaire = get_fielding_questionnaire(draft.fielding)
    unchanged = Draft.objects.filter(pk=draft.pk, values=draft.values)
    store = partial(
        unchanged.update,
        values=saved.values,
        page=saved.step.key,
        language=questionnaire.language_for(visit.language),
    )
    if not questionnaire.takes_files:  # one statement, whole by itself
        return bool(store())
    with transaction.atomic():
        if rows := store():
            store_draft_files(draft, saved.files, list_file_names(questionnaire, saved.values))
    return bool(rows)


@transaction.atomic
def remove_story(
    visit: RespondentContext, repeat: str, position: int, *, among: int | None = None
) -> NextPage:
    """Delete one instance of a repeat ("story", 2) and return the page that asks for another one.

    The only instance cannot be deleted. `among` is how many there were when the respondent
    chose: if there are fewer now, this was a double tap, and the next story, which has moved
    up, is left alone. Raise `DraftNotFound`, or `PageNotFound` if there is no such story.
    """
    draft = lock_draft(visit)
    questionnaire = get_fielding_questionnaire(draft.fielding)
    shown = build_pages(questionnaire, draft.values, **get_evaluation_context(draft, visit))
    same = [page for page in shown if page.repeat == repeat]
    stories = {page.position for page in same if page.kind is not PageKind.MORE}
    more = [page for page in same if page.kind is PageKind.MORE]
    if among is not None and among != len(stories):
        return NextPage(REVIEW)
    if position not in stories or len(stories) == 1:
        raise PageNotFound
    step = NextPage(more[0].key) if more else NextPage(REVIEW)
    values = remove_instance(draft.values, repeat, position)
    _keep(draft, visit, _Saved(values, step))
    return step


@transaction.atomic
def set_resume_code(
    visit: RespondentContext, *, random_bytes: RandomBytes = secrets.token_bytes
) -> tuple[str, Draft]:
    """Generate a new resume code for this draft; the previous code becomes invalid."""
    draft = lock_draft(visit)
    code = generate_code(random_bytes)
    draft.resume = get_fingerprint(code, draft.fielding.study.key_number)
    draft.save(update_fields=["resume"])
    return code, draft


@transaction.atomic
def resume_draft(
    visit: RespondentContext, code: str, *, random_bytes: RandomBytes = secrets.token_bytes
) -> tuple[str, Draft]:
    """Give this browser the draft of a resume code under a new token; the old token is void.

    Raise `UnknownCode`. The code itself remains valid until the answers are sent.
    """
    drafts = list_live_drafts(visit).select_for_update(of=("self",))
    draft = drafts.filter(resume__in=list_fingerprints(code)).first()
    if draft is None:
        raise UnknownCode
    return rotate_token(draft, random_bytes), draft


def rotate_token(draft: Draft, random_bytes: RandomBytes) -> str:
    """Set and return a new token for a draft that the caller has locked; the old one is void."""
    token = generate_token(random_bytes)
    mark = get_fingerprint(token, draft.fielding.study.key_number)
    Draft.objects.filter(pk=draft.pk).update(token=mark)
    AnswerFile.objects.filter(draft=draft.pk).update(draft=mark)
    return token


@transaction.atomic
def discard_drafts(tokens: Collection[str]) -> None:
    """Delete a browser's drafts of all studies, and count the pages at which they were abandoned.

    Drafts put aside with a resume code or a card are kept. The card of a deleted draft can be
    used again.
    """
    marks = [mark for token in tokens if token for mark in list_fingerprints(token)]
    drafts = Draft.objects.filter(token__in=marks, resume=None).defer("values").order_by("pk")
    if not (found := list(drafts)):
        return
    lock_batches(list_batch_keys(found))
    _drop(list(drafts.select_for_update()))


@transaction.atomic
def purge_drafts(today: date) -> int:
    """Delete expired drafts, count the pages at which they stopped, and return how many there were.

    Repeating it on the same day costs one index lookup.
    """
    past = Draft.objects.filter(expires__lt=today).defer("values")
    if not (expired := list(past)):
        return 0
    lock_batches(list_batch_keys(expired))
    held = list(past.select_for_update())
    _drop(held)
    return len(held)


def _drop(drafts: Sequence[Draft]) -> None:
    for draft in drafts:
        count, _created = BreakoffCount.objects.get_or_create(
            fielding_id=draft.fielding_id, page=draft.page
        )
        BreakoffCount.objects.filter(pk=count.pk).update(people=F("people") + 1)
    if drafts:
        count_left(drafts)
        release_codes(drafts)
        Draft.objects.filter(pk__in=[draft.pk for draft in drafts]).delete()
        truncate_wal()
