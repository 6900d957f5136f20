"""Write what a study says of itself beyond its description; it may change at any time."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from vecu.accounts.actions import record_audit_event
from vecu.surveys.models import Study, StudyStatement


@transaction.atomic
def write_statement(study: Study, columns: Mapping[str, Any], *, by: str, now: datetime) -> None:
    """Replace the statement of a study."""
    StudyStatement.objects.update_or_create(study=study, defaults=dict(columns))
    record_audit_event(by, "wrote statement", study.scope, study.slug, now=now)
