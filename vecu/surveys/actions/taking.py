"""A person's answers on their way: begun, saved page by page, put aside, resumed or dropped."""

import secrets
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cache, partial

from django.db import transaction
from django.db.models import F

from vecu.credentials import draw_code, draw_token
from vecu.errors import VecuError
from vecu.questionnaires import (
    Filled,
    Page,
    PageKind,
    Problem,
    Values,
    brought,
    follow_triggers,
    keep_lasting,
    page_in,
    pages,
    pages_of,
    remove_instance,
    start,
)
from vecu.surveys.actions.answering import (
    Typed,
    answered,
    check_page,
    inputs_of,
    with_answered,
)
from vecu.surveys.actions.cards import batches_of, give_back, hold_batches
from vecu.surveys.actions.enclosing import Cleaning, Files, files_named, keep_files, take_files
from vecu.surveys.actions.journal import empty_journal
from vecu.surveys.actions.relays import count_begun, count_left
from vecu.surveys.cleaning import Clean, clean
from vecu.surveys.models import Card, Draft, Enclosure, Fielding, LeftAt, Relay
from vecu.surveys.queries import (
    Circumstances,
    Visit,
    circumstances_of,
    door_of,
    find_draft,
    fingerprint_of,
    live_drafts,
    questionnaire_for,
)
from vecu.surveys.rules import REVIEW, Door, draft_expiry

Drawn = Callable[[int], bytes]
"""A source of random bytes, `secrets.token_bytes` outside tests."""


class NotOpen(VecuError):
    """The fielding takes no answers now; `door` says in which way, `draft` is what is kept."""

    def __init__(self, fielding: Fielding, door: Door, draft: Draft | None = None) -> None:
        super().__init__(f"This inquiry is {door}.")
        self.fielding, self.door, self.draft = fielding, door, draft


class DraftGone(VecuError):
    """No draft has this token: it was sent, dropped, resumed elsewhere, or has expired."""


class PageGone(VecuError):
    """The questionnaire has no such page, or another answer has made it irrelevant."""


class UnknownCode(VecuError):
    """No draft or answer of this inquiry has this code."""


class AnswersRefused(VecuError):
    """Answers break the questionnaire's rules; nothing was kept."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("\n".join(problem.message for problem in problems))
        self.problems = tuple(problems)


class PageRefused(AnswersRefused):
    """What was typed on one page breaks the questionnaire's rules; the draft is as it was."""

    def __init__(self, problems: Sequence[Problem], page: Page) -> None:
        super().__init__(problems)
        self.page = page


class Then(StrEnum):
    """Where a saved page leads: on, back to the review, or to the review after the story.

    Or to the review by way of the next page, which an answer given before made relevant.
    """

    ON = ""
    REVIEW = "review"
    STORY = "story"
    NEXT = "next"


@dataclass(frozen=True, slots=True)
class Step:
    """The page to show next, or `REVIEW`, and where its own answer will lead.

    `at` is the input on it to begin with, '' for the first.
    """

    key: str
    then: Then = Then.ON
    at: str = ""


@dataclass(frozen=True, slots=True)
class _Saved:
    """What a page makes of the answers, where it leads, and the files it brings, by name."""

    values: Values
    step: Step
    files: Mapping[str, Clean] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Sent:
    """What the form of a page sent: texts, and the contents of files, by input."""

    typed: Typed
    files: Files = field(default_factory=dict)
    clean: Cleaning = field(default_factory=lambda: cache(clean))
    """Cleans each file once, since what is worked out anew is so while others wait."""


def start_draft(
    fielding: Fielding,
    visit: Visit,
    *,
    relay: Relay | None = None,
    random_bytes: Drawn = secrets.token_bytes,
) -> tuple[str, Draft]:
    """Begin answering and return the token for the browser, and the draft.

    A draft of the same inquiry that this browser held is dropped, unless a resume code or a card
    leads to it. Expired drafts are purged on the way. Raise `NotOpen`.
    """
    purge_drafts(visit.today)
    return begin_draft(fielding, visit, relay=relay, random_bytes=random_bytes)


@transaction.atomic
def begin_draft(
    fielding: Fielding,
    visit: Visit,
    *,
    relay: Relay | None = None,
    card: Card | None = None,
    random_bytes: Drawn,
) -> tuple[str, Draft]:
    """Begin a draft as `start_draft` does; the caller holds and marks the card, if there is one."""
    if (door := door_of(fielding, visit.today)) is not Door.OPEN:
        raise NotOpen(fielding, door)
    questionnaire = questionnaire_for(fielding)
    seed = int.from_bytes(random_bytes(8)) >> 1  # the largest number that every database holds
    around = Circumstances(today=visit.today, seed=seed, language=visit.language)
    values = start(questionnaire, **around)
    shown = pages(questionnaire, values, **around)
    token = draw_token(random_bytes)
    if visit.token:
        begun = live_drafts(visit).filter(token=fingerprint_of(visit.token), resume=None, card=None)
        held = list(begun)
        count_left(held)
        Draft.objects.filter(pk__in=[draft.pk for draft in held]).delete()
        empty_journal()
    draft = Draft.objects.create(
        token=fingerprint_of(token),
        fielding=fielding,
        language=questionnaire.language_for(visit.language),
        values=values,
        page=shown[0].key if shown else REVIEW,
        seed=seed,
        expires=draft_expiry(visit.today),
        relay=count_begun(relay),
        card=card,
    )
    return token, draft


def hold_draft(visit: Visit) -> Draft:
    """Return this browser's draft, locked until the transaction ends; raise `DraftGone`."""
    draft = find_draft(visit, lock=True)
    if draft is None:
        raise DraftGone
    return draft


def save_step(
    visit: Visit,
    key: str,
    typed: Typed,
    files: Files | None = None,
    *,
    then: Then = Then.ON,
    leniently: bool = False,
) -> Step:
    """Keep what was typed on the page `key`, and the files given there, and return where to go.

    `leniently` lets a required answer stay blank, for a person who puts the page aside. A paused
    inquiry still keeps what is typed, so that nobody loses it. Raise `DraftGone`, `PageGone` or
    `PageRefused`, and keep nothing then.
    """
    draft = find_draft(visit)
    if draft is None:
        raise DraftGone
    sent = Sent(typed, files or {})
    # Worked out before anything is locked, so that others wait for the disk only.
    saved = _save(draft, visit, key, sent, then=then, leniently=leniently)
    if not _keep(draft, visit, saved):  # another tab of the same browser was first
        with transaction.atomic():
            held = hold_draft(visit)
            saved = _save(held, visit, key, sent, then=then, leniently=leniently)
            _keep(held, visit, saved)
    return saved.step


def _save(
    draft: Draft, visit: Visit, key: str, sent: Sent, *, then: Then, leniently: bool
) -> _Saved:
    questionnaire = questionnaire_for(draft.fielding)
    around = circumstances_of(draft, visit)
    before = pages(questionnaire, draft.values, **around)
    page = page_in(before, key)
    if page is None:
        raise PageGone
    while True:
        values = draft.values
        if not (leniently and page.kind is PageKind.MORE):  # nobody has gone on to another yet
            values = answered(questionnaire, page, values, sent.typed, around)
        values, taken, refused = take_files(
            page, values, sent.typed, sent.files, visit.language, sent.clean
        )
        values = follow_triggers(questionnaire, draft.values, values, **around)
        filled = Filled(questionnaire, values, inviting=True, **around)
        after = pages_of(filled)
        new = brought(page, after)
        known, page = page, with_answered(page, new, sent.typed.keys() | sent.files.keys())
        if page is known:
            break
    if problems := refused or check_page(filled, page, new, sent.typed, visit, leniently=leniently):
        raise PageRefused(problems, page_in(after, key) or page)
    step = Step(key) if leniently else _step_from(page, before, after, then)
    if new and not leniently:  # some questions of the page are asked because of others
        asked = inputs_of(page._replace(questions=new))
        on = Then.NEXT if then is Then.REVIEW and step.key != REVIEW else then
        step = Step(key, on, asked[0].name if asked else "")
    return _Saved(keep_lasting(filled, values), step, taken)


def _step_from(page: Page, before: Sequence[Page], after: Sequence[Page], then: Then) -> Step:
    """Return where a saved page leads.

    From the review, a change leads back to it, by way of the question that it makes relevant or
    of the whole of a story that it adds.
    """
    place = next((place for place, other in enumerate(after) if other.key == page.key), None)
    # The page that asks for another story stands behind the story just added.
    if page.kind is PageKind.MORE and len(after) != len(before):
        place = (
            next(
                (place for place, other in enumerate(after) if _is_new_story(other, page)),
                len(after),
            )
            - 1
        )
    following = after[place + 1] if place is not None and place + 1 < len(after) else None
    if following is None:
        return Step(REVIEW)
    new = all(following.key != other.key for other in before)
    if then is Then.ON:
        return Step(following.key)
    if then is Then.NEXT:
        return Step(following.key, Then.REVIEW)
    if then is Then.REVIEW:
        story = Then.STORY if page.kind is PageKind.MORE else Then.REVIEW
        return Step(following.key, story) if new else Step(REVIEW)
    same = (following.repeat, following.position) == (page.repeat, page.position)
    return (
        Step(following.key, then) if same and following.kind is not PageKind.MORE else Step(REVIEW)
    )


def _is_new_story(page: Page, more: Page) -> bool:
    return page.repeat == more.repeat and page.position == more.position + 1


def _keep(draft: Draft, visit: Visit, saved: _Saved) -> bool:
    """Keep what was saved unless the draft's answers are no longer those it was made of."""
    questionnaire = questionnaire_for(draft.fielding)
    unchanged = Draft.objects.filter(pk=draft.pk, values=draft.values)
    kept = partial(
        unchanged.update,
        values=saved.values,
        page=saved.step.key,
        language=questionnaire.language_for(visit.language),
    )
    if not questionnaire.takes_files:  # one statement, whole by itself
        return bool(kept())
    with transaction.atomic():
        if rows := kept():
            keep_files(draft, saved.files, files_named(questionnaire, saved.values))
    return bool(rows)


@transaction.atomic
def remove_story(visit: Visit, repeat: str, position: int, *, among: int | None = None) -> Step:
    """Drop one instance of a repeat ("story", 2) and return the page that asks for another one.

    The only instance cannot be dropped: it is what the person came to tell. `among` is how many
    there were when the person chose: with fewer now it was a second tap, and the next story, which
    has moved up, is left alone. Raise `DraftGone`, or `PageGone` when there is no such story.
    """
    draft = hold_draft(visit)
    questionnaire = questionnaire_for(draft.fielding)
    shown = pages(questionnaire, draft.values, **circumstances_of(draft, visit))
    same = [page for page in shown if page.repeat == repeat]
    stories = {page.position for page in same if page.kind is not PageKind.MORE}
    more = [page for page in same if page.kind is PageKind.MORE]
    if among is not None and among != len(stories):
        return Step(REVIEW)
    if position not in stories or len(stories) == 1:
        raise PageGone
    step = Step(more[0].key) if more else Step(REVIEW)
    values = remove_instance(draft.values, repeat, position)
    _keep(draft, visit, _Saved(values, step))
    return step


@transaction.atomic
def set_resume_code(
    visit: Visit, *, random_bytes: Drawn = secrets.token_bytes
) -> tuple[str, Draft]:
    """Draw the code that leads back to this draft from any browser; an earlier one is void."""
    draft = hold_draft(visit)
    code = draw_code(random_bytes)
    draft.resume = fingerprint_of(code)
    draft.save(update_fields=["resume"])
    return code, draft


@transaction.atomic
def resume(
    visit: Visit, code: str, *, random_bytes: Drawn = secrets.token_bytes
) -> tuple[str, Draft]:
    """Give this browser the draft that `code` leads to, under a new token; the old one is void.

    Raise `UnknownCode`. The code itself keeps working until the answers are sent.
    """
    drafts = live_drafts(visit).select_for_update(of=("self",))
    draft = drafts.filter(resume=fingerprint_of(code)).first()
    if draft is None:
        raise UnknownCode
    return give_new_token(draft, random_bytes), draft


def give_new_token(draft: Draft, random_bytes: Drawn) -> str:
    """Return a new token for a draft that the caller holds; the one that led to it is void."""
    token = draw_token(random_bytes)
    Draft.objects.filter(pk=draft.pk).update(token=fingerprint_of(token))
    Enclosure.objects.filter(draft=draft.pk).update(draft=fingerprint_of(token))
    return token


@transaction.atomic
def leave(tokens: Collection[str]) -> None:
    """Drop the drafts of a browser, whatever their inquiry, and count the pages they were left at.

    Those put aside, with a resume code or a card, are left as they are. A card whose draft is
    dropped can be used again.
    """
    marks = [fingerprint_of(token) for token in tokens if token]
    drafts = Draft.objects.filter(token__in=marks, resume=None).defer("values").order_by("pk")
    if not (found := list(drafts)):
        return
    hold_batches(batches_of(found))
    _drop(list(drafts.select_for_update()))


@transaction.atomic
def purge_drafts(today: date) -> int:
    """Drop the drafts that have expired, count the pages they were left at, return how many.

    Once done it costs one look at an index until the next day.
    """
    past = Draft.objects.filter(expires__lt=today).defer("values")
    if not (expired := list(past)):
        return 0
    hold_batches(batches_of(expired))
    held = list(past.select_for_update())
    _drop(held)
    return len(held)


def _drop(drafts: Sequence[Draft]) -> None:
    for draft in drafts:
        count, _created = LeftAt.objects.get_or_create(
            fielding_id=draft.fielding_id, page=draft.page
        )
        LeftAt.objects.filter(pk=count.pk).update(people=F("people") + 1)
    if drafts:
        count_left(drafts)
        give_back(drafts)
        Draft.objects.filter(pk__in=[draft.pk for draft in drafts]).delete()
        empty_journal()
