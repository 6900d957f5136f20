"""What goes with a form for OpenRosa clients: lists, pictures, sounds and films."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from vecu.surveys.queries import files_for_clients, served_file
from vecu.surveys.views.media import served
from vecu.surveys.views.openrosa import document, element, numbered
from vecu.surveys.views.speaking import openrosa


@openrosa("GET", "HEAD")
def manifest(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """List the files that go with a form, each with its name, its hash and its address."""
    entries = []
    for file in files_for_clients(numbered(slug, number).fielding.version_id):
        address = reverse("openrosa:file", args=(slug, number, file.name))
        told = {
            "filename": file.name,
            "hash": f"md5:{file.digest}",
            "downloadUrl": request.build_absolute_uri(address),
        }
        entries.append(element("mediaFile", told))
    return document("manifest", "xformsManifest", entries)


@openrosa("GET", "HEAD", versioned=False)
def file(request: HttpRequest, slug: str, number: int, name: str) -> HttpResponse:
    """Give out one of the files that go with a form."""
    found = served_file(numbered(slug, number).fielding.version_id, name)
    if found is None:
        raise Http404(_("This form has no such file. Get the form again."))
    return served(request, *found)
