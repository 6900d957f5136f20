"""Why what somebody writes in a group cannot be stored, or a round not open."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from datetime import date, timedelta
from typing import Any

from django.db.models import Manager
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from vecu.groups.content import (
    GroupContent,
    HypothesisContent,
    MandateContent,
    NotesAgreement,
    PositionContent,
    RoundOpening,
    StepContent,
)
from vecu.groups.member_names import fold_member_name
from vecu.groups.models import (
    MEMBER_NAME_LENGTH,
    ORIGIN_LENGTH,
    GroupHypothesis,
    GroupMember,
    GroupStep,
    LearningGroup,
    PositionRound,
)
from vecu.groups.rules import (
    FEWEST_MEMBERS,
    MOST_MEMBERS,
    MOST_PLAIN_WORDS,
    ROUNDS,
    count_words,
    is_full,
    is_large_enough,
)
from vecu.messages import printable
from vecu.register.checks import (
    EARLIEST_YEAR,
    TEXT_LENGTH,
    Problems,
    describe_unfit,
    list_unfit_texts,
)
from vecu.translation import LANGUAGES
from vecu.ui.slugs import is_valid_slug
from vecu.ui.templatetags.ui import day as format_day

LONGEST_ROUND = timedelta(days=90)
MOST_ENTRIES = 200
"""Of each kind, in one group."""


def list_slug_problems(slug: str) -> Problems:
    """Return what is wrong with the end of the address of a new group."""
    if not is_valid_slug(slug):
        message = _("“%(slug)s”: use letters a to z, digits, and single dashes between them.")
        return {"slug": message % {"slug": printable(slug)}}
    if LearningGroup.objects.filter(slug=slug).exists():
        message = _("“%(slug)s” is the address of another group. Choose another one.")
        return {"slug": message % {"slug": slug}}
    return {}


def list_content_problems(
    group: LearningGroup,
    content: GroupContent,
    row: LearningGroup | GroupStep | GroupHypothesis | None,
    _today: date,
) -> Problems:
    """Return by field why an entry cannot stand; `row` is the one that it would replace, if any."""
    problems: Problems = {}
    match content:
        case MandateContent():
            if not content.name:
                problems["name_fr"] = _("Give the group a name, in at least one language.")
            problems |= _list_year_problems("response_due", content.response_due)
        case StepContent():
            problems |= _list_step_problems(content, row) | _list_crowding(group.steps, row)
        case HypothesisContent():
            problems |= _list_hypothesis_problems(content, row)
            problems |= _list_crowding(group.hypotheses, row)
    return problems | _list_unfit(content)


def list_notes_problems(row: GroupStep, content: NotesAgreement, today: date) -> Problems:
    """Return by field why it cannot be noted that notes were read back and agreed."""
    if not row.notes:
        return {"": _("There are no notes of this step yet. Write them, then read them back.")}
    problems = {}
    if row.day > today:
        problems["present"] = _("This step has not taken place yet.")
    if not 0 < content.present <= MOST_MEMBERS:
        message = _("Between 1 and %(most)s people. Found: %(found)s.")
        problems["present"] = message % {"most": MOST_MEMBERS, "found": content.present}
    elif not 0 <= content.agreed <= content.present:
        message = _("%(present)s were there, so %(found)s cannot have agreed.")
        problems["agreed"] = message % {"present": content.present, "found": content.agreed}
    elif content.agreed < content.present and not content.objection:
        problems["objection_fr"] = _(
            "Not all who were there agreed to these notes. Say what the others would have written."
        )
    return problems | _list_unfit(content)


def list_position_problems(content: PositionContent) -> Problems:
    """Return by field why a position cannot be stored. Words are never required."""
    return _list_unfit(content)


def list_name_problems(
    group: LearningGroup, name: str, member: GroupMember | None = None
) -> Problems:
    """Return why a member cannot be called so in this group; `member` is who has a name already."""
    if not name:
        return {"name": _("Choose a name. It need not be your own.")}
    if message := describe_unfit(name, MEMBER_NAME_LENGTH):
        return {"name": message}
    if "@" in name:
        return {"name": _("This looks like an address. A name is enough; no address is needed.")}
    others = group.members.exclude(pk=member.pk) if member else group.members
    folded = fold_member_name(name)
    if message := describe_unfit(folded, 2 * MEMBER_NAME_LENGTH):  # one letter may be written out
        return {"name": message}
    if others.filter(folded_name=folded).exists():
        return {"name": _("Somebody in this group already has this name. Choose another.")}
    return {}


def list_joining_problems(group: LearningGroup) -> Problems:
    """Return why nobody can join a group now."""
    if group.ended:
        return _describe_end(group.ended)
    members = group.members.count()
    if is_full(members):
        message = _("A group has at most %(most)s members. Found: %(found)s.")
        return {"": message % {"most": MOST_MEMBERS, "found": members}}
    return {}


def list_publication_problems(group: LearningGroup) -> Problems:
    """Return why everybody cannot read of a group yet. A gap in its mandate is none: it is said."""
    if group.published:
        return {"": _("This group is already public.")}
    return list_size_problems(group)


def list_opening_problems(
    group: LearningGroup, opening: RoundOpening, rounds: Sequence[PositionRound], today: date
) -> Problems:
    """Return by field why a round cannot open."""
    if group.ended:
        return _describe_end(group.ended)
    if rounds and rounds[-1].closed is None:
        return {"": _("A round is open. The next can open once it has closed.")}
    if len(rounds) >= ROUNDS:
        return {"": _("Both rounds have closed: before and after. There is no third.")}
    problems = list_size_problems(group)
    if opening.last_day < today:
        problems["last_day"] = _("This day is past. A round stays open to the end of its last day.")
    elif opening.last_day > today + LONGEST_ROUND:
        latest = format_day(today + LONGEST_ROUND)
        problems["last_day"] = _("At most 90 days: until %(day)s.") % {"day": latest}
    problems |= _list_choice_problems(group, opening, rounds)
    return problems


def _list_choice_problems(
    group: LearningGroup, opening: RoundOpening, rounds: Sequence[PositionRound]
) -> Problems:
    if not opening.hypotheses:
        return {"hypotheses": _("Choose at least one hypothesis.")}
    found = {each.pk for each in group.hypotheses.filter(withdrawn={})}
    if not found.issuperset(opening.hypotheses):
        return {"hypotheses": _("One of these hypotheses no longer exists. Choose again.")}
    before = {each.pk for one in rounds for each in one.hypotheses.all()}
    if rounds and not before.issuperset(opening.hypotheses):
        return {
            "hypotheses": _(
                "The second round is on hypotheses of the first: there must be a before to compare"
                " with."
            )
        }
    return {}


def list_removal_problems(row: GroupHypothesis) -> Problems:
    """Return why a hypothesis cannot be removed."""
    message = _("Members were asked for their position on this. Withdraw it and say why: it stays.")
    return {"": message} if row.rounds.exists() else {}


def list_undo_problems(row: GroupHypothesis) -> Problems:
    """Return why nothing that was done to a hypothesis can be undone, but that it was withdrawn."""
    message = _("Members were asked for their position on this since. It stays as it is.")
    return {"": message} if row.rounds.exists() else {}


def list_ending_problems(group: LearningGroup) -> Problems:
    """Return why a group cannot end now."""
    if group.ended:
        return _describe_end(group.ended)
    if group.rounds.filter(closed=None).exists():
        return {"": _("A round is open. Close it first: its positions would be lost.")}
    return {}


def _describe_end(ended: date) -> Problems:
    return {"": _("This group ended on %(day)s.") % {"day": format_day(ended)}}


def list_size_problems(group: LearningGroup) -> Problems:
    """Return why a group of three or four neither takes positions nor becomes public."""
    members = group.composition["members"] if group.ended else group.members.count()
    if is_large_enough(members):
        return {}
    message = ngettext(
        "This group has %(number)s member; %(fewest)s are needed. Of so few, one’s own position and"
        " the totals would reveal those of the others.",
        "This group has %(number)s members; %(fewest)s are needed. Of so few, one’s own position"
        " and the totals would reveal those of the others.",
        members,
    )
    return {"": message % {"number": members, "fewest": FEWEST_MEMBERS}}


def _list_crowding(rows: Manager[Any], row: object) -> Problems:
    if row is not None or rows.count() < MOST_ENTRIES:
        return {}
    message = _("A group has at most %(most)s of these.")
    return {"": message % {"most": MOST_ENTRIES}}


def _list_step_problems(content: StepContent, row: object) -> Problems:
    problems = _list_year_problems("day", content.day)
    if not content.subject:
        problems["subject_fr"] = _("Say what this step is about, in at least one language.")
    if isinstance(row, GroupStep) and row.agreed is not None and content.notes != row.notes:
        problems["notes_fr"] = _(
            "Those who were there agreed to these notes. To change them, undo that first, and read"
            " them back again."
        )
    return problems


def _list_hypothesis_problems(content: HypothesisContent, row: object) -> Problems:
    problems = {}
    missing = {
        "statement": _("Write the hypothesis, in at least one language."),
        "source": _("Say who says so, by their role: “a union representative”, “the group”."),
        "counter_argument": _("Write what speaks against it: each hypothesis has one."),
    }
    for name, message in missing.items():
        if not getattr(content, name):
            problems[f"{name}_{LANGUAGES[0]}"] = message
    for language, text in content.plain.items():
        if (found := count_words(text)) > MOST_PLAIN_WORDS:
            message = _("At most %(most)s words in plain words. Found: %(found)s.")
            words = {"most": MOST_PLAIN_WORDS, "found": found}
            problems[f"plain_{language}"] = message % words
    if isinstance(row, GroupHypothesis) and row.rounds.exists():
        wording = (content.statement, content.plain, content.source, content.counter_argument)
        if wording != (row.statement, row.plain, row.source, row.counter_argument):
            problems[""] = _(
                "Members take or took position on these words, so they stay. Withdraw the"
                " hypothesis and add another one."
            )
    return problems


def _list_year_problems(name: str, day: date | None) -> Problems:
    if day is not None and not EARLIEST_YEAR <= day.year < 2100:
        return {
            name: _("%(day)s is not a possible date. Check the year.") % {"day": format_day(day)}
        }
    return {}


def _list_unfit(content: GroupContent | NotesAgreement | PositionContent) -> Problems:
    return list_unfit_texts(_iter_texts(content))


def _iter_texts(
    content: GroupContent | NotesAgreement | PositionContent,
) -> Iterator[tuple[str, str, int]]:
    for each in fields(content):
        value = getattr(content, each.name)
        if isinstance(value, Mapping):
            yield from ((f"{each.name}_{key}", text, TEXT_LENGTH) for key, text in value.items())
        elif type(value) is str:
            yield each.name, value, ORIGIN_LENGTH if each.name == "origin" else TEXT_LENGTH
