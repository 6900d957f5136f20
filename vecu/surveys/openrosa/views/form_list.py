"""What OpenRosa clients download: the form list and forms. No page, no cookie, no log.

A client's server address is that of a study, /openrosa/<study>. Submissions go to `submission`.
"""

from collections.abc import Iterable, Mapping

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from vecu.surveys.openrosa.forms import (
    ClientForm,
    get_client_xform,
    list_client_files,
    list_client_forms,
)
from vecu.surveys.openrosa.privacy_notice import build_privacy_notice
from vecu.surveys.openrosa.views.errors import make_unavailable_error
from vecu.surveys.openrosa.views.responses import XML, openrosa
from vecu.surveys.rules import AvailabilityStatus


@openrosa("GET", "HEAD")
def serve_form_list(request: HttpRequest, slug: str) -> HttpResponse:
    """List the form that is open now, or with `listAllVersions` all that ever were.

    `formID` and `verbose` are those of the standard; its `deviceID` is ignored.
    """
    forms = _current(list_client_forms(slug, timezone.localdate()))
    if request.GET.get("listAllVersions", "false").lower() == "false":
        forms = forms[:1]
    wanted = request.GET.get("formID")
    verbose = request.GET.get("verbose", "").lower() == "true"
    entries = {
        form.number: _entry(request, slug, form, verbose=verbose)
        for form in reversed(forms)
        if wanted is None or form.questionnaire.form_id == wanted
    }
    return build_list_response("xforms", "xformsList", reversed(entries.values()))


@openrosa("GET", "HEAD", versioned=False)
def serve_form(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Return the XForm of a version, adapted to other programs."""
    return HttpResponse(
        _served(request, slug, get_numbered_form(slug, number))[0], content_type=XML
    )


def _current(forms: list[ClientForm]) -> list[ClientForm]:
    """Return the forms if one is open; raise `NotOpen`, or a 404 that says why none is."""
    if not forms or forms[0].door is not AvailabilityStatus.OPEN:
        raise make_unavailable_error(forms)
    return forms


def get_numbered_form(slug: str, number: int) -> ClientForm:
    """Return the form of a version that was ever open; raise a 404 otherwise."""
    for form in list_client_forms(slug, timezone.localdate()):
        if form.number == number:
            return form
    raise Http404(_("This inquiry has no such form. Get the list of forms again."))


def _entry(request: HttpRequest, slug: str, form: ClientForm, *, verbose: bool) -> str:
    questionnaire, study = form.questionnaire, form.fielding.study
    language = get_language() or settings.LANGUAGE_CODE
    texts = {
        "formID": questionnaire.form_id,
        "name": study.title.get(language) or questionnaire.title,
        "version": str(form.number),
        "hash": f"md5:{_served(request, slug, form)[1]}",
    }
    if verbose:
        promise = _promise(form)
        spoken = (
            questionnaire.default_language
            if questionnaire.default_language in promise
            else language
        )
        purpose = study.purpose.get(spoken) or study.purpose.get(language, "")
        texts["descriptionText"] = "\n\n".join(filter(None, (purpose, promise[spoken])))
    download = reverse("openrosa:form", args=(slug, form.number))
    texts["downloadUrl"] = request.build_absolute_uri(download)
    if list_client_files(form.fielding.version_id):
        beside = reverse("openrosa:manifest", args=(slug, form.number))
        texts["manifestUrl"] = request.build_absolute_uri(beside)
    return build_element("xform", texts)


def build_element(name: str, texts: Mapping[str, str]) -> str:
    """Return an XML element that contains one element for each text."""
    inside = "".join(f"<{each}>{escape(text)}</{each}>" for each, text in texts.items() if text)
    return f"<{name}>{inside}</{name}>"


def _served(request: HttpRequest, slug: str, form: ClientForm) -> tuple[bytes, str]:
    submit_to = request.build_absolute_uri(reverse("openrosa:submission", args=(slug,)))
    return get_client_xform(form.fielding.version_id, submit_to, tuple(_promise(form).items()))


def _promise(form: ClientForm) -> Mapping[str, str]:
    """Return the privacy notice by language."""
    return build_privacy_notice(form.fielding.study, takes_files=form.questionnaire.takes_files)


def build_list_response(root: str, namespace: str, entries: Iterable[str]) -> HttpResponse:
    """Return an XML list as the OpenRosa standards define it."""
    body = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<{root} xmlns="http://openrosa.org/xforms/{namespace}">{"".join(entries)}</{root}>'
    )
    return HttpResponse(body, content_type=XML)
