"""Static pages."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


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
    """Explain how far accessibility was checked and how to report a barrier."""
    return render(request, "ui/accessibility.html")
