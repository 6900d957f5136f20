"""The public page of a study as a document for paper."""

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _

from vecu.reports.brief_parts import make_card_section
from vecu.reports.cards.finding_cards import list_study_cards
from vecu.reports.document_parts import (
    PageAddresses,
    describe_copy,
    iter_printed_figures,
    make_claim,
    make_printed_quotation,
    make_text,
    warn_of_invention,
)
from vecu.reports.documents.description import (
    Document,
    DocumentPoint,
    DocumentSection,
    DocumentText,
    LabelledFact,
    PrintedFigure,
)
from vecu.reports.presenters import list_finding_lines, list_guides_beside, list_other_figures
from vecu.reports.queries import StudyResults
from vecu.reports.study_method import StudyMethod, get_study_method
from vecu.reports.templatetags.findings import answering_days
from vecu.ui.templatetags.ui import current_language


def describe_study(
    results: StudyResults, addresses: PageAddresses, today: date, *, brief: bool
) -> Document:
    """Return all that everybody may read of a study, but the wording of its questions.

    A brief prints every finding, as a card or in a sentence.
    """
    study, method = results.study, get_study_method(results)
    noise, practices = " ".join(method.noise), tuple(_iter_practices(results, addresses))
    days = f" · {answering_days(results.days)}" if results.days else ""
    sections = (
        _describe_asking(results, method, addresses),
        DocumentSection(
            _("What this inquiry cannot say"),
            tuple(DocumentPoint(DocumentText(each)) for each in method.unknowns),
            addresses.locate("main"),
            first=True,
        ),
        make_card_section(list_study_cards(study, results.findings), addresses)
        if brief
        else _describe_findings(results, addresses),
        DocumentSection(
            _("What people do, compared with the guide"),
            practices,
            addresses.locate("practices"),
            note=noise,
        ),
        DocumentSection(
            _("Figures"),
            tuple(_iter_figures(results, addresses)),
            addresses.locate("figures"),
            note="" if practices else noise,
        ),
        _describe_words(results, addresses),
        DocumentSection(
            _("Method"),
            tuple(LabelledFact(label, DocumentText(text)) for label, text in method.facts),
            addresses.locate("method"),
        ),
    )
    return Document(
        language=current_language(),
        kind=f"{_('Inquiry')}{days}",
        title=make_text(study.title),
        lead=make_text(study.purpose),
        address=addresses.absolute(addresses.page),
        notice=describe_copy(today),
        sections=tuple(each for each in sections if each.items),
        warning=warn_of_invention(fictional=study.fictional),
    )


def _describe_findings(results: StudyResults, addresses: PageAddresses) -> DocumentSection:
    lines = list_finding_lines(results.study, results.findings)
    claims = tuple(make_claim(each, addresses) for each in lines)
    return DocumentSection(_("Findings"), claims, addresses.locate("findings"))


def _describe_asking(
    results: StudyResults, method: StudyMethod, addresses: PageAddresses
) -> DocumentSection:
    facts = [
        (_("Who asks"), make_text(results.study.asked_by)),
        (_("Who could answer"), DocumentText(method.respondents)),
        (_("How many answered"), DocumentText(method.answered)),
    ]
    if results.questionnaire:
        wording = f"{_('The wording of the questionnaire')} – {addresses.locate('wording')}"
        facts.append((_("Questions"), DocumentText(wording)))
    return DocumentSection(
        _("What was asked, and of whom"),
        tuple(LabelledFact(label, text) for label, text in facts if text.text),
        addresses.locate("main"),
        first=True,
    )


def _iter_practices(results: StudyResults, addresses: PageAddresses) -> Iterator[PrintedFigure]:
    for guide in list_guides_beside(results):
        for heading, shown in (
            (_("What the guide recommends"), guide.within),
            (_("What the guide does not mention"), guide.beyond),
        ):
            if shown:
                trace = addresses.locate(f"figure-{shown.figure.id}")
                yield from iter_printed_figures(shown, heading, trace)


def _iter_figures(results: StudyResults, addresses: PageAddresses) -> Iterator[PrintedFigure]:
    for shown in list_other_figures(results):
        yield from iter_printed_figures(shown, "", addresses.locate(f"figure-{shown.figure.id}"))


def _describe_words(results: StudyResults, addresses: PageAddresses) -> DocumentSection:
    trace = addresses.locate("words")
    return DocumentSection(
        _("In people’s own words"),
        tuple(
            make_printed_quotation(quotation, make_text(part.code), trace)
            for part in results.words.by_code
            for quotation in part.quotations
        ),
        trace,
        note=_("Quoted with permission. The words in square brackets are ours."),
    )
