"""URLs of learning groups: what everybody reads, what members reach by their link, the staff's."""

from django.urls import URLPattern, path

from vecu.deliberation.views.groups import mandate, overview

GROUP = "groups/<slug:slug>/"

public: list[URLPattern] = []
member: list[URLPattern] = []
staff: list[URLPattern] = [
    path("groups/", overview.list_own_groups, name="groups"),
    path("groups/new/", overview.begin, name="new-group"),
    path(GROUP, overview.show_group, name="group"),
    path(f"{GROUP}publish/", overview.publish, name="publish-group"),
    path(f"{GROUP}take-back/", overview.take_back, name="take-group-back"),
    path(f"{GROUP}mandate/", mandate.show_mandate, name="mandate"),
    path(f"{GROUP}mandate/change/", mandate.change_mandate, name="change-mandate"),
]
