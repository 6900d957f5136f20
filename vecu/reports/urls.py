"""URLs of public pages, and of the staff's pages of findings."""

from django.urls import URLPattern, path

from vecu.reports.views import finding_form, findings

app_name = "reports"

public: list[URLPattern] = []

FINDING = "studies/<slug:slug>/findings/<uuid:finding>/"
staff: list[URLPattern] = [
    path("studies/<slug:slug>/findings/", findings.list_study_findings, name="study-findings"),
    path("studies/<slug:slug>/findings/new/", finding_form.write_new_finding, name="new-finding"),
    path(FINDING, finding_form.write_finding, name="edit-finding"),
    path(f"{FINDING}preview/", findings.preview_finding, name="preview-finding"),
    path(f"{FINDING}publish/", findings.publish, name="publish-finding"),
    path(f"{FINDING}take-back/", findings.take_back, name="take-finding-back"),
    path(f"{FINDING}undo/", findings.undo, name="undo-finding"),
    path(f"{FINDING}discard/", findings.discard, name="discard-finding"),
    path(f"{FINDING}history/", findings.history, name="finding-history"),
]

urlpatterns = [*public, *staff]
