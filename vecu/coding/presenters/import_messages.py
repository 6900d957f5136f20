"""Messages about a file to import, and about what was imported."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from vecu.coding.actions.import_project import ImportCounts
from vecu.coding.interchange.export_codes import BETWEEN
from vecu.coding.interchange.import_plan import CodingImportPlan
from vecu.coding.interchange.match_codes import NAMES, PARENT, CodeMatch
from vecu.coding.queries.codebook import Codes


def build_plan_context(plan: CodingImportPlan, language: str) -> dict[str, Any]:
    """Return a page's context for a plan."""
    return {
        "plan": plan,
        "new_codes": [(met.path, _format_remarks(met, language)) for met in plan.new_codes],
        "left_out": [message.say(language) for message in plan.left_out],
        "remarks": [message.say(language) for message in plan.remarks],
    }


def compare_with_existing(met: CodeMatch, codes: Codes, language: str) -> dict[str, Any]:
    """Return the texts of a code here and in the file, field by field."""
    ours, known = codes.by_id[met.id], codes.by_id
    labels = {
        "name": _("Name"),
        "definition": _("What it means"),
        "use_when": _("Use it when"),
        "not_when": _("Do not use it when"),
        "examples": _("Examples"),
        "colour": _("Colour"),
    }
    changes = [
        (labels[name], getattr(ours, name), getattr(met.code, name))
        for name in met.fields
        if name in labels
    ]
    if NAMES in met.fields:
        names = (_list_names(ours.translated_names), _list_names(met.code.translated_names))
        changes.append((_("Name in other languages"), *names))
    if PARENT in met.fields:
        above = met.path.rpartition(BETWEEN)[0]
        changes.append((_("Below"), known[ours.parent_id].name if ours.parent_id else "", above))
    return {"met": met, "ours": ours, "changes": changes, "told": _format_remarks(met, language)}


def _list_names(names: Mapping[str, str]) -> str:
    return " · ".join(f"{language} : {name}" for language, name in names.items())


def format_import_summary(arrived: ImportCounts) -> str:
    """Return how much was imported, in one sentence."""
    if not any(arrived.counts.values()):
        return _("All of it was here already: nothing was added.")
    counts = {
        _("texts: %(number)s"): arrived.texts,
        _("codes made: %(number)s"): arrived.codes,
        _("codes changed: %(number)s"): arrived.changed,
        _("codings: %(number)s"): arrived.codings,
        _("memos: %(number)s"): arrived.memos,
        _("settlements: %(number)s"): arrived.rulings,
    }
    parts = [words % {"number": number} for words, number in counts.items() if number]
    return _("Imported: %(what)s.") % {"what": ", ".join(parts)}


def _format_remarks(met: CodeMatch, language: str) -> list[str]:
    return [remark.say(language) for remark in met.remarks]
