"""URLs of the register: staff of a system."""

from django.urls import URLPattern, path

from vecu.register import converters
from vecu.register.views import (
    description,
    entries,
    history,
    mandates,
    members,
    responses,
    systems,
)

app_name = "register"

SYSTEM = "systems/<slug:slug>/"
KIND = f"{SYSTEM}<entries:kind>/"

urlpatterns: list[URLPattern] = [
    path("systems/", systems.list_member_systems, name="systems"),
    path("systems/new/", systems.begin, name="begin"),
    path(SYSTEM, systems.overview, name="system"),
    path(f"{SYSTEM}publish/", systems.publish, name="publish"),
    path(f"{SYSTEM}take-back/", systems.take_back, name="take-back"),
    path(f"{SYSTEM}delete/", systems.delete, name="delete"),
    path(f"{SYSTEM}description/", description.describe, name="description"),
    path(f"{SYSTEM}contact/", description.name_contact, name="contact"),
    path(f"{SYSTEM}contact/remove/", description.unname_contact, name="remove-contact"),
    path(f"{SYSTEM}history/", history.show_history, name="history"),
    path(f"{SYSTEM}history/undo/", history.undo, name="undo"),
    path(f"{SYSTEM}members/", members.members, name="members"),
    path(f"{SYSTEM}members/remove/", members.remove_member, name="remove-member"),
    path(f"{SYSTEM}members/invite/", members.invite, name="invite"),
    path(f"{SYSTEM}members/password-link/", members.make_link, name="password-link"),
    path(f"{SYSTEM}members/revoke/", members.revoke, name="revoke-link"),
    path(f"{SYSTEM}audit/", members.audit, name="audit"),
    *(
        path(
            f"{SYSTEM}{kind.page.slug}/", entries.list_entries, {"kind": kind}, name=kind.page.slug
        )
        for kind in converters.list_entry_kinds()
    ),
    path(f"{KIND}new/", entries.add, name="add-entry"),
    path(f"{KIND}<uuid:entry>/", entries.change, name="entry"),
    path(f"{KIND}<uuid:entry>/remove/", entries.remove, name="remove-entry"),
    path(f"{KIND}<uuid:entry>/confirm/", responses.confirm, name="confirm-entry"),
    path(f"{KIND}<uuid:entry>/contest/", responses.contest, name="contest-entry"),
    path(f"{SYSTEM}mandate/", mandates.name_own_mandate, name="mandate"),
]
"""Pages for members of a system, and for those who begin one."""
