"""URLs of safeguards: what everybody reads, then pages of the members of a system."""

from django.urls import URLPattern, path

from vecu.safeguards import converters  # noqa: F401 # registers the converter
from vecu.safeguards.views import entries, public_pages

app_name = "safeguards"

ALL = "systems/<slug:slug>/safeguards/"
KIND = f"{ALL}<safeguards:kind>/"
PUBLIC = "at-work/<slug:slug>/safeguards/"

public: list[URLPattern] = [
    path(PUBLIC, public_pages.show_safeguards, name="public-safeguards"),
]
staff: list[URLPattern] = [
    path(ALL, entries.list_all, name="safeguards"),
    path(f"{ALL}history/", entries.show_history, name="history"),
    path(f"{ALL}history/undo/", entries.undo, name="undo"),
    path(KIND, entries.list_entries, name="entries"),
    path(f"{KIND}new/", entries.add, name="add-entry"),
    path(f"{KIND}<uuid:entry>/", entries.change, name="entry"),
    path(f"{KIND}<uuid:entry>/remove/", entries.remove, name="remove-entry"),
]

urlpatterns = [*public, *staff]
