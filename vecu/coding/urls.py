"""URLs of coding: of one study, and to create a study from a project."""

from django.urls import path

from vecu.coding.views import (
    agreement,
    assignments,
    autocoding,
    clusters,
    codebook,
    coded_texts,
    coding_grid,
    cooccurrence,
    corrected_prevalence,
    guide_mapping,
    guides,
    interchange,
    machine,
    memos,
    new_study_from_project,
    overview,
    quotation_review,
    quotation_translation,
    quotations,
    whole_stories,
)

app_name = "coding"
urlpatterns = [
    path("studies/<slug:slug>/coding/", overview.overview, name="overview"),
    path("studies/<slug:slug>/coding/grid/<str:key>/", coding_grid.grid, name="grid"),
    path("studies/<slug:slug>/coding/texts/<uuid:verbatim>/", coding_grid.text, name="text"),
    path("studies/<slug:slug>/coding/undo/", coding_grid.undo_last, name="undo"),
    path("studies/<slug:slug>/coding/codebook/", codebook.codebook, name="codebook"),
    path("studies/<slug:slug>/coding/codebook/<uuid:code_id>/", codebook.code, name="code"),
    path(
        "studies/<slug:slug>/coding/codebook/<uuid:code_id>/reshape/",
        codebook.reshape,
        name="reshape",
    ),
    path("studies/<slug:slug>/coding/codebook/<uuid:code_id>/sort/", codebook.sort, name="sort"),
    path("studies/<slug:slug>/coding/memo/", memos.memo, name="memo"),
    path("studies/<slug:slug>/coding/memo/<uuid:memo_id>/", memos.own_memo, name="own-memo"),
    path("studies/<slug:slug>/coding/setup/", codebook.setup, name="setup"),
    path("studies/<slug:slug>/coding/codebook/publish/", codebook.publish, name="publish"),
    path(
        "studies/<slug:slug>/coding/codebook/versions/<int:number>/",
        codebook.version,
        name="version",
    ),
    path("studies/<slug:slug>/coding/agreement/", agreement.agreement, name="agreement"),
    path(
        "studies/<slug:slug>/coding/disagreements/",
        agreement.disagreements,
        name="disagreements",
    ),
    path(
        "studies/<slug:slug>/coding/disagreements/<uuid:verbatim>/",
        agreement.settle,
        name="settle",
    ),
    path(
        "studies/<slug:slug>/coding/codebook/<uuid:code_id>/texts/", coded_texts.texts, name="texts"
    ),
    path("studies/<slug:slug>/coding/quotations/", quotations.quotations, name="quotations"),
    path(
        "studies/<slug:slug>/coding/quotations/<uuid:quotation>/",
        quotation_review.quotation,
        name="quotation",
    ),
    path(
        "studies/<slug:slug>/coding/quotations/<uuid:quotation>/take-back/",
        quotations.withdraw_own_proposal,
        name="unquote",
    ),
    path(
        "studies/<slug:slug>/coding/quotations/<uuid:quotation>/translate/<slug:language>/",
        quotation_translation.translate,
        name="translate-quotation",
    ),
    path(
        "studies/<slug:slug>/coding/whole-stories/",
        whole_stories.whole_stories,
        name="whole-stories",
    ),
    path("studies/<slug:slug>/quotations/", quotations.released, name="released"),
    path("studies/<slug:slug>/coding/guides/", guides.guides, name="guides"),
    path("studies/<slug:slug>/coding/guides/<uuid:guide_id>/", guides.guide, name="guide"),
    path(
        "studies/<slug:slug>/coding/guides/<uuid:guide_id>/stories/",
        guides.guide_stories,
        name="guide-stories",
    ),
    path(
        "studies/<slug:slug>/coding/guides/<uuid:guide_id>/change/",
        guide_mapping.change,
        name="change-guide",
    ),
    path(
        "studies/<slug:slug>/coding/guides/<uuid:guide_id>/remove/",
        guide_mapping.remove,
        name="remove-guide",
    ),
    path(
        "studies/<slug:slug>/coding/practices/<uuid:practice_id>/",
        guide_mapping.practice,
        name="practice",
    ),
    path("studies/<slug:slug>/coding/links/", cooccurrence.links, name="links"),
    path(
        "studies/<slug:slug>/coding/links/stories/",
        cooccurrence.linked_stories,
        name="linked-stories",
    ),
    path("studies/<slug:slug>/coding/machine/", machine.machine, name="machine"),
    path("studies/<slug:slug>/coding/machine/learn/<str:key>/", machine.learn, name="learn"),
    path("studies/<slug:slug>/coding/machine/forward/<str:key>/", machine.forward, name="forward"),
    path("studies/<slug:slug>/coding/machine/codes/", autocoding.delegations, name="delegations"),
    path("studies/<slug:slug>/coding/machine/codes/let/", autocoding.delegated, name="delegated"),
    path("studies/<slug:slug>/coding/machine/shares/", corrected_prevalence.shares, name="shares"),
    path("studies/<slug:slug>/coding/machine/leads/", clusters.leads, name="leads"),
    path(
        "studies/<slug:slug>/coding/machine/leads/find/<str:key>/", clusters.find, name="find-leads"
    ),
    path("studies/<slug:slug>/coding/machine/leads/<uuid:lead_id>/", clusters.lead, name="lead"),
    path("studies/<slug:slug>/coding/share/", assignments.share, name="share"),
    path("studies/<slug:slug>/coding/history/", codebook.history, name="history"),
    path("studies/<slug:slug>/coding/exchange/", interchange.exchange, name="exchange"),
    path("studies/<slug:slug>/coding/exchange/out/", interchange.take_out, name="take-out"),
    path("studies/<slug:slug>/coding/exchange/in/", interchange.bring, name="bring"),
    path("studies/<slug:slug>/coding/exchange/<uuid:file>/", interchange.incoming, name="incoming"),
    path(
        "studies/<slug:slug>/coding/exchange/<uuid:file>/cancel/",
        interchange.cancel,
        name="cancel",
    ),
    path("studies/new/project/", new_study_from_project.project, name="project"),
    path("studies/new/project/<uuid:file>/", new_study_from_project.begin, name="begin"),
    path(
        "studies/new/project/<uuid:file>/cancel/",
        new_study_from_project.cancel,
        name="cancel-project",
    ),
]
