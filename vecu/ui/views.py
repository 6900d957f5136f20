"""Pages that only say something."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def your_data(request: HttpRequest) -> HttpResponse:
    """Say what the laboratory keeps about people and what it does not."""
    return render(request, "ui/your_data.html")


def accessibility(request: HttpRequest) -> HttpResponse:
    """Say how far the pages were checked and how to report a barrier."""
    return render(request, "ui/accessibility.html")
