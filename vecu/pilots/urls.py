"""URLs of pilots: first those who work with one and everybody, then members' pages of a system."""

from django.urls import URLPattern

app_name = "pilots"

PILOT = "systems/<slug:slug>/pilot/"

public: list[URLPattern] = []
staff: list[URLPattern] = []

urlpatterns = [*public, *staff]
