"""Where OpenRosa clients send filled forms. No page, no cookie, no log."""

from collections.abc import Iterable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from vecu.messages import printable
from vecu.surveys.openrosa.forms import list_client_forms
from vecu.surveys.openrosa.submissions import StoredSubmission, store_submission
from vecu.surveys.openrosa.views.errors import MAX_NAMED, make_unavailable_error
from vecu.surveys.openrosa.views.multipart import parse_submission
from vecu.surveys.openrosa.views.responses import openrosa, openrosa_message


@openrosa("HEAD", "POST")
def accept_submission(request: HttpRequest, slug: str) -> HttpResponse:
    """Store a filled form (201), or report that it was stored before (202).

    A HEAD asks first whether the study accepts any (204).
    """
    today = timezone.localdate()
    if request.method == "HEAD":
        forms = list_client_forms(slug, today)
        if not any(form.taken for form in forms):
            raise make_unavailable_error(forms)
        return HttpResponse(status=204)
    sent = parse_submission(request)
    language = get_language() or settings.LANGUAGE_CODE
    stored = store_submission(slug, sent.xml, sent.files, today=today, language=language)
    return openrosa_message(202 if stored.again else 201, _thanks(request, slug, stored))


def _thanks(request: HttpRequest, slug: str, stored: StoredSubmission) -> str:
    if stored.gone:
        return _(
            "These answers had arrived before and are no longer kept: they were withdrawn, "
            "replaced by later ones, or deleted on the promised day. Nothing that came now is kept."
        )
    mine = request.build_absolute_uri(reverse("surveys:mine", args=(slug,)))
    sentences = [
        _arrived(stored),
        _("Your receipt code is %(code)s: with it you can read and withdraw them at %(address)s")
        % {"code": stored.receipt, "address": mine},
    ]
    if stored.awaited:
        sentences.append(
            _("Not here yet: the files for %(questions)s. Your program adds them by sending again.")
            % {"questions": _named(_("“%(text)s”") % {"text": name} for name in stored.awaited)}
        )
    if stored.left_out:
        sentences.append(
            _("Not kept, because it could tell who answered or when: %(names)s.")
            % {"names": _named(stored.left_out)}
        )
    if stored.lapsed:
        sentences.append(
            _("Left blank, because the answer that was chosen is no longer there: %(names)s.")
            % {"names": _named(stored.lapsed)}
        )
    if stored.unasked:
        sentences.append(
            _("Not kept, because no question asks for it: %(names)s.")
            % {"names": _named(stored.unasked)}
        )
    return "\n".join(sentences)


def _arrived(stored: StoredSubmission) -> str:
    if not stored.again:
        return _("Thank you. Your answers have arrived.")
    if stored.added:
        return _("Your answers had arrived before. Files that were missing have joined them.")
    return _("Your answers had arrived before. They are kept once.")


def _named(names: Iterable[str]) -> str:
    return ", ".join(printable(name, 60) for name in [*names][:MAX_NAMED])
