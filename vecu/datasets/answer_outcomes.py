"""In which figures that everybody reads an answer is counted."""

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from vecu.datasets.extract_items import list_items_put_to
from vecu.datasets.models import Released
from vecu.datasets.release_figures import get_count_figure
from vecu.datasets.release_queries import get_declared_bands, list_released
from vecu.evidence.sources import Reference, list_public_evidence
from vecu.surveys.answer_outcomes import (
    AnswerOutcome,
    AnswerOutcomeSource,
    OutcomeItem,
    OutcomeQuestion,
    register_answer_outcomes,
)
from vecu.surveys.queries import Answer


def find_figures(question: OutcomeQuestion) -> AnswerOutcome:
    """Return the figures of extracts made since its day; of those of that very day, perhaps.

    A figure counts those to whom its question was put, whatever they answered.
    """
    answer, scope = question.answer, question.study.scope
    released = [
        each
        for each in list_released(scope)
        if each.extract.wave == answer.fielding.wave and each.extract.day >= answer.day
    ]
    put = list_items_put_to(answer, get_declared_bands(scope)) if released else set[str]()
    counted = [each for each in released if {each.item, each.content.get("kind")} & put]
    references = [Reference("figure", each.figure, each.edition) for each in counted]
    addresses = {each.reference.id: each.address for each in list_public_evidence(references)}
    return AnswerOutcome(
        gettext_lazy("Counted in"),
        gettext_lazy("Not in a published figure yet."),
        gettext_lazy(
            "Figures already published stay, rounded: nobody can be recognised in them. Later ones "
            "are counted without it."
        ),
        [_describe(each, answer, addresses.get(each.figure, "")) for each in counted],
    )


def _describe(released: Released, answer: Answer, address: str) -> OutcomeItem:
    language = get_language() or "en"
    figure = get_count_figure(released, language)
    title = figure.title or figure.sentence
    same_day = released.extract.day == answer.day
    note = _("perhaps: it was counted on the day of your answer") if same_day else ""
    return OutcomeItem({figure.language or language: title}, address, note, id=released.figure)


register_answer_outcomes(AnswerOutcomeSource(20, find_figures))
