"""What coding made of an answer: the codes that it carries, its words that everybody reads."""

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from vecu.coding.queries.codebook import find_codebook, list_codes
from vecu.coding.queries.consensus import list_text_codes_of
from vecu.coding.queries.guides import get_mapping, list_guides
from vecu.coding.queries.quotations import list_public_quotations_of
from vecu.coding.queries.whole_stories import count_whole_stories
from vecu.evidence.sources import Reference, list_public_evidence
from vecu.surveys.answer_outcomes import (
    AnswerOutcome,
    AnswerOutcomeSource,
    OutcomeItem,
    OutcomeQuestion,
    register_answer_outcomes,
)


def find_codes(question: OutcomeQuestion) -> AnswerOutcome:
    """Return the codes on which the team agreed, then practices of guides that these stand for."""
    items: list[OutcomeItem] = []
    if codebook := find_codebook(question.study.id):
        codes = list_codes(codebook)
        texts = list_text_codes_of(codebook, codes, [question.answer.id])
        carried = {code for text in texts for code in text.codes}
        items = [
            OutcomeItem(code.names.texts) for code, _depth in codes.lines if code.id in carried
        ]
        for guide in list_guides(codebook):
            mapped = get_mapping(guide, codes)
            items += [
                OutcomeItem(practice.names.texts)
                for practice in guide.practices.all()
                if carried.intersection(mapped.get(practice.id, ()))
            ]
    return AnswerOutcome(
        gettext_lazy("Grouped under"),
        gettext_lazy("Not grouped yet with what others tell."),
        gettext_lazy("Its place among the practices is erased with it."),
        items,
        implies_reading=True,
    )


def find_quoted_words(question: OutcomeQuestion) -> AnswerOutcome:
    """Return the words that everybody reads, each with where it is read."""
    quotations = list_public_quotations_of(question.answer.id)
    references = [Reference("quotation", each.id, each.revision) for each in quotations]
    addresses = {each.reference.id: each.address for each in list_public_evidence(references)}
    items = [
        OutcomeItem({each.language: each.text}, addresses[each.id], words=True, id=each.id)
        for each in quotations
    ]
    whole = count_whole_stories(question.answer.id)
    items += [OutcomeItem({get_language() or "en": _("A story of yours, whole")})] * whole
    return AnswerOutcome(
        gettext_lazy("Quoted, with your permission"),
        gettext_lazy("None of your sentences is quoted."),
        gettext_lazy("Your quoted words are gone from every page."),
        items,
        implies_reading=True,
    )


register_answer_outcomes(
    AnswerOutcomeSource(10, find_codes), AnswerOutcomeSource(30, find_quoted_words)
)
