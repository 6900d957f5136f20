"""What every page of an evaluation needs: who asks, for which side, and the evaluation."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.urls import reverse

from vecu.casestudies.queries import ToolEvaluation, find_evaluation
from vecu.records.rules import get_side
from vecu.records.submission import FormOutcome
from vecu.records.views import PageDecorator
from vecu.register.queries import System
from vecu.register.views.system_access import SystemVisit, get_system


class EvaluationVisit(SystemVisit):
    """A request of somebody with a role in a system, who acts for a side."""

    @property
    def act(self) -> dict[str, Any]:
        """Who does something, when, and for which side."""
        return super().act | {"side": get_side(self.role)}

    def get_evaluation(self, evaluation: UUID) -> ToolEvaluation:
        """Return an evaluation of the system; raise `Http404` if there is none."""
        found = find_evaluation(self.system, evaluation)
        if found is None:
            raise Http404
        return found

    def show_form(
        self, sent: FormOutcome[Any], heading: str, lead: str, save: str, back: str, **more: Any
    ) -> HttpResponse:
        """Return the page of a form; `back` is the address of the page above."""
        context = {"heading": heading, "lead": lead, "save": save, "back": back, "form": sent.form}
        problems = sent.form.problems if sent.form.is_bound else []
        return self.render("casestudies/form.html", context | {"problems": problems} | more)


evaluation_page = PageDecorator(EvaluationVisit, get_system)
"""Decorate a view of one system, which gets an `EvaluationVisit`, for roles that are permitted."""


def get_evaluation_address(system: System, evaluation: UUID) -> str:
    """Return the members' page of an evaluation."""
    return reverse("casestudies:evaluation", args=[system.slug, evaluation])
