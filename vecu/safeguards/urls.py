"""URLs of safeguards: what everybody reads, then pages of the members of a system."""

from django.urls import URLPattern, path

from vecu.safeguards import converters  # noqa: F401 # registers the converter
from vecu.safeguards.views import (
    codes,
    consent,
    entries,
    public_pages,
    public_second_looks,
    quarters,
    second_looks,
    walks,
)

app_name = "safeguards"

ALL = "systems/<slug:slug>/safeguards/"
KIND = f"{ALL}<safeguards:kind>/"
PUBLIC = "at-work/<slug:slug>/safeguards/"
CONSENT = "at-work/<slug:slug>/consent/"
PUBLIC_LOOK = "at-work/<slug:slug>/second-look/"
LOOKS = "systems/<slug:slug>/second-looks/"
QUARTERS = f"{ALL}quarters/"
MONTH = "<uuid:site>/<int:year>-<int:month>/"

public: list[URLPattern] = [
    path(PUBLIC, public_pages.show_safeguards, name="public-safeguards"),
    path(PUBLIC_LOOK, public_second_looks.show_second_look, name="second-look"),
    path(f"{PUBLIC_LOOK}paper/", public_second_looks.print_look_paper, name="look-paper"),
    path(f"{PUBLIC_LOOK}follow/", public_second_looks.follow_look, name="follow-look"),
    path(f"{PUBLIC_LOOK}quarters/", public_second_looks.show_look_quarters, name="look-quarters"),
    path(f"{PUBLIC_LOOK}appeals/", public_second_looks.list_appeals, name="appeals"),
    path(f"{PUBLIC_LOOK}appeals/<slug:key>/", public_second_looks.show_appeal, name="appeal"),
    path(
        f"{PUBLIC_LOOK}appeals/<slug:key>/paper/",
        public_second_looks.print_appeal,
        name="appeal-paper",
    ),
    path("at-work/<slug:slug>/walks/", walks.show_public, name="public-walks"),
    path(CONSENT, consent.show_consent, name="consent"),
    path(f"{CONSENT}answer/", consent.answer, name="answer-consent"),
    path(f"{CONSENT}check/", consent.check, name="check-consent"),
    path(f"{CONSENT}paper/", consent.show_paper, name="consent-paper"),
    path(f"{CONSENT}voice/<str:language>/", consent.play, name="consent-voice"),
    path(f"{PUBLIC}quarters/", public_pages.show_quarters, name="public-quarters"),
]
staff: list[URLPattern] = [
    path(f"{ALL}signed-walks/", walks.list_all, name="walks"),
    path(f"{ALL}signed-walks/<str:quarter>/confirm/", walks.confirm, name="confirm-walks"),
    path(f"{ALL}signed-walks/<str:quarter>/contest/", walks.contest, name="contest-walks"),
    path(ALL, entries.list_all, name="safeguards"),
    path(QUARTERS, quarters.show_quarters, name="quarters"),
    path(f"{QUARTERS}{MONTH}", quarters.note_month, name="month"),
    path(f"{QUARTERS}{MONTH}corrections/", quarters.correct_months, name="correct-months"),
    path(f"{ALL}history/", entries.show_history, name="history"),
    path(f"{ALL}history/undo/", entries.undo, name="undo"),
    path(f"{ALL}codes/", codes.print_codes, name="codes"),
    path(f"{ALL}codes/voice/", codes.record_voice, name="voice"),
    path(KIND, entries.list_entries, name="entries"),
    path(f"{KIND}new/", entries.add, name="add-entry"),
    path(f"{KIND}<uuid:entry>/", entries.change, name="entry"),
    path(f"{KIND}<uuid:entry>/remove/", entries.remove, name="remove-entry"),
    path(LOOKS, second_looks.show_looks, name="looks"),
    path(f"{LOOKS}receive/", second_looks.receive, name="receive-look"),
    path(f"{LOOKS}answer/", second_looks.answer, name="answer-look"),
]

urlpatterns = [*public, *staff]
