"""Static pages."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def your_data(request: HttpRequest) -> HttpResponse:
    """Explain what the site stores about respondents and what it does not."""
    return render(request, "ui/your_data.html")


def accessibility(request: HttpRequest) -> HttpResponse:
    """Explain how far accessibility was checked and how to report a barrier."""
    return render(request, "ui/accessibility.html")
