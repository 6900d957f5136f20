"""Pages of the site itself, and the state of accessibility at the foot of every page."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from vecu.ui.accessibility import CHECKS, RGAA, get_compliance


def your_data(request: HttpRequest) -> HttpResponse:
    """Explain what the site stores about respondents, what it does not, and whom to turn to."""
    context = {
        "controller": settings.CONTROLLER,
        "officer": settings.DATA_PROTECTION_OFFICER,
        "authority": settings.SUPERVISORY_AUTHORITY,
        "hosting": settings.HOSTING,
        "operator": settings.OPERATOR,
        "audit_days": settings.AUDIT_DAYS,
    }
    return render(request, "ui/your_data.html", context)


def accessibility(request: HttpRequest) -> HttpResponse:
    """Declare how accessible the pages are, as the law prescribes, and how to report a barrier."""
    audit, today = settings.ACCESSIBILITY_AUDIT, timezone.localdate()
    context = {
        "body": settings.CONTROLLER or settings.LAB_NAME,
        "address": request.build_absolute_uri("/"),
        "standard": RGAA,
        "audit": audit,
        "expired": bool(audit and today > audit.last_day),
        "checks": CHECKS,
        "established": audit.day if audit else max(each.day for each in CHECKS if each.day),
    }
    return render(request, "ui/accessibility.html", context)


def get_accessibility_state(_request: HttpRequest) -> dict[str, object]:
    """Return, for every page, the state that the law wants at its foot."""
    state = get_compliance(settings.ACCESSIBILITY_AUDIT, timezone.localdate())
    return {"accessibility": state}
