"""URLs of imports, exports and releases."""

from django.urls import path

from vecu.datasets.views import export, feedback, importing, new_study, releases

app_name = "datasets"
urlpatterns = [
    path("studies/new/import/", new_study.begin, name="begin"),
    path("studies/new/import/<uuid:file>/", new_study.begin_check, name="begin-check"),
    path("studies/new/import/<uuid:file>/cancel/", new_study.begin_cancel, name="begin-cancel"),
    path("studies/<slug:slug>/data/", export.data, name="data"),
    path("studies/<slug:slug>/data/origin/", export.origin, name="origin-new"),
    path("studies/<slug:slug>/data/origin/<uuid:file>/", export.origin, name="origin"),
    path("studies/<slug:slug>/import/", importing.upload, name="upload"),
    path("studies/<slug:slug>/import/<uuid:file>/", importing.mapping, name="mapping"),
    path("studies/<slug:slug>/import/<uuid:file>/check/", importing.check, name="check"),
    path("studies/<slug:slug>/import/<uuid:file>/cancel/", importing.cancel, name="cancel"),
    path("studies/<slug:slug>/releases/", releases.releases, name="releases"),
    path("studies/<slug:slug>/releases/new/", releases.choose, name="release"),
    path("studies/<slug:slug>/releases/new/preview/", releases.preview, name="release-preview"),
    path("studies/<slug:slug>/releases/<int:wave>/told/", feedback.feedback, name="feedback"),
    path(
        "studies/<slug:slug>/releases/<uuid:figure>/take-back/",
        releases.take_back,
        name="take-back",
    ),
]
