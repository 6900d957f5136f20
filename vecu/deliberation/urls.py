"""URLs of dialogue: first what everybody reads, then members' pages of a system."""

from django.urls import URLPattern

app_name = "deliberation"

DIALOGUE = "systems/<slug:slug>/dialogue/"

public: list[URLPattern] = []
staff: list[URLPattern] = []

urlpatterns = [*public, *staff]
