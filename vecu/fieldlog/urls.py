"""URLs of logs: first what workers and everybody open, then members' pages."""

from django.urls import URLPattern, path

from vecu.fieldlog.views import closed_months, log_pages, papers, suspension, tokens

app_name = "fieldlog"

public: list[URLPattern] = []

LOG = "systems/<slug:slug>/log/"
staff: list[URLPattern] = [
    path(LOG, log_pages.show_overview, name="log"),
    path(f"{LOG}papers/", papers.note, name="papers"),
    path(f"{LOG}connect/", tokens.connect, name="connect"),
    path(f"{LOG}connect/<uuid:token>/revoke/", tokens.revoke, name="revoke-token"),
    path(f"{LOG}suspension/", suspension.change_suspension, name="suspension"),
    path(f"{LOG}months/", closed_months.list_months, name="months"),
    path(f"{LOG}months/<slug:month>/", closed_months.show_month, name="month"),
]

urlpatterns = [*public, *staff]
