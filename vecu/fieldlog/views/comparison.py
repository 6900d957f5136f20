"""The comparing file: what it is and how it is checked; and the file, which is only handed over."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from vecu.fieldlog.comparison import FILE_NAME, build_file, get_file_hash


@require_safe
def show_comparison(request: HttpRequest) -> HttpResponse:
    """Say what the comparing file does and cannot do, with the hash by which it is checked."""
    context = {
        "file_name": FILE_NAME,
        "file_hash": get_file_hash(),
        "kilobytes": round(len(build_file()) / 1000),
    }
    return render(request, "fieldlog/comparison.html", context)


@require_safe
def download_comparison(request: HttpRequest) -> HttpResponse:
    """Hand the file over; it is never opened as a page of this site."""
    response = HttpResponse(build_file(), content_type="application/octet-stream")
    response["Content-Disposition"] = f'attachment; filename="{FILE_NAME}"'
    return response
