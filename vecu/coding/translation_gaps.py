"""Names of codes and quotations that everybody reads in one language only."""

from collections.abc import Iterator, Sequence

from django.urls import reverse
from django.utils.translation import gettext_lazy

from vecu.accounts.rules import can_code
from vecu.coding.queries.codebook import find_codebook, list_codes
from vecu.coding.queries.quotations import list_public_quotations
from vecu.surveys.queries import Study
from vecu.translation import LANGUAGES
from vecu.ui.next_steps import NewsReader, NewsSubject, SubjectKind
from vecu.ui.translation_gaps import (
    TranslationGap,
    iter_translation_gaps,
    register_translation_gaps,
)


def list_coding_texts(
    subjects: Sequence[NewsSubject], _reader: NewsReader
) -> Iterator[TranslationGap]:
    """Yield the public quotations of studies, and the codes that stand above them."""
    for each in subjects:
        if can_code(each.role):
            yield from _iter_study(each.row)


def _iter_study(study: Study) -> Iterator[TranslationGap]:
    codebook = find_codebook(study.id)
    if codebook is None:
        return
    codes = list_codes(codebook)
    quotations = list_public_quotations(codebook, codes)
    for quotation in quotations:
        written = {quotation.language, *(each.language for each in quotation.translations)}
        for language in LANGUAGES:
            if language not in written:
                address = reverse(
                    "coding:translate-quotation", args=[study.slug, quotation.id, language]
                )
                label = gettext_lazy("Quotation")
                yield TranslationGap(label, quotation.text, quotation.language, address)
    quoted = {quotation.code for quotation in quotations}
    for code in codes.by_id.values():
        if code.id in quoted:
            address = reverse("coding:code", args=[study.slug, code.id])
            yield from iter_translation_gaps(
                gettext_lazy("Code with quotations"), code.names.texts, address
            )


register_translation_gaps(SubjectKind.STUDY, list_coding_texts)
