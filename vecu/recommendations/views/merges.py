"""Merge a recommendation into another one, or both into a new one; both stay readable."""

from dataclasses import dataclass, replace
from uuid import UUID

from django.http import HttpResponse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from vecu.accounts import rules as allowed
from vecu.groups.views.group_access import GroupVisit, group_page
from vecu.recommendations.actions import find_merge_problems, merge_recommendations
from vecu.recommendations.forms.version_form import ThreadVersionForm, WrittenVersion
from vecu.recommendations.forms.versions import VERSION_FORMS
from vecu.recommendations.presenters.recommendations import describe_recommendation
from vecu.recommendations.queries import (
    Recommendation,
    list_group_recommendations,
)
from vecu.recommendations.rules import LIVE_STATES, RecommendationKind
from vecu.recommendations.views.recommendation_access import (
    get_description,
    get_recommendation,
    render_recommendation,
)
from vecu.recommendations.views.version_pages import (
    VersionFormPage,
    render_version_form,
)
from vecu.recommendations.views.versions import find_named_recommendation, read_written_version
from vecu.records.errors import RecordChanged, RecordRefused
from vecu.ui.requests import READ_OR_WRITE
from vecu.ui.wording import pick_text

NEW = "new"
"""Both go on in a new recommendation, else the first one goes on in the other."""


@dataclass(frozen=True, slots=True)
class MergePlan:
    """What is merged into what; with `as_new` both into a new one."""

    source: Recommendation
    other: Recommendation
    as_new: bool

    def list_problems(self) -> list[str]:
        """Return why it cannot be done."""
        if self.as_new and self.source != self.other:
            ended = {self.source.state, self.other.state} - set(LIVE_STATES)
            message = _("One of them was merged, set aside or taken back meanwhile.")
            return [message] if ended or self.source.kind != self.other.kind else []
        return list(find_merge_problems([self.source], self.other).values())


@group_page(allowed.can_lead_group, READ_OR_WRITE)
def merge(visit: GroupVisit, recommendation: UUID) -> HttpResponse:
    """Choose first into which one, then write what both say together."""
    row = get_recommendation(visit.group, recommendation)
    if row.state not in LIVE_STATES:
        message = _("It was merged, set aside or taken back meanwhile: it does not go on here.")
        return render_recommendation(visit, row, [message])
    plan = _find_plan(visit, row)
    if plan is None:
        problems = [_("Choose into which one.")] if visit.sent is not None else []
        return _choose(visit, row, problems)
    if problems := plan.list_problems():
        return _choose(visit, row, problems)
    return _write(visit, plan)


def _find_plan(visit: GroupVisit, row: Recommendation) -> MergePlan | None:
    other = find_named_recommendation(visit, "into")
    return MergePlan(row, other, visit.request.GET.get("as") == NEW) if other else None


def _choose(visit: GroupVisit, row: Recommendation, problems: list[str]) -> HttpResponse:
    others = [
        describe_recommendation(each)
        for each in list_group_recommendations(visit.group.pk, localdate())
        if each.recommendation != row
        and each.recommendation.kind == row.kind
        and each.recommendation.state in LIVE_STATES
    ]
    context = {
        "each": get_description(row),
        "others": others,
        "chosen": visit.request.GET.get("into", ""),
    }
    return visit.render("recommendations/merging.html", context, problems)


def _write(visit: GroupVisit, plan: MergePlan) -> HttpResponse:
    form_type = VERSION_FORMS[RecommendationKind(plan.source.kind)]
    members = list(visit.group.members.all())
    if visit.sent is None:
        initial = form_type.get_initial_values(_join(plan))
        initial["source_revision"] = plan.source.revision
        return _page(visit, plan, form_type(initial=initial, members=members))
    form = form_type(visit.request.POST, members=members)
    if form.is_valid():
        try:
            merged = _merge(visit, plan, form)
        except RecordRefused as refusal:
            form.refuse(refusal.problems)
        except RecordChanged as changed:
            source = get_recommendation(visit.group, plan.source.pk)
            typed = visit.retype(source_revision=source.revision)
            written = read_written_version(get_recommendation(visit.group, plan.other.pk))
            form = form_type.beside(typed, written, str(changed), members=members)
        else:
            message = _("Merged. Both stay readable in the thread.")
            return visit.go_on(message, "recommendations:recommendation", merged.pk)
    return _page(visit, plan, form)


def _merge(visit: GroupVisit, plan: MergePlan, form: ThreadVersionForm) -> Recommendation:
    revisions = {
        plan.other.pk: form.cleaned_data["revision"] or 0,
        plan.source.pk: form.cleaned_data["source_revision"] or 0,
    }
    return merge_recommendations(
        [plan.source, plan.other] if plan.as_new else [plan.source],
        None if plan.as_new else plan.other,
        form.content,
        form.amendment,
        revisions=revisions,
        **visit.act,
    )


def _join(plan: MergePlan) -> WrittenVersion:
    """Return what the other one says with the claims of both: a beginning, to be written over."""
    written, source = read_written_version(plan.other), read_written_version(plan.source)
    known = {each.id for each in written.content.claims}
    added = [each for each in source.content.claims if each.id not in known]
    content = replace(written.content, claims=[*written.content.claims, *added])
    return WrittenVersion(content, written.revision)


def _page(visit: GroupVisit, plan: MergePlan, form: ThreadVersionForm) -> HttpResponse:
    merged = get_description(plan.source)
    query = f"?into={plan.other.pk}" + (f"&as={NEW}" if plan.as_new else "")
    words = {
        "title": pick_text(merged.title),
        "other": pick_text(get_description(plan.other).title),
    }
    heading = (
        _("Merge “%(title)s” and “%(other)s” into a new one")
        if plan.as_new
        else _("Merge “%(title)s” into “%(other)s”")
    )
    page = VersionFormPage(
        heading % words,
        _("The form begins with the claims of both. Write what they say together."),
        visit.make_address("recommendations:merge-recommendation", plan.source.pk) + query,
        (words["title"], visit.make_address("recommendations:recommendation", plan.source.pk)),
        _("Merge"),
        merged,
    )
    return render_version_form(visit, page, form)
