"""What is said of a system and of each kind of entry about it, to its history and on its pages."""

from datetime import date
from functools import partial
from operator import attrgetter
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vecu.accounts.rules import can_see_system
from vecu.records.citations import register_citer
from vecu.records.kinds import (
    ADD,
    CHANGE,
    REMOVE,
    EntryPage,
    Ledger,
    Problems,
    RecordKind,
    list_answered_problems,
    register_record_kinds,
)
from vecu.records.queries import Act
from vecu.records.rules import ResponseVerb
from vecu.register import checks, content, menus, models, rules
from vecu.register.forms import entries, systems
from vecu.register.forms.responses import ContestForm
from vecu.register.override_reasons import map_override_reasons
from vecu.register.presenters import describe_outcome, keep_known
from vecu.register.queries import iter_citations
from vecu.translation import gettext_noop
from vecu.ui.menus import register_menu_entries
from vecu.ui.noted_facts import NotedFact, make_plain_fact
from vecu.ui.templatetags.ui import translate_wording
from vecu.ui.wording import lower_first

REGISTER = Ledger("register")


def _list_description_problems(
    _system: Any, written: content.SystemContent, row: models.System, _today: date
) -> checks.Problems:
    return checks.list_system_problems(written) | (
        checks.list_publication_problems(written) if row.published else {}
    )


def _list_undo_problems(_act: Act, _row: Any, restored: models.System) -> checks.Problems:
    return checks.list_publication_problems(restored) if restored.published else {}


SYSTEM = RecordKind(
    REGISTER,
    "system",
    models.System,
    parent="",
    content=content.SystemContent,
    words={
        ADD: gettext_noop("added the system"),
        CHANGE: gettext_noop("changed what it is"),
        rules.RegisterVerb.PUBLISH: gettext_noop("published the system"),
        rules.RegisterVerb.TAKE_BACK: gettext_noop("stopped publishing the system"),
    },
    title=lambda row: translate_wording(row.name),
    forms=[systems.DescriptionForm],
    list_problems=_list_description_problems,
    list_undo_problems=_list_undo_problems,
    outside={"slug", "published", "fictional", "contact_name", "contact_reach"},
    undoable=frozenset({CHANGE}),
)
CONTACT = RecordKind(
    REGISTER,
    "contact",
    None,
    parent="",
    content=content.ContactContent,
    words={
        CHANGE: gettext_noop("named a contact"),
        REMOVE: gettext_noop("removed the contact"),
    },
    undoable=frozenset(),
)
"""The history holds neither the name nor how to reach them."""

make_entry_kind = partial(
    RecordKind, REGISTER, parent="system", list_problems=checks.list_entry_problems
)
"""Make a kind of entry about a system, all that is said of it."""

STAGE = make_entry_kind(
    "stage",
    models.SystemStage,
    content=content.StageContent,
    words={
        ADD: gettext_noop("added a stage"),
        CHANGE: gettext_noop("changed a stage"),
        REMOVE: gettext_noop("removed a stage"),
    },
    title=lambda row: _(rules.Stage(row.stage).label),
    facts=lambda row: keep_known(NotedFact(_("Why"), row.reason)),
    forms=[entries.StageForm],
    list_problems=partial(checks.list_entry_problems, list_own=checks.list_stage_problems),
    page=EntryPage(
        "stages",
        gettext_noop("Stages"),
        gettext_noop("Where the system stands, and since when. Without a stage, nobody can tell."),
        gettext_noop("Add a stage"),
        gettext_noop("No stage is noted: nobody can say where the system stands."),
        order=22,
        group=menus.DESCRIBE,
    ),
)
VERSION = make_entry_kind(
    "version",
    models.SystemVersion,
    content=content.VersionContent,
    words={
        ADD: gettext_noop("added a version"),
        CHANGE: gettext_noop("changed a version"),
        REMOVE: gettext_noop("removed a version"),
    },
    title=lambda row: _("Version %(name)s") % {"name": row.name},
    facts=lambda row: [NotedFact(_("What it changed"), row.changes)],
    forms=[entries.VersionForm],
    list_problems=partial(checks.list_entry_problems, list_own=checks.list_version_problems),
    page=EntryPage(
        "versions",
        gettext_noop("Versions"),
        gettext_noop("What changed in the system, and what this claim stands on."),
        gettext_noop("Add a version"),
        gettext_noop(
            "No version is noted: nobody can compare what was observed before and after a change."
        ),
        order=50,
        group=menus.CHANGE,
    ),
)


def _list_setting_facts(row: models.SystemSetting) -> list[NotedFact]:
    lean = _(rules.SettingLean(row.lean).label) if row.lean else ""
    return [
        make_plain_fact(_("Chosen by"), row.group),
        NotedFact(_("After hearing whom"), row.heard),
        *keep_known(make_plain_fact(_("What it was set for"), lean)),
        NotedFact(_("Why this value"), row.reason),
    ]


SETTING = make_entry_kind(
    "setting",
    models.SystemSetting,
    content=content.SettingContent,
    words={
        ADD: gettext_noop("added a setting"),
        CHANGE: gettext_noop("changed a setting"),
        REMOVE: gettext_noop("removed a setting"),
    },
    title=lambda row: (
        _("%(name)s: %(value)s") % {"name": translate_wording(row.name), "value": row.value}
    ),
    facts=_list_setting_facts,
    forms=[entries.SettingForm],
    list_problems=partial(checks.list_entry_problems, list_own=checks.list_setting_problems),
    list_removal_problems=checks.list_removal_problems,
    page=EntryPage(
        "settings",
        gettext_noop("Settings"),
        gettext_noop(
            "Values that somebody chose, such as a threshold: who did, after hearing whom, and why."
        ),
        gettext_noop("Add a setting"),
        gettext_noop("No setting is noted: somebody chose them, and it is not known who."),
        order=51,
        group=menus.CHANGE,
    ),
)


def _list_involvement_facts(row: models.Involvement) -> list[NotedFact]:
    return [
        make_plain_fact(_("At which step"), _(rules.InvolvementStep(row.step).label)),
        make_plain_fact(_("What came of it"), _(rules.InvolvementEffect(row.effect).label)),
        *keep_known(NotedFact(_("What was answered, changed or stopped"), row.outcome)),
        NotedFact(_("What they may still refuse"), row.refusal),
    ]


INVOLVEMENT = make_entry_kind(
    "involvement",
    models.Involvement,
    content=content.InvolvementContent,
    words={
        ADD: gettext_noop("added who took part"),
        CHANGE: gettext_noop("changed who took part"),
        REMOVE: gettext_noop("removed who took part"),
    },
    title=attrgetter("group"),
    facts=_list_involvement_facts,
    forms=[entries.InvolvementForm],
    page=EntryPage(
        "involvement",
        gettext_noop("Who took part"),
        gettext_noop("Which groups took part, at which step, and what came of it."),
        gettext_noop("Add who took part"),
        gettext_noop("It is not known whether anybody took part."),
        notice=rules.RIGHT_TO_REFUSE,
        order=31,
        group=menus.DECIDE,
    ),
)


def _get_consultation_title(row: models.Consultation) -> str:
    if row.kind != rules.ConsultationKind.HELD:
        return _("None is due")
    outcome = lower_first(describe_outcome(row))
    return _("%(body)s: %(outcome)s") % {"body": row.body, "outcome": outcome}


def _list_consultation_facts(row: models.Consultation) -> list[NotedFact]:
    return [
        *keep_known(make_plain_fact(_("Reference"), row.reference)),
        *keep_known(NotedFact(_("Why none is due"), row.why_none)),
    ]


def _list_answered(_act: Act, row: Any, restored: Any) -> Problems:
    """Return why undoing would take away what the other side has said."""
    return list_answered_problems(row, "") if row is not None and restored is None else {}


CONSULTATION = make_entry_kind(
    "consultation",
    models.Consultation,
    content=content.ConsultationContent,
    words={
        ADD: gettext_noop("added a consultation"),
        CHANGE: gettext_noop("changed a consultation"),
        REMOVE: gettext_noop("removed a consultation"),
        ResponseVerb.CONFIRM: gettext_noop("confirmed the minutes of a consultation"),
        ResponseVerb.CONTEST: gettext_noop("contested a consultation"),
    },
    title=_get_consultation_title,
    facts=_list_consultation_facts,
    forms=[entries.ConsultationForm, ContestForm],
    list_removal_problems=list_answered_problems,
    list_undo_problems=_list_answered,
    stays={"responses"},
    page=EntryPage(
        "consultation",
        gettext_noop("Consultation"),
        gettext_noop(
            "Whether staff representatives were consulted before the experiment, or why that was"
            " not due."
        ),
        gettext_noop("Add a consultation, or why none is due"),
        gettext_noop("No consultation is noted. Until one is, or why none is due, no log begins."),
        order=30,
        group=menus.DECIDE,
    ),
)


def _list_gap_facts(row: models.SystemGap) -> list[NotedFact]:
    reason = map_override_reasons().get(row.reason, "")
    return [
        NotedFact(_("The rule"), row.rule),
        *keep_known(make_plain_fact(_("Where it is written"), row.source)),
        NotedFact(_("What people do"), row.practice),
        *keep_known(make_plain_fact(_("Reason in the log"), reason)),
        make_plain_fact(_("Described by"), row.group),
    ]


GAP = make_entry_kind(
    "gap",
    models.SystemGap,
    content=content.GapContent,
    words={
        ADD: gettext_noop("added a real situation"),
        CHANGE: gettext_noop("changed a real situation"),
        REMOVE: gettext_noop("removed a real situation"),
    },
    title=lambda row: translate_wording(row.situation),
    facts=_list_gap_facts,
    forms=[entries.GapForm],
    list_problems=partial(checks.list_entry_problems, list_own=checks.list_gap_problems),
    page=EntryPage(
        "situations",
        gettext_noop("Real situations"),
        gettext_noop(
            "Situations that a rule of the system leaves out, what people do in them, and words of"
            " people about them. Everybody reads this beside the rules of a published system."
        ),
        gettext_noop("Add a real situation"),
        gettext_noop("Nobody has described a situation that the rules of the system leave out."),
        order=23,
        group=menus.DESCRIBE,
    ),
)


def register_entry_kinds(*kinds: RecordKind) -> None:
    """Declare kinds of entries to the history, and put their pages in the menu of a system."""
    register_record_kinds(*kinds)
    register_menu_entries(
        *(
            menus.make_system_entry(
                gettext_lazy(each.page.heading),
                f"register:{each.page.slug}",
                each.page.order,
                can_see_system,
                group=each.page.group,
            )
            for each in kinds
        )
    )


register_citer(iter_citations)
register_record_kinds(SYSTEM, CONTACT)
register_entry_kinds(STAGE, VERSION, SETTING, INVOLVEMENT, CONSULTATION, GAP)
