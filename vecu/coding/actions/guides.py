"""Create, change and remove guides; map codes to their practices."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from vecu.coding.actions.history import ActionContext, record_event
from vecu.coding.library import ReadyGuide
from vecu.coding.models import Code, Codebook, Guide, Practice
from vecu.coding.rules import Verb
from vecu.errors import VecuError

MAX_NAME = 200
MOST_PRACTICES = 200


class GuideRefused(VecuError):
    """A guide cannot be created or changed as requested."""


class GuideChanged(VecuError):
    """Somebody else has changed or removed the guide, or the codes of a practice."""


@dataclass(frozen=True, slots=True)
class PracticeText:
    """The texts of a practice, translations by language; `id` is that of an existing one."""

    name: str
    description: str = ""
    id: UUID | None = None
    translated_names: Mapping[str, str] = field(default_factory=dict)
    translated_descriptions: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, practice: Practice) -> "PracticeText":
        """Return the texts of an existing practice."""
        return cls(
            practice.name,
            practice.description,
            practice.id,
            practice.translated_names,
            practice.translated_descriptions,
        )


@dataclass(frozen=True, slots=True)
class GuideText:
    """The texts of a guide with its practices in order, in one language, and translations."""

    name: str
    language: str
    source: str = ""
    practices: Sequence[PracticeText] = ()
    translated_names: Mapping[str, str] = field(default_factory=dict)
    translated_sources: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, ready: ReadyGuide, translations: Collection[ReadyGuide] = ()) -> "GuideText":
        """Return the texts of a guide from the library, with the same guide in other languages."""
        practices = [
            PracticeText(
                own.name,
                own.description,
                translated_names={
                    guide.language: guide.practices[index].name for guide in translations
                },
                translated_descriptions={
                    guide.language: guide.practices[index].description for guide in translations
                },
            )
            for index, own in enumerate(ready.practices)
        ]
        return cls(
            ready.name,
            ready.language,
            ready.source,
            practices,
            {guide.language: guide.name for guide in translations},
            {guide.language: guide.source for guide in translations},
        )


@transaction.atomic
def create_guide(codebook: Codebook, text: GuideText, act: ActionContext) -> Guide:
    """Add a guide, with no codes mapped to its practices yet. Raise `GuideRefused`."""
    _check(text)
    guide = Guide.objects.create(
        codebook=codebook,
        language=text.language,
        name=text.name,
        source=text.source,
        translated_names=_drop_empty(text.translated_names),
        translated_sources=_drop_empty(text.translated_sources),
        day=localdate(act.now),
    )
    _store_practices(guide, text.practices, {})
    record_event(act, Verb.BEGAN, codebook, detail={"guide": guide.name})
    return guide


@transaction.atomic
def change_guide(
    guide: Guide,
    text: GuideText,
    act: ActionContext,
    *,
    revision: int,
    remove: Collection[UUID] = (),
) -> Guide:
    """Change the texts of a guide, and remove some practices with their mappings.

    Practices that `text` does not name are kept, after the others. `revision` is that of the guide
    on the member's page. Raise `GuideChanged` when it differs now, `GuideRefused` when no name or
    no practice would be left.
    """
    held = _hold(guide, revision)
    before, known = (
        _serialize_guide(held),
        {practice.id: practice for practice in held.practices.all()},
    )
    named = {practice.id for practice in text.practices} | set(remove)
    others = [PracticeText.of(each) for each in known.values() if each.id not in named]
    text = replace(text, practices=[*text.practices, *others])
    _check(text)
    gone = [known[each] for each in remove if each in known]
    mapped = {each.name: _names(each.codes.all()) for each in gone}
    held.practices.filter(id__in=[each.id for each in gone]).delete()
    held.name, held.source, held.language = text.name, text.source, text.language
    held.translated_names = _drop_empty(text.translated_names)
    held.translated_sources = _drop_empty(text.translated_sources)
    held.revision += 1
    held.save()
    _store_practices(held, text.practices, known)
    detail = {"guide": held.name, "before": before, "removed": mapped}
    record_event(act, Verb.REWROTE, held.codebook, detail=detail)
    return held


@transaction.atomic
def remove_guide(guide: Guide, act: ActionContext) -> None:
    """Remove a guide; the history keeps its texts and mappings."""
    held = Guide.objects.select_for_update().filter(pk=guide.pk).first()
    if held is None:
        return
    mapped = {each.name: _names(each.codes.all()) for each in held.practices.all()}
    detail = {"guide": held.name, "before": _serialize_guide(held), "removed": mapped}
    held.delete()
    record_event(act, Verb.REMOVED, guide.codebook, detail=detail)


@transaction.atomic
def map_codes(
    practice: Practice, codes: Collection[UUID], act: ActionContext, *, revision: int
) -> None:
    """Replace the codes that are mapped to a practice; the history records each change.

    `revision` is that of the practice on the member's page. Raise `GuideChanged` when it differs
    now or the practice was removed, `GuideRefused` when a code belongs to another codebook.
    """
    held = Practice.objects.select_for_update().filter(pk=practice.pk).first()
    if held is None or held.revision != revision:
        raise GuideChanged(
            _(
                "Somebody else has changed this practice or its codes in the meantime. "
                "Compare, then save again."
            )
        )
    guide = held.guide
    known = {code.id: code for code in guide.codebook.codes.all()}
    wanted, were = set(codes), set(held.codes.values_list("id", flat=True))
    if not wanted <= known.keys():
        raise GuideRefused(_("One of these codes is not in this codebook. Choose again."))
    if were == wanted:
        return
    held.codes.set([known[code] for code in wanted])
    held.revision += 1
    held.save(update_fields=["revision"])
    for code in (each for each in known.values() if each.id in were ^ wanted):
        detail = {"guide": guide.name, "practice": held.name, "mapped": code.id in wanted}
        record_event(act, Verb.MAPPED, guide.codebook, code=code, detail=detail)


def _check(text: GuideText) -> None:
    if not text.name:
        raise GuideRefused(_("Give the guide a name."))
    if not text.practices:
        raise GuideRefused(_("A guide has at least one practice. Name one."))
    if len(text.practices) > MOST_PRACTICES:
        raise GuideRefused(
            _("There are %(number)s practices; the limit is %(limit)s. Split them into two guides.")
            % {"number": len(text.practices), "limit": MOST_PRACTICES}
        )
    for name in (
        *(text.name, *text.translated_names.values()),
        *(each.name for each in text.practices),
        *(name for each in text.practices for name in each.translated_names.values()),
    ):
        if len(name) > MAX_NAME:
            raise GuideRefused(
                _("“%(begins)s…” has %(length)s characters; the limit is %(limit)s. Shorten it.")
                % {"begins": name[:40], "length": len(name), "limit": MAX_NAME}
            )


def _hold(guide: Guide, revision: int) -> Guide:
    held = Guide.objects.select_for_update().filter(pk=guide.pk).first()
    if held is None or held.revision != revision:
        raise GuideChanged(
            _("Somebody else has changed this guide in the meantime. Compare, then save again.")
        )
    return held


def _store_practices(
    guide: Guide, texts: Sequence[PracticeText], known: Mapping[UUID, Practice]
) -> None:
    """Store practices in this order; existing ones keep their mapped codes.

    A practice whose texts change has a new revision: its codes were mapped to what it said before.
    """
    for index, text in enumerate(texts):
        fields = {
            "place": index,
            "name": text.name,
            "description": text.description,
            "translated_names": _drop_empty(text.translated_names),
            "translated_descriptions": _drop_empty(text.translated_descriptions),
        }
        if held := known.get(text.id) if text.id else None:
            changed = any(getattr(held, name) != fields[name] for name in fields if name != "place")
            Practice.objects.filter(pk=held.pk).update(
                **fields, revision=F("revision") + int(changed)
            )
        else:
            Practice.objects.create(guide=guide, **fields)


def _drop_empty(texts: Mapping[str, str]) -> dict[str, str]:
    return {language: text for language, text in sorted(texts.items()) if text}


def _serialize_guide(guide: Guide) -> dict[str, Any]:
    """Return the texts of a guide as the history records them."""
    texts = ("name", "source", "translated_names", "translated_sources")
    practices = guide.practices.values(
        *("name", "description", "translated_names", "translated_descriptions")
    )
    return {name: getattr(guide, name) for name in texts} | {"practices": list(practices)}


def _names(codes: Iterable[Code]) -> list[str]:
    return [code.name for code in codes]
