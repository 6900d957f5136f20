"""The menu of a study's pages, in whichever room they are."""

from typing import Any

from vecu.accounts import rules as allowed
from vecu.accounts.rules import Role


def study_menu(study: Any, role: Role) -> dict[str, Any]:
    """Return the context of `surveys/staff/study.html`: the study, and what the role permits."""
    return {
        "study": study,
        "role": role,
        "reads": allowed.can_read_stories(role),
        "counts": allowed.can_see_counts(role),
        "codes": allowed.can_code(role),
        "imports": allowed.can_bring_answers_in(role),
        "exports": allowed.can_take_data_out(role),
        "runs": allowed.can_run_fielding(role),
        "writes": allowed.can_write_questionnaire(role),
        "manages": allowed.can_manage_members(role),
        "audits": allowed.can_read_audit(role),
    }
