"""URLs of pilots: first those who work with one and everybody, then members' pages of a system."""

from django.urls import URLPattern, path

from vecu.pilots.views import (
    check,
    pilot_pages,
    public_versions,
    strictness,
    versions,
)

app_name = "pilots"

PILOT = "systems/<slug:slug>/pilot/"

public: list[URLPattern] = [
    path("at-work/<slug:slug>/check/", check.check_text, name="check"),
    path("at-work/<slug:slug>/check/<slug:key>/", check.check_invented, name="check-invented"),
    path("at-work/<slug:slug>/tuning/", strictness.show_tuning, name="tuning"),
    path(
        "at-work/<slug:slug>/versions/<str:name>/",
        public_versions.show_public_version,
        name="public-version",
    ),
    path(
        "at-work/<slug:slug>/versions/<str:name>/replay/",
        public_versions.show_public_replay,
        name="public-replay",
    ),
]
staff: list[URLPattern] = [
    path(PILOT, pilot_pages.show_pilot, name="pilot"),
    path(f"{PILOT}adopt/", pilot_pages.adopt, name="adopt"),
    path(f"{PILOT}strictness/", strictness.show_strictness, name="strictness"),
    path(f"{PILOT}strictness/choose/", strictness.choose, name="choose-strictness"),
    path(f"{PILOT}versions/<str:name>/", versions.show_version, name="version"),
    path(f"{PILOT}versions/<str:name>/use/", versions.use_version, name="use-version"),
    path(f"{PILOT}versions/<str:name>/replay/", versions.show_replay, name="version-replay"),
]

urlpatterns = [*public, *staff]
