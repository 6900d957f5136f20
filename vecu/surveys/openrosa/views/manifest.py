"""The files of a form for OpenRosa clients: lists, pictures, audio and video."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from vecu.surveys.openrosa.forms import get_client_file, list_client_files
from vecu.surveys.openrosa.views.form_list import (
    build_element,
    build_list_response,
    get_numbered_form,
)
from vecu.surveys.openrosa.views.responses import openrosa
from vecu.ui.downloads import serve_range


@openrosa("GET", "HEAD")
def serve_manifest(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """List the files of a form, each with its name, hash and URL."""
    entries = []
    for file in list_client_files(get_numbered_form(slug, number).fielding.version_id):
        address = reverse("openrosa:file", args=(slug, number, file.name))
        texts = {
            "filename": file.name,
            "hash": f"md5:{file.digest}",
            "downloadUrl": request.build_absolute_uri(address),
        }
        entries.append(build_element("mediaFile", texts))
    return build_list_response("manifest", "xformsManifest", entries)


@openrosa("GET", "HEAD", versioned=False)
def serve_file(request: HttpRequest, slug: str, number: int, name: str) -> HttpResponse:
    """Return one of the files of a form."""
    found = get_client_file(get_numbered_form(slug, number).fielding.version_id, name)
    if found is None:
        raise Http404(_("This form has no such file. Get the form again."))
    return serve_range(request, *found)
