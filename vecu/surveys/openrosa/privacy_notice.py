"""The privacy notice that respondents in other programs read before the first question."""

from collections.abc import Mapping
from dataclasses import replace

from django.utils.translation import override

from vecu.surveys.consent.render import list_promise_sentences
from vecu.surveys.consent.sentences import PromiseMedium
from vecu.surveys.models import Study
from vecu.surveys.queries.data_protection import get_promise_facts
from vecu.translation import LANGUAGES


def build_privacy_notice(study: Study, *, takes_files: bool) -> Mapping[str, str]:
    """Return by language what is stored and until when, and the limits of protection.

    It is the text of the welcome page, adapted to a device that stores the form; each sentence of
    `consent.texts` is a paragraph.
    """
    notices = {}
    for language in LANGUAGES:
        with override(language):
            facts = replace(get_promise_facts(study), takes_files=takes_files)
        sentences = list_promise_sentences(PromiseMedium.PROGRAM, facts, language)
        notices[language] = "\n\n".join(sentences)
    return notices
