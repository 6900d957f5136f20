"""URLs of learning groups: what everybody reads, what members reach by their link, the staff's."""

from django.urls import URLPattern, path

from vecu.groups.views import (
    calendar,
    deletion,
    entry,
    group_calendar,
    history,
    home,
    hypotheses,
    mandate,
    overview,
    own_link,
    own_profile,
    positions,
    public_group,
    public_tables,
    public_totals,
    rounds,
    staff_members,
    team,
)

app_name = "groups"

GROUP = "groups/<slug:slug>/"
PUBLIC_GROUP = "recommended/groups/<slug:slug>/"
HYPOTHESIS = f"{GROUP}hypotheses/<uuid:hypothesis>/"
STEP = f"{GROUP}calendar/<uuid:step>/"

public: list[URLPattern] = [
    path(PUBLIC_GROUP, public_group.show_group, name="public-group"),
    path(
        f"{PUBLIC_GROUP}hypotheses/<uuid:hypothesis>/",
        public_group.show_hypothesis,
        name="public-hypothesis",
    ),
    path(
        f"{PUBLIC_GROUP}figures/<uuid:figure>.csv",
        public_tables.download_table,
        name="group-figure-csv",
    ),
    path(
        f"{PUBLIC_GROUP}figures/<uuid:figure>.svg",
        public_tables.show_table_image,
        name="group-figure-svg",
    ),
]
member: list[URLPattern] = [
    path("my-group/", home.show_home, name="my-group"),
    path("my-group/enter/<str:token>/", entry.enter_group, name="enter-group"),
    path("my-group/positions/", positions.list_positions, name="my-positions"),
    path(
        "my-group/positions/<uuid:hypothesis>/",
        positions.take_member_position,
        name="my-position",
    ),
    path("my-group/calendar/", group_calendar.show_calendar, name="my-calendar"),
    path("my-group/place/", own_profile.show_place, name="my-place"),
    path("my-group/place/link/", own_link.replace_link, name="own-link"),
    path("my-group/place/leave/", own_profile.leave, name="leave-group"),
    path("my-group/close/", entry.leave_phone, name="leave-phone"),
]
staff: list[URLPattern] = [
    path("groups/", overview.list_own_groups, name="groups"),
    path("groups/new/", overview.begin, name="new-group"),
    path(GROUP, overview.show_group, name="group"),
    path(f"{GROUP}publish/", overview.publish, name="publish-group"),
    path(f"{GROUP}take-back/", overview.take_back, name="take-group-back"),
    path(f"{GROUP}mandate/", mandate.show_mandate, name="mandate"),
    path(f"{GROUP}mandate/change/", mandate.change_mandate, name="change-mandate"),
    path(f"{GROUP}members/", staff_members.list_members, name="group-members"),
    path(f"{GROUP}members/new/", staff_members.add_member, name="add-member"),
    path(f"{GROUP}members/<uuid:member>/link/", staff_members.renew_link, name="renew-member-link"),
    path(
        f"{GROUP}members/<uuid:member>/remove/",
        staff_members.remove_member,
        name="remove-group-member",
    ),
    path(f"{GROUP}members/end/", staff_members.end, name="end-group"),
    path(f"{GROUP}team/", team.list_team, name="members"),
    path(f"{GROUP}team/remove/", team.remove_account, name="remove-member"),
    path(f"{GROUP}team/invite/", team.invite, name="invite"),
    path(f"{GROUP}team/link/", team.make_link, name="password-link"),
    path(f"{GROUP}team/revoke/", team.revoke, name="revoke-link"),
    path(f"{GROUP}hypotheses/", hypotheses.list_hypotheses, name="hypotheses"),
    path(f"{GROUP}hypotheses/new/", hypotheses.add_hypothesis, name="add-hypothesis"),
    path(f"{HYPOTHESIS}", hypotheses.change_hypothesis, name="hypothesis"),
    path(f"{HYPOTHESIS}withdraw/", hypotheses.withdraw, name="withdraw-hypothesis"),
    path(f"{HYPOTHESIS}remove/", hypotheses.remove_hypothesis, name="remove-hypothesis"),
    path(f"{HYPOTHESIS}move/", hypotheses.move, name="move-hypothesis"),
    path(f"{GROUP}rounds/", rounds.list_rounds, name="rounds"),
    path(f"{GROUP}rounds/new/", rounds.open_round, name="open-round"),
    path(f"{GROUP}rounds/totals/", public_totals.release_totals, name="release-totals"),
    path(
        f"{GROUP}rounds/totals/<uuid:hypothesis>/take-back/",
        public_totals.take_back,
        name="take-totals-back",
    ),
    path(f"{GROUP}rounds/<int:number>/", rounds.show_round, name="round"),
    path(f"{GROUP}rounds/<int:number>/close/", rounds.close_round, name="close-round"),
    path(f"{GROUP}calendar/", calendar.show_calendar, name="calendar"),
    path(f"{GROUP}calendar/new/", calendar.add_step, name="add-step"),
    path(STEP, calendar.show_step, name="step"),
    path(f"{STEP}change/", calendar.change_step, name="change-step"),
    path(f"{STEP}notes/", calendar.read_back, name="read-back"),
    path(f"{STEP}remove/", calendar.remove_step, name="remove-step"),
    path(f"{GROUP}history/", history.show_group_acts, name="group-history"),
    path(f"{GROUP}history/undo/", history.undo_latest, name="undo-group"),
    path(f"{GROUP}audit/", history.audit, name="group-audit"),
    path(f"{GROUP}delete/", deletion.delete, name="delete-group"),
]

urlpatterns = [*public, *member, *staff]
