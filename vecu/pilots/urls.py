"""URLs of pilots: first those who work with one and everybody, then members' pages of a system."""

from django.urls import URLPattern, path

from vecu.pilots.views import check

app_name = "pilots"

PILOT = "systems/<slug:slug>/pilot/"

public: list[URLPattern] = [
    path("at-work/<slug:slug>/check/", check.check_text, name="check"),
    path("at-work/<slug:slug>/check/<slug:key>/", check.check_invented, name="check-invented"),
]
staff: list[URLPattern] = []

urlpatterns = [*public, *staff]
