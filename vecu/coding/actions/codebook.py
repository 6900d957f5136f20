"""Changing the codebook: codes made, changed, moved, merged, split, retired; versions published."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, Max, OuterRef, Q
from django.utils.translation import gettext as _

from vecu.coding.actions.history import (
    ActionContext,
    record_event,
)
from vecu.coding.analysis.text_units import list_default_questions
from vecu.coding.code_tree import (
    check_cycles,
    names_of,
)
from vecu.coding.models import Assignment, Code, Codebook, CodebookVersion, Coding
from vecu.coding.queries.codebook import (
    find_codebook,
    get_snapshot,
    list_codes,
)
from vecu.coding.rules import Verb
from vecu.errors import VecuError
from vecu.search_folding import fold_for_search
from vecu.surveys.queries import (
    Study,
    get_latest_version,
    get_questionnaire,
)

COLOURS = (
    "#1f3f8f", "#a4161a", "#1e5b34", "#8a4b00", "#5b2a86", "#00626e", "#7a3b5d", "#4b5320",
)  # fmt: skip
"""What new codes are marked with, in turn: each dark enough to be read on white."""


class CodeRefused(VecuError):
    """A code cannot be made or changed as asked."""


class CodeChanged(VecuError):
    """Somebody else changed the code meanwhile; `current` is what it says now."""

    def __init__(self, current: Code) -> None:
        super().__init__(
            _("Somebody else has changed this code meanwhile. Compare, then save again.")
        )
        self.current = current


@dataclass(frozen=True, slots=True)
class CodeText:
    """What a code says of itself."""

    name: str
    definition: str = ""
    use_when: str = ""
    not_when: str = ""
    examples: str = ""
    colour: str = ""
    questions: Sequence[str] = ()


def open_codebook(study: Study, language: str) -> Codebook:
    """Return the codebook of a study, begun with the questions asked of each story.

    `language` is the one in which a new codebook's codes will be named.
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
    """Add a code behind those beside it; raise `CodeRefused` when the name is taken or empty.

    One that comes from a file has its `identity` from there.
    """
    _hold(codebook)
    name = _free_name(codebook, text.name, parent)
    last = codebook.codes.filter(parent=parent).aggregate(last=Max("place"))["last"]
    used = codebook.codes.count()
    said = asdict(text) | {
        "name": name,
        "colour": text.colour or (parent.colour if parent else COLOURS[used % len(COLOURS)]),
        "questions": list(text.questions),
    }
    place = 0 if last is None else last + 1
    own = {"pk": identity} if identity else {}
    code = Code.objects.create(codebook=codebook, parent=parent, place=place, **own, **said)
    record_event(act, Verb.MADE, codebook, code=code, detail={"name": name})
    return code


@transaction.atomic
def change_code(code: Code, text: CodeText, act: ActionContext, *, revision: int) -> Code:
    """Change what a code says; `revision` is that of the code which the member was shown.

    Raise `CodeChanged` when it is another by now, `CodeRefused` when the name is taken or empty.
    """
    held = _hold_code(code)
    if held.revision != revision:
        raise CodeChanged(held)
    name = _free_name(held.codebook, text.name, held.parent, besides=held)
    new = asdict(text) | {"name": name, "questions": list(text.questions)}
    before = {field.name: getattr(held, field.name) for field in fields(text)}
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
    """Put a code below another, or at the top, at a place among those there (default: last).

    Raise `CodebookCycle` when that is below the code itself.
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
    """Let all that was coded with `code` count as `into`; nothing is lost, so it can be undone.

    Codes below it come to stand below `into`.
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
    """Undo a merge: the code stands by itself again, with all that was coded with it."""
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
    """Make finer codes below one, which is offered no more; what it is on waits to be sorted.

    Its own codings stay until each coder has sorted theirs.
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
    """Offer a code no more, or again; what was coded with it stays."""
    held = _hold_code(code)
    if held.retired != retired:
        held.retired = retired
        _save(held)
        verb = Verb.RETIRED if retired else Verb.RESTORED
        record_event(act, verb, held.codebook, code=held, detail={"name": held.name})


@transaction.atomic
def publish_version(codebook: Codebook, act: ActionContext) -> CodebookVersion:
    """Keep the codebook as it stands, under the next number; `act.why` is what its note says."""
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
    """Say the answers to which questions are coded, and whether coders are blind to each other.

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
    """Mark as coded openly what coders have yet to finish and could see others' codes on."""
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


def _free_name(
    codebook: Codebook, name: str, parent: Code | None, besides: Code | None = None
) -> str:
    """Return the name in one line; raise `CodeRefused` where one beside it is called the same."""
    name = " ".join(name.replace("\x00", " ").split())
    limit = 120
    if not name:
        raise CodeRefused(_("Give the code a name."))
    if len(name) > limit:
        raise CodeRefused(
            _("This name has %(length)s characters; %(limit)s are the most. Shorten it.")
            % {"length": len(name), "limit": limit}
        )
    own = besides.id if besides else UUID(int=0)
    beside = codebook.codes.filter(parent=parent, merged=None).exclude(pk=own)
    names = beside.values_list("name", flat=True)
    if any((fold_for_search(each) or each) == (fold_for_search(name) or name) for each in names):
        raise CodeRefused(
            _("There is a code called “%(name)s” here already. Choose another name.")
            % {"name": name}
        )
    return name
