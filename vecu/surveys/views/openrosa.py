"""What OpenRosa clients speak to: ODK Collect, Enketo, ODK Web Forms. No page, no cookie, no log.

The address of an inquiry, /openrosa/<study>, is its server for them.
"""

import logging
from collections.abc import Callable, Iterable, Mapping
from functools import wraps
from io import BytesIO

from django.conf import settings
from django.core.exceptions import BadRequest, RequestDataTooBig, SuspiciousOperation
from django.core.files.uploadhandler import MemoryFileUploadHandler
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParser, MultiPartParserError
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape
from django.utils.http import http_date
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from vecu.errors import VecuError
from vecu.questionnaires import SubmissionRefused
from vecu.surveys.actions import (
    AnswersRefused,
    InstanceTaken,
    Kept,
    NotOpen,
    UnknownForm,
    receive,
)
from vecu.surveys.queries import (
    ClientForm,
    UnknownStudy,
    files_for_clients,
    forms_for_clients,
    served_xform,
)
from vecu.surveys.rules import Door

View = Callable[..., HttpResponse]
XML = "text/xml; charset=utf-8"
PART = "xml_submission_file"
MAX_PROBLEMS = 20
"""Problems that one message names."""
_EXPECTED = (VecuError, BadRequest, SuspiciousOperation, MultiPartParserError, OSError)
_log = logging.getLogger(__name__)


def said(status: int, message: str) -> HttpResponse:
    """Return an OpenRosa response: one message for the person who holds the device."""
    body = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<OpenRosaResponse xmlns="http://openrosa.org/http/response">'
        f"<message>{escape(message)}</message></OpenRosaResponse>"
    )
    return HttpResponse(body, status=status, content_type=XML)


def openrosa(*methods: str, versioned: bool = True) -> Callable[[View], View]:
    """Give a view what OpenRosa asks of every response, and each failure its status and sentence.

    `versioned` views refuse a request that does not say which OpenRosa it speaks.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def wrapped(request: HttpRequest, slug: str, **rest: int | str) -> HttpResponse:
            needs_version = versioned and request.method != "HEAD"
            if request.method not in methods:
                response = said(405, _("This address does not take that kind of request."))
                response["Allow"] = ", ".join(methods)
            elif needs_version and request.headers.get("X-OpenRosa-Version") != "1.0":
                response = said(400, _("The header X-OpenRosa-Version: 1.0 is missing."))
            else:
                response = _answered(view, request, slug, **rest)
            response["X-OpenRosa-Version"] = "1.0"
            response["X-OpenRosa-Accept-Content-Length"] = str(_limit())
            response["Date"] = http_date()
            response["Cache-Control"] = "no-store"
            return response

        return wrapped

    return decorate


def _answered(view: View, request: HttpRequest, slug: str, **rest: int | str) -> HttpResponse:
    try:
        return view(request, slug, **rest)
    except OperationalError:
        # Full, locked or out of reach: the device keeps the form and sends it later.
        _log.exception("An answer could not be kept.")
        response = said(503, _("Nothing could be kept just now. Please send it again later."))
        response["Retry-After"] = "60"
        return response
    except _EXPECTED as error:
        return said(*_failure(error))
    except Http404 as error:
        return said(404, str(error))


def _failure(error: Exception) -> tuple[int, str]:
    """Return the status and the sentence for what is expected to go wrong."""
    status, message = 400, str(error)
    match error:
        case UnknownStudy():
            status = 404
        case UnknownForm():
            status, message = 404, _unknown_form(error)
        case NotOpen():
            status, message = _not_open(error.door)
        case AnswersRefused():
            status, message = 422, _refused(error)
        case InstanceTaken():
            status, message = 409, _taken()
        case RequestDataTooBig():
            size = _limit() // 1_000_000
            status = 413
            message = _("This is too large: the limit is %(size)s MB.") % {"size": size}
        case SubmissionRefused():
            status = 413 if error.too_large else 400
            message = error.message.say(get_language() or settings.LANGUAGE_CODE)
        case OSError():
            message = _("Only a part arrived. Please send it again.")
        case MultiPartParserError() | SuspiciousOperation():
            message = _("What was sent could not be read. Please send it again.")
    return status, message


def _taken() -> str:
    return _(
        "Other answers were sent under the same instanceID before. Those are kept, and "
        "these are not. Fill in a new form to answer again."
    )


def _unknown_form(error: UnknownForm) -> str:
    found = {"form": error.filled.form_id[:80], "version": error.filled.version[:40]}
    message = _("This inquiry has no form “%(form)s” in version “%(version)s”.") % found
    if error.expected is None:
        return message
    takes = {"form": error.expected.questionnaire.form_id, "version": error.expected.number}
    wanted = _("It takes “%(form)s” in version “%(version)s”: get the blank form again.") % takes
    return f"{message} {wanted}"


def _not_open(door: Door) -> tuple[int, str]:
    match door:
        case Door.PAUSED:
            return 403, _("The people who ask have paused this inquiry. Please send it later.")
        case Door.NOT_YET:
            return 403, _("This inquiry is not open yet. Please come back on the day it opens.")
        case Door.CLOSED:
            return 410, _("This inquiry is closed. It takes no new answers.")
    return 404, _("There is no such inquiry. Check the address.")


def _refused(error: AnswersRefused) -> str:
    """Name the question, the rule and what to do, for each problem on a line of its own."""
    lines = [
        f"{problem.message} [{problem.path}: {problem.rule}]"
        for problem in error.problems[:MAX_PROBLEMS]
    ]
    return "\n".join([_("Nothing was kept, because some answers need to be corrected:"), *lines])


# ── forms ────────────────────────────────────────────────────────────────────────────────────────


@openrosa("GET", "HEAD")
def form_list(request: HttpRequest, slug: str) -> HttpResponse:
    """List the form that is open now, or with `listAllVersions` every one that ever was."""
    forms = _current(forms_for_clients(slug, timezone.localdate()))
    if request.GET.get("listAllVersions", "").lower() != "true":
        forms = forms[:1]
    wanted = request.GET.get("formID")
    verbose = request.GET.get("verbose", "").lower() == "true"
    entries = {
        form.number: _entry(request, slug, form, verbose=verbose)
        for form in reversed(forms)
        if wanted is None or form.questionnaire.form_id == wanted
    }
    return document("xforms", "xformsList", reversed(entries.values()))


@openrosa("GET", "HEAD", versioned=False)
def form(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Give out the XForm of one version, made fit for other programs."""
    return HttpResponse(_served(request, slug, numbered(slug, number))[0], content_type=XML)


def _current(forms: list[ClientForm]) -> list[ClientForm]:
    """Return the forms when one is open; raise `NotOpen` or a 404 that says why none is."""
    if not forms:
        raise Http404(_("There is no such inquiry. Check the address."))
    if forms[0].door is not Door.OPEN:
        raise NotOpen(forms[0].fielding, forms[0].door)
    return forms


def numbered(slug: str, number: int) -> ClientForm:
    """Return the form of a version that was ever open; raise a 404 that says there is none."""
    for form in forms_for_clients(slug, timezone.localdate()):
        if form.number == number:
            return form
    raise Http404(_("This inquiry has no such form. Get the list of forms again."))


def _entry(request: HttpRequest, slug: str, form: ClientForm, *, verbose: bool) -> str:
    asked, study = form.questionnaire, form.fielding.study
    language = get_language() or settings.LANGUAGE_CODE
    told = {
        "formID": asked.form_id,
        "name": study.title.get(language) or asked.title,
        "version": str(form.number),
        "hash": f"md5:{_served(request, slug, form)[1]}",
    }
    if verbose:
        told["descriptionText"] = study.purpose.get(language, "")
    download = reverse("openrosa:form", args=(slug, form.number))
    told["downloadUrl"] = request.build_absolute_uri(download)
    if files_for_clients(form.fielding.version_id):
        beside = reverse("openrosa:manifest", args=(slug, form.number))
        told["manifestUrl"] = request.build_absolute_uri(beside)
    return element("xform", told)


def element(name: str, told: Mapping[str, str]) -> str:
    """Return an element of XML with one inside it for each text that is told."""
    inside = "".join(f"<{each}>{escape(text)}</{each}>" for each, text in told.items() if text)
    return f"<{name}>{inside}</{name}>"


def _served(request: HttpRequest, slug: str, form: ClientForm) -> tuple[bytes, str]:
    submit_to = request.build_absolute_uri(reverse("openrosa:submission", args=(slug,)))
    return served_xform(form.fielding.version_id, submit_to)


def document(root: str, namespace: str, entries: Iterable[str]) -> HttpResponse:
    """Return a list in XML as the OpenRosa standards have it."""
    body = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<{root} xmlns="http://openrosa.org/xforms/{namespace}">{"".join(entries)}</{root}>'
    )
    return HttpResponse(body, content_type=XML)


# ── submissions ──────────────────────────────────────────────────────────────────────────────────


@openrosa("HEAD", "POST")
def submission(request: HttpRequest, slug: str) -> HttpResponse:
    """Keep a filled form (201), or say that it was kept before (202).

    A HEAD asks first whether the inquiry takes any (204).
    """
    if request.method == "HEAD":
        _current(forms_for_clients(slug, timezone.localdate()))
        return HttpResponse(status=204)
    kept = receive(
        slug,
        _filled_form(request),
        today=timezone.localdate(),
        language=get_language() or settings.LANGUAGE_CODE,
    )
    return said(202 if kept.again else 201, _thanks(request, slug, kept))


def _thanks(request: HttpRequest, slug: str, kept: Kept) -> str:
    mine = request.build_absolute_uri(reverse("surveys:mine", args=(slug,)))
    sentences = [
        _("Your answers had arrived before. They are kept once.")
        if kept.again
        else _("Thank you. Your answers have arrived."),
        _("Your receipt code is %(code)s: with it you can read and withdraw them at %(address)s")
        % {"code": kept.receipt, "address": mine},
    ]
    if kept.left_out:
        names = ", ".join(name[:40] for name in kept.left_out[:MAX_PROBLEMS])
        sentences.append(
            _("Not kept, because it could tell who answered or when: %(names)s.") % {"names": names}
        )
    if kept.lapsed:
        names = ", ".join(name[:40] for name in kept.lapsed[:MAX_PROBLEMS])
        sentences.append(
            _("Left blank, because the answer that was chosen is no longer there: %(names)s.")
            % {"names": names}
        )
    return "\n".join(sentences)


def _limit() -> int:
    return settings.DATA_UPLOAD_MAX_MEMORY_SIZE or 0


def _filled_form(request: HttpRequest) -> bytes:
    """Return the one XML part of a multipart body; raise when there is none or several."""
    if not request.META.get("CONTENT_TYPE", "").startswith("multipart/"):
        raise BadRequest(_("The filled form must be sent as multipart/form-data."))
    body = _body(request)
    head = {**request.META, "CONTENT_LENGTH": str(len(body))}
    handlers = [MemoryFileUploadHandler(request)]
    fields, files = MultiPartParser(head, BytesIO(body), handlers).parse()
    found = [file.read() for file in files.getlist(PART)]
    found += [text.encode() for text in fields.getlist(PART)]
    if len(found) != 1:
        message = _("Exactly one part called %(part)s is needed; %(found)s came.")
        raise BadRequest(message % {"part": PART, "found": len(found)})
    return bytes(found[0])


def _body(request: HttpRequest) -> bytes:
    """Read the whole body, also one sent in chunks, whose length no header tells."""
    told = request.META.get("CONTENT_LENGTH") or ""
    if told.isdigit() and int(told) > _limit():
        raise RequestDataTooBig
    body: bytes = request.META["wsgi.input"].read(int(told) if told.isdigit() else _limit() + 1)
    if len(body) > _limit():
        raise RequestDataTooBig
    if told.isdigit() and len(body) < int(told):
        raise BadRequest(_("Only a part arrived. Please send it again."))
    return body
