"""What to do next with a pilot, found from how it stands."""

from collections.abc import Mapping
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from vecu.accounts.rules import Role, can_edit_system
from vecu.evidence.sources import Audience
from vecu.pilots.catalogue import has_steps
from vecu.pilots.models import PilotUse
from vecu.pilots.queries import PilotStanding
from vecu.pilots.version_queries import list_released_versions
from vecu.register.queries import System, SystemDetail
from vecu.ui.next_steps import NextStep


def find_pilot_step(
    system: System, role: Role, standing: PilotStanding, days: Mapping[str, date]
) -> NextStep | None:
    """Return the one thing to do next; `days` says since when each version was in use."""
    writing = _find_step_to_write(system, standing, days) if can_edit_system(role) else None
    return writing or _find_step_to_read(system)


def map_version_days(use: PilotUse, detail: SystemDetail) -> Mapping[str, date]:
    """Return since when each version was in use, by its name."""
    return {
        each.release.name: each.noted.version.day
        for each in list_released_versions(use, detail, Audience.MEMBERS)
    }


def _find_step_to_read(system: System) -> NextStep | None:
    """Return what anybody can do with a pilot that everybody can try."""
    if system.published is None:
        return None
    return NextStep(
        _(
            "Everybody can try it. Agents with a diary code decide with it, and the log counts what"
            " they decide."
        ),
        _("Try it"),
        reverse("pilots:check", args=[system.slug]),
        80,
    )


def _find_step_to_write(
    system: System, standing: PilotStanding, days: Mapping[str, date]
) -> NextStep | None:
    """Return what those who write in the register do next, None where nothing is missing."""
    following = next((each for each in standing.pilot.versions if each.name not in days), None)
    if standing.strictness is None and has_steps(standing.pilot):
        return NextStep(
            _(
                "Nobody here has chosen how strict it is. Choose it with those who work with it,"
                " before they do."
            ),
            _("See what each step costs, and choose"),
            reverse("pilots:strictness", args=[system.slug]),
            34,
        )
    if following and not days:
        return NextStep(
            _("No version has been put to use yet. Say since when the first one is in use."),
            _("Version %(name)s") % {"name": following.name},
            reverse("pilots:version", args=[system.slug, following.name]),
            36,
        )
    if system.published is None:
        return NextStep(
            _(
                "Only members can read of it. Publish it, so that those who work with it can try"
                " it."
            ),
            _("Look at the system"),
            reverse("register:system", args=[system.slug]) + "#publication",
            40,
        )
    if following:
        return NextStep(
            _(
                "Version %(name)s is ready. Read what it answers and declines, and its replay,"
                " before it is put to use."
            )
            % {"name": following.name},
            _("Version %(name)s") % {"name": following.name},
            reverse("pilots:version", args=[system.slug, following.name]),
            52,
        )
    return None
