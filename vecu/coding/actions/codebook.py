"""Change the codebook: create, edit, move, merge, split and retire codes; publish versions."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, Max, OuterRef, Q
from django.utils.translation import gettext as _

from vecu.coding.actions.history import ActionContext, record_event
from vecu.coding.analysis.text_units import list_default_questions
from vecu.coding.code_tree import check_cycles, names_of
from vecu.coding.models import Assignment, Code, Codebook, CodebookVersion, Coding
from vecu.coding.queries.codebook import find_codebook, get_snapshot, list_codes
from vecu.coding.rules import Verb
from vecu.errors import VecuError
from vecu.search_folding import fold_for_search
from vecu.surveys.queries import Study, get_latest_version, get_questionnaire

COLOURS = (
    "#1f3f8f", "#a4161a", "#1e5b34", "#8a4b00", "#5b2a86", "#00626e", "#7a3b5d", "#4b5320",
)  # fmt: skip
"""Colours of new codes, in turn: each dark enough to be read on white."""


class CodeRefused(VecuError):
    """A code cannot be created or changed as requested."""


class CodeChanged(VecuError):
    """Somebody else has changed the code; `current` is its present text."""

    def __init__(self, current: Code) -> None:
        super().__init__(
            _("Somebody else has changed this code in the meantime. Compare, then save again.")
        )
        self.current = current


@dataclass(frozen=True, slots=True)
class CodeText:
    """The texts of a code: what its author writes about it.

    `translated_names` has its name in other languages, for readers; '' takes one away.
    """

    name: str
    definition: str = ""
    use_when: str = ""
    not_when: str = ""
    examples: str = ""
    colour: str = ""
    questions: Sequence[str] = ()
    translated_names: Mapping[str, str] = field(default_factory=dict)


def open_codebook(study: Study, language: str) -> Codebook:
    """Return the codebook of a study; create it with the questions asked of each story.

    `language` is the language of a new codebook's codes.
    """
    found = find_codebook(study.id)
    if found is not None:
        return found
    questions = list_default_questions(get_questionnaire(get_latest_version(study)))
    begun = {"questions": questions, "language": language}
    return Codebook.objects.get_or_create(study=study, defaults=begun)[0]


@transaction.atomic
def make_code(
    codebook: Codebook,
    text: CodeText,
    act: ActionContext,
    *,
    parent: Code | None = None,
    identity: UUID | None = None,
) -> Code:
    """Add a code after its siblings; raise `CodeRefused` when the name is empty or taken.

    `identity` is the id of a code imported from a file.
    """
    _hold(codebook)
    name = _free_name(codebook, text.name, parent)
    last = codebook.codes.filter(parent=parent).aggregate(last=Max("place"))["last"]
    used = codebook.codes.count()
    said = asdict(text) | {
        "name": name,
        "colour": text.colour or (parent.colour if parent else COLOURS[used % len(COLOURS)]),
        "questions": list(text.questions),
        "translated_names": _tidy_names(text.translated_names),
    }
    place = 0 if last is None else last + 1
    own = {"pk": identity} if identity else {}
    code = Code.objects.create(codebook=codebook, parent=parent, place=place, **own, **said)
    record_event(act, Verb.MADE, codebook, code=code, detail={"name": name})
    return code


@transaction.atomic
def change_code(code: Code, text: CodeText, act: ActionContext, *, revision: int) -> Code:
    """Change the texts of a code; `revision` is that of the code on the member's page.

    Raise `CodeChanged` when the revision differs now, `CodeRefused` when the name is empty or
    taken.
    """
    held = _hold_code(code)
    if held.revision != revision:
        raise CodeChanged(held)
    name = _free_name(held.codebook, text.name, held.parent, besides=held)
    new = asdict(text) | {
        "name": name,
        "questions": list(text.questions),
        "translated_names": _tidy_names(text.translated_names),
    }
    before = {each.name: getattr(held, each.name) for each in fields(text)}
    changed = {key: [before[key], new[key]] for key in new if before[key] != new[key]}
    if changed:
        for key in changed:
            setattr(held, key, new[key])
        _save(held)
        record_event(act, Verb.CHANGED, held.codebook, code=held, detail=changed)
    return held


@transaction.atomic
def move_code(
    code: Code, act: ActionContext, *, parent: Code | None, place: int | None = None
) -> None:
    """Move a code below another or to the top level, at an index among its siblings.

    By default it becomes the last. Raise `CodebookCycle` when the parent is a descendant of the
    code.
    """
    held = _hold_code(code)
    codes = list_codes(held.codebook)
    wanted = codes.parents | {held.id: parent.id if parent else None}
    check_cycles(wanted, names_of(codes.by_id))
    _free_name(held.codebook, held.name, parent, besides=held)
    beside = [each for each in held.codebook.codes.filter(parent=parent) if each.id != held.id]
    beside.sort(key=lambda each: (each.place, each.name))
    beside.insert(len(beside) if place is None else place, held)
    was = codes.by_id[held.parent_id].name if held.parent_id else ""
    held.parent = parent
    _save(held)
    for at, each in enumerate(beside):
        Code.objects.filter(pk=each.pk).update(place=at)
    detail = {"name": held.name, "from": was, "to": parent.name if parent else ""}
    record_event(act, Verb.MOVED, held.codebook, code=held, detail=detail)


@transaction.atomic
def merge_code(code: Code, into: Code, act: ActionContext) -> None:
    """Merge a code into another; its codings count as `into` and the merge can be undone.

    Child codes move below `into`.
    """
    held = _hold_code(code)
    final = list_codes(held.codebook).final()
    if into.codebook_id != held.codebook_id or final[into.id] == held.id:
        raise CodeRefused(_("A code cannot be merged into itself. Choose another one."))
    if held.merged_id:
        raise CodeRefused(_("This code has been merged already."))
    for below in held.children.all():
        move_code(below, act, parent=into)
    held.merged = into
    _save(held)
    detail = {"name": held.name, "into": into.name}
    record_event(act, Verb.MERGED, held.codebook, code=held, detail=detail)


@transaction.atomic
def unmerge_code(code: Code, act: ActionContext) -> None:
    """Undo a merge: the code is separate again, with all its codings."""
    held = _hold_code(code)
    if held.merged is None:
        return
    detail = {"name": held.name, "from": held.merged.name}
    held.merged = None
    held.name = _free_name(held.codebook, held.name, held.parent, besides=held)
    _save(held)
    record_event(act, Verb.PARTED, held.codebook, code=held, detail=detail)


@transaction.atomic
def split_code(code: Code, names: Sequence[str], act: ActionContext) -> list[Code]:
    """Split a code into child codes and retire it.

    Existing codings stay until each coder reassigns theirs.
    """
    if len(names) < 2:
        raise CodeRefused(_("Name at least two codes to split this one into, one on each line."))
    held = _hold_code(code)
    made = [
        make_code(held.codebook, CodeText(name, questions=held.questions), act, parent=held)
        for name in names
    ]
    held.retired = True
    _save(held)
    detail = {"name": held.name, "into": [each.name for each in made]}
    record_event(act, Verb.SPLIT, held.codebook, code=held, detail=detail)
    return made


@transaction.atomic
def retire_code(code: Code, act: ActionContext, *, retired: bool = True) -> None:
    """Stop offering a code, or offer it again; its codings stay."""
    held = _hold_code(code)
    if held.retired != retired:
        held.retired = retired
        _save(held)
        verb = Verb.RETIRED if retired else Verb.RESTORED
        record_event(act, verb, held.codebook, code=held, detail={"name": held.name})


@transaction.atomic
def publish_version(codebook: Codebook, act: ActionContext) -> CodebookVersion:
    """Publish the codebook as the next version; `act.why` is the note."""
    _hold(codebook)
    last = codebook.versions.aggregate(last=Max("number"))["last"] or 0
    version = CodebookVersion.objects.create(
        codebook=codebook,
        number=last + 1,
        at=act.now,
        by=act.by,
        note=act.why,
        codes=get_snapshot(list_codes(codebook)),
    )
    record_event(act, Verb.PUBLISHED, codebook, detail={"number": version.number})
    return version


@transaction.atomic
def configure_coding(
    codebook: Codebook, act: ActionContext, *, questions: Sequence[str], blind: bool
) -> None:
    """Set which questions are coded, and whether coders are blind to each other's codes.

    What was coded openly before stays marked as such.
    """
    before = _hold(codebook)
    if blind and not before.blind:
        _mark_openly_coded(codebook)
    codebook.questions, codebook.blind = list(questions), blind
    codebook.save(update_fields=["questions", "blind"])
    record_event(
        act, Verb.CONFIGURED, codebook, detail={"questions": list(questions), "blind": blind}
    )


def _hold(codebook: Codebook) -> Codebook:
    return Codebook.objects.select_for_update().get(pk=codebook.pk)


def _mark_openly_coded(codebook: Codebook) -> None:
    """Mark unfinished texts as openly coded for coders who could see others' codes on them."""
    others = {"verbatim": OuterRef("verbatim")}
    seen = [
        Exists(rows.filter(~Q(coder=OuterRef("coder")), **others))
        for rows in (Coding.objects, Assignment.objects.filter(done=True))
    ]
    unfinished = Assignment.objects.filter(verbatim__codebook=codebook, done=False)
    unfinished.filter(seen[0] | seen[1]).update(openly=True)


def _hold_code(code: Code) -> Code:
    _hold(code.codebook)
    return Code.objects.select_related("codebook", "parent", "merged").get(pk=code.pk)


def _save(code: Code) -> None:
    code.revision += 1
    code.save()


def _tidy_names(names: Mapping[str, str]) -> dict[str, str]:
    """Return the names by language, each on one line, without empty ones."""
    tidy = {language: _tidy_name(name) for language, name in sorted(names.items())}
    return {language: name for language, name in tidy.items() if name}


def _tidy_name(name: str) -> str:
    """Return the name on one line; raise `CodeRefused` if it is too long."""
    name, limit = " ".join(name.replace("\x00", " ").split()), 120
    if len(name) > limit:
        raise CodeRefused(
            _("This name has %(length)s characters; the limit is %(limit)s. Shorten it.")
            % {"length": len(name), "limit": limit}
        )
    return name


def _free_name(
    codebook: Codebook, name: str, parent: Code | None, besides: Code | None = None
) -> str:
    """Return the name on one line; raise `CodeRefused` if a sibling already has it."""
    name = _tidy_name(name)
    if not name:
        raise CodeRefused(_("Give the code a name."))
    own = besides.id if besides else UUID(int=0)
    beside = codebook.codes.filter(parent=parent, merged=None).exclude(pk=own)
    names = beside.values_list("name", flat=True)
    if any((fold_for_search(each) or each) == (fold_for_search(name) or name) for each in names):
        raise CodeRefused(
            _("There is already a code called “%(name)s” here. Choose another name.")
            % {"name": name}
        )
    return name
