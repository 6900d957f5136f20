"""Addresses of the coding room: of one study, and to begin one with a project."""

from django.urls import path

from vecu.coding.views import (
    agreement,
    beginning,
    carrying,
    codebook,
    exchange,
    grid,
    guides,
    links,
    mapping,
    memos,
    overview,
    quotations,
    releasing,
    sharing,
)

app_name = "coding"
urlpatterns = [
    path("studies/<slug:slug>/coding/", overview.overview, name="overview"),
    path("studies/<slug:slug>/coding/grid/<str:key>/", grid.grid, name="grid"),
    path("studies/<slug:slug>/coding/texts/<uuid:verbatim>/", grid.text, name="text"),
    path("studies/<slug:slug>/coding/undo/", grid.take_back, name="undo"),
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
    path("studies/<slug:slug>/coding/codebook/<uuid:code_id>/texts/", carrying.texts, name="texts"),
    path("studies/<slug:slug>/coding/quotations/", quotations.quotations, name="quotations"),
    path(
        "studies/<slug:slug>/coding/quotations/<uuid:quotation>/",
        releasing.quotation,
        name="quotation",
    ),
    path(
        "studies/<slug:slug>/coding/quotations/<uuid:quotation>/take-back/",
        quotations.take_back,
        name="unquote",
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
        mapping.change,
        name="change-guide",
    ),
    path(
        "studies/<slug:slug>/coding/guides/<uuid:guide_id>/remove/",
        mapping.remove,
        name="remove-guide",
    ),
    path(
        "studies/<slug:slug>/coding/practices/<uuid:practice_id>/",
        mapping.practice,
        name="practice",
    ),
    path("studies/<slug:slug>/coding/links/", links.links, name="links"),
    path("studies/<slug:slug>/coding/links/stories/", links.linked_stories, name="linked-stories"),
    path("studies/<slug:slug>/coding/share/", sharing.share, name="share"),
    path("studies/<slug:slug>/coding/history/", codebook.history, name="history"),
    path("studies/<slug:slug>/coding/exchange/", exchange.exchange, name="exchange"),
    path("studies/<slug:slug>/coding/exchange/out/", exchange.take_out, name="take-out"),
    path("studies/<slug:slug>/coding/exchange/in/", exchange.bring, name="bring"),
    path("studies/<slug:slug>/coding/exchange/<uuid:file>/", exchange.incoming, name="incoming"),
    path(
        "studies/<slug:slug>/coding/exchange/<uuid:file>/cancel/",
        exchange.cancel,
        name="cancel",
    ),
    path("studies/new/project/", beginning.project, name="project"),
    path("studies/new/project/<uuid:file>/", beginning.begin, name="begin"),
    path("studies/new/project/<uuid:file>/cancel/", beginning.cancel, name="cancel-project"),
]
