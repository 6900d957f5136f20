"""URLs of dialogue: first what everybody reads."""

from django.urls import URLPattern, path

import vecu.dialogue.converters  # noqa: F401 registers how kinds stand in addresses
from vecu.dialogue.views import (
    entries,
    history,
    outcomes,
    overview,
    public_dialogue,
    public_writings,
    responses,
)

app_name = "dialogue"

DIALOGUE = "systems/<slug:slug>/dialogue/"
KIND = f"{DIALOGUE}<dialogues:dialogue_kind>/"
ENTRY = f"{KIND}<uuid:dialogue_entry>/"
WRITING = "writings/<slug:writing>/"

public: list[URLPattern] = [
    path("at-work/<slug:slug>/dialogue/", public_dialogue.show_dialogue, name="public-dialogue"),
    path("writings/", public_writings.list_writings, name="writings"),
    path(WRITING, public_writings.show_writing, name="writing"),
    path(f"{WRITING}history/", public_writings.show_history, name="writing-history"),
    path(f"{WRITING}<uuid:position>/", public_writings.show_position, name="writing-position"),
]
staff: list[URLPattern] = [
    path(DIALOGUE, overview.show_dialogue, name="dialogue"),
    path(f"{DIALOGUE}history/", history.show_acts, name="history"),
    path(f"{DIALOGUE}history/undo/", history.undo, name="undo"),
    path(f"{KIND}new/", entries.add, name="add"),
    path(ENTRY, entries.show_entry, name="entry"),
    path(f"{ENTRY}change/", entries.change, name="change"),
    path(f"{ENTRY}remove/", entries.remove, name="remove"),
    path(f"{ENTRY}end/", outcomes.end, name="end"),
    path(f"{ENTRY}avis/", outcomes.write_avis, name="avis"),
    path(f"{ENTRY}confirm/", responses.confirm, name="confirm"),
    path(f"{ENTRY}contest/", responses.contest, name="contest"),
]

urlpatterns = [*public, *staff]
