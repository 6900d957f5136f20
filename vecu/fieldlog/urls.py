"""URLs of logs: first what workers and everybody open, then members' pages."""

from django.urls import URLPattern, path

from vecu.fieldlog.views import (
    closed_months,
    codes,
    comparison,
    diary,
    log_pages,
    papers,
    suspension,
    tokens,
    totals,
    workers,
)

app_name = "fieldlog"

public: list[URLPattern] = [
    path("compare-a-draft/", comparison.show_comparison, name="comparison"),
    path("compare-a-draft/file/", comparison.download_comparison, name="download-comparison"),
    path("at-work/<slug:slug>/log/", workers.show_workers_page, name="workers"),
    path("at-work/<slug:slug>/diary/", diary.keep_diary, name="diary"),
    path("at-work/<slug:slug>/diary/totals/", totals.type_totals, name="diary-totals"),
    path("at-work/<slug:slug>/diary/figures/", diary.read_figures, name="diary-figures"),
    path("at-work/<slug:slug>/diary/close/", diary.close_diary, name="close-diary"),
    path("at-work/<slug:slug>/diary/leave/", diary.leave_diary, name="leave-diary"),
]

LOG = "systems/<slug:slug>/log/"
staff: list[URLPattern] = [
    path(LOG, log_pages.show_overview, name="log"),
    path(f"{LOG}papers/", papers.note, name="papers"),
    path(f"{LOG}papers/confirm/", papers.confirm, name="confirm-papers"),
    path(f"{LOG}papers/contest/", papers.contest, name="contest-papers"),
    path(f"{LOG}connect/", tokens.connect, name="connect"),
    path(f"{LOG}connect/<uuid:token>/revoke/", tokens.revoke, name="revoke-token"),
    path(f"{LOG}codes/", codes.draw, name="codes"),
    path(f"{LOG}codes/void/", codes.void, name="void-codes"),
    path(f"{LOG}codes/settings/", codes.change_settings, name="diary-settings"),
    path(f"{LOG}suspension/", suspension.change_suspension, name="suspension"),
    path(f"{LOG}months/", closed_months.list_months, name="months"),
    path(f"{LOG}months/<slug:month>/", closed_months.show_month, name="month"),
    path(
        f"{LOG}months/<slug:month>/take-back/",
        closed_months.take_back,
        name="take-agreement-back",
    ),
]

urlpatterns = [*public, *staff]
