"""Why a position on a writing cannot stand: what it lacks, whose name it has, how it moves."""

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _

from vecu.dialogue.content import DialogueContent, WritingPositionContent
from vecu.dialogue.models import (
    Dialogue,
    DialogueEntry,
    StaffAgreement,
    Workshop,
    WritingPosition,
    find_latest,
)
from vecu.dialogue.rules import HOLDER_SIDES, PositionHolder
from vecu.records.rules import Side
from vecu.search_folding import fold_for_search
from vecu.translation import LANGUAGES
from vecu.ui.templatetags.ui import day as format_day
from vecu.writings import PartLimit, WritingKind, WritingSort, find_writing_kind

Problems = dict[str, str]
MOST_VOTERS = 100_000
SPARE_CHARACTERS = 20
"""By how much two short texts may differ although they have equal space."""


def list_position_problems(
    dialogue: Dialogue, content: DialogueContent, row: DialogueEntry | None
) -> Problems:
    """Return by field why a position cannot stand, {} of what is none."""
    if not isinstance(content, WritingPositionContent):
        return {}
    kind = find_writing_kind(content.writing)
    if kind is None:
        return {"": _("Choose a kind of writing first.")}
    problems = _list_missing(content)
    problems |= _list_vote_problems(content)
    problems |= _list_unequal_texts(content)
    problems |= _list_part_problems(content, kind)
    problems |= _list_machine_problems(content, kind)
    problems |= _list_name_problems(dialogue, content, row)
    return problems | _list_version_problems(dialogue, content, row)


def list_force_problems(row: DialogueEntry) -> Problems:
    """Return why a position can be neither corrected nor removed: it is in force, or was."""
    if isinstance(row, WritingPosition) and row.is_in_force:
        return {"": _("This position is in force: it moves by a new version, after a debate.")}
    return {}


def list_debate_problems(row: DialogueEntry, dialogue: Dialogue) -> Problems:
    """Return why a workshop stays: the limit moved after it."""
    if isinstance(row, Workshop) and dialogue.writingpositions.filter(debate=row.pk).exists():
        return {"": _("A position moved after this debate: the workshop stays.")}
    return {}


def list_debate_day_problems(workshop: Workshop, day: date) -> Problems:
    """Return why a debate cannot be dated so: it comes after the version that it moved."""
    positions = workshop.dialogue.writingpositions
    moved = {each.previous for each in positions.filter(debate=workshop.pk)}
    if any(each.pk in moved and each.day >= day for each in positions.all()):
        return {
            "day": _("A position moved after this debate: it must be later than the one before.")
        }
    return {}


def _list_missing(content: WritingPositionContent) -> Problems:
    needed = {
        "organisation": _("Name the organisation that takes this position."),
        "mandate_fr": _("Say who gave the mandate: an assembly, a board, a vote, and its day."),
        "statement_fr": _("Write what was voted."),
    }
    if content.against:
        needed["dissent_fr"] = _("Some voted against: write what they say, at the same length.")
    return {
        name: text
        for name, text in needed.items()
        if not getattr(content, name.removesuffix("_fr"))
    }


def _list_vote_problems(content: WritingPositionContent) -> Problems:
    problems = {
        name: _("Give a number from 0 to 100,000.")
        for name in ("in_favour", "against", "abstained")
        if not 0 <= getattr(content, name) <= MOST_VOTERS
    }
    if content.in_favour <= content.against and "in_favour" not in problems:
        problems["in_favour"] = _("A position has more votes for it than against it.")
    return problems


def _list_unequal_texts(content: WritingPositionContent) -> Problems:
    """Return where dissent does not have the space of the position, in any language."""
    problems = {}
    for language in LANGUAGES:
        lengths = [len(each.get(language, "")) for each in (content.statement, content.dissent)]
        spare = max(SPARE_CHARACTERS, max(lengths) // 10)
        if content.dissent and lengths[0] and abs(lengths[0] - lengths[1]) > spare:
            message = _(
                "Position and dissent have equal space: %(first)s characters and %(second)s. Bring"
                " them within %(spare)s of each other."
            )
            words = {"first": lengths[0], "second": lengths[1], "spare": spare}
            problems[f"dissent_{language}"] = message % words
    return problems


def _list_part_problems(content: WritingPositionContent, kind: WritingKind) -> Problems:
    known = {each.key for each in kind.parts}
    problems = {}
    if not content.parts.keys() <= known:
        problems[""] = _("A part does not belong to this writing. Open the form again.")
    for key in known & content.parts.keys():
        problems |= dict(_iter_limit_problems(key, content.parts[key]))
    return problems


def _iter_limit_problems(key: str, limit: PartLimit) -> Iterator[tuple[str, str]]:
    if not limit.argument:
        yield f"argument_{key}_fr", _("Say why.")
    cold = {"type": limit.closed_type, "source": limit.source, "rule": limit.rule}
    if limit.sort is not WritingSort.COLD:
        if any(cold.values()):
            yield f"sort_{key}", _("Only a cold part has a type, a source and a rule.")
        return
    messages = {
        "type": _("Choose the closed type that it can hold."),
        "source": _("Name the paper or the file that it comes from."),
        "rule": _("Say by which rule, such as “copied as it stands”."),
    }
    for name, value in cold.items():
        if not value:
            yield f"{name}_{key}", messages[name]


def _list_machine_problems(content: WritingPositionContent, kind: WritingKind) -> Problems:
    if content.never and content.lifts:
        return {"lifts_fr": _("Say either why never, or why a machine may: not both.")}
    if not (content.parts or content.never or content.lifts):
        return {"": _("Sort at least one part, or say why no machine may write any of it.")}
    if content.lifts and not kind.never:
        return {"lifts_fr": _("Nothing stops a machine here: leave this empty.")}
    if content.lifts and len(HOLDER_SIDES[content.holder]) < len(Side):
        return {
            "lifts_fr": _("No side lifts a never alone: an association does, and both confirm.")
        }
    return {}


def _list_name_problems(
    dialogue: Dialogue, content: WritingPositionContent, row: DialogueEntry | None
) -> Problems:
    """Return why a side cannot take a name under which somebody else speaks here."""
    name = fold_for_search(content.organisation)
    others = [each for each in dialogue.writingpositions.all() if not row or each.pk != row.pk]
    taken = {fold_for_search(each.organisation) for each in others if each.holder != content.holder}
    if content.holder is PositionHolder.SERVICE:
        agreements = StaffAgreement.objects.filter(dialogue=dialogue)
        taken |= {fold_for_search(union) for each in agreements for union in each.unions}
    if name in taken:
        return {"organisation": _("Somebody else speaks under this name in this dialogue.")}
    return {}


def _list_version_problems(
    dialogue: Dialogue, content: WritingPositionContent, row: DialogueEntry | None
) -> Problems:
    """Return why a version cannot follow: a limit moves from the one in force, after a debate."""
    line = (dialogue.pk, fold_for_search(content.organisation), content.writing)
    others = [each for each in dialogue.writingpositions.all() if not row or each.pk != row.pk]
    latest = find_latest(each for each in others if each.line == line)
    if latest is None:
        gone = _("The version before is not in force, or bears another name.")
        return {"": gone} if content.previous else {}
    if content.previous != latest.pk:
        return {"": _("This position is in force: it moves by a new version, after a debate.")}
    if content.holder != latest.holder:
        return {"holder": _("A new version is taken by the same kind of organisation.")}
    debate = dialogue.workshops.filter(pk=content.debate).first() if content.debate else None
    if debate is None:
        return {
            "debate": _("A limit moves after a debate: choose the workshop at which it was held.")
        }
    if not latest.day < debate.day <= content.day:
        message = _(
            "The debate comes after the version before (%(before)s) and no later than this one:"
            " that workshop was on %(day)s."
        )
        words = {"before": format_day(latest.day), "day": format_day(debate.day)}
        return {"debate": message % words}
    return {}
