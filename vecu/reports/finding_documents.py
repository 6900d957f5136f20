"""The public page of a finding as a document for paper."""

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _

from vecu.evidence.queries import FindingDetail
from vecu.evidence.sources import EvidenceState
from vecu.reports.document_parts import (
    PageAddresses,
    cite,
    describe_copy,
    iter_printed_figures,
    list_facts,
    make_text,
    warn_of_invention,
)
from vecu.reports.documents.description import (
    Document,
    DocumentItem,
    DocumentPoint,
    DocumentSection,
    DocumentText,
    LabelledFact,
    PrintedFigure,
)
from vecu.reports.presenters import get_confidence, list_other_evidence, make_cited_figure
from vecu.reports.queries import FindingVersions
from vecu.reports.templatetags.findings import reasons, theme_label
from vecu.surveys.queries import Study
from vecu.ui.figures import FigureSubject
from vecu.ui.templatetags.ui import current_language, day


def describe_finding_document(
    found: FindingVersions, detail: FindingDetail, addresses: PageAddresses, today: date
) -> Document:
    """Return all that everybody may read of a finding, with the figures and words themselves."""
    finding, study = detail.finding, found.study
    sections = (
        DocumentSection(
            _("What this does not say"),
            tuple(_iter_limits(detail)),
            addresses.locate("limits"),
            first=True,
        ),
        DocumentSection(
            _("How sure are we?"), tuple(_iter_confidence(detail)), addresses.locate("confidence")
        ),
        DocumentSection(
            _("Figures"),
            tuple(_iter_figures(study, detail, addresses)),
            addresses.locate("figures"),
        ),
        DocumentSection(
            _("In people’s own words"),
            tuple(
                cite(each, addresses.absolute(addresses.page), addresses)
                for each in detail.standing
                if each.quotation
            ),
            addresses.locate("words"),
            note=_("Quoted with permission. The words in square brackets are ours."),
        ),
        DocumentSection(
            _("It also cites"),
            tuple(
                cite(each, addresses.absolute(addresses.page), addresses)
                for each in list_other_evidence(detail)
            ),
            addresses.locate("others"),
        ),
        _describe_origin(found, addresses),
    )
    parts = (
        _("Finding"),
        theme_label(finding.theme) if finding.theme else "",
        day(finding.day) if finding.day else "",
        finding.group,
    )
    return Document(
        language=current_language(),
        kind=" · ".join(filter(None, parts)),
        title=make_text(finding.sentence),
        lead=make_text(finding.summary),
        address=addresses.absolute(addresses.page),
        notice=describe_copy(today),
        sections=tuple(each for each in sections if each.items),
        warning=warn_of_invention(fictional=study.fictional),
    )


def _iter_limits(detail: FindingDetail) -> Iterator[DocumentItem]:
    """Yield what is not said, and what is no longer there to stand on."""
    subjects = [each.figure.subject for each in detail.standing if each.figure]
    states = {each.state for each in detail.evidence}
    if (limits := make_text(detail.finding.limits)).text:
        yield DocumentPoint(limits)
    if FigureSubject.PEOPLE in subjects:
        sentence = _("These figures count answers received; they say nothing of anyone else.")
        yield DocumentPoint(DocumentText(sentence))
    if EvidenceState.GONE in states:
        yield DocumentPoint(DocumentText(_("Evidence no longer available.")))
    if not detail.evidence and not detail.reserved:
        sentence = _("This finding cites no evidence. Read it as the opinion of its group.")
        yield DocumentPoint(DocumentText(sentence))
    yield from list_facts([(_("What would change our mind"), detail.finding.would_change)])


def _iter_confidence(detail: FindingDetail) -> Iterator[DocumentItem]:
    if label := get_confidence(detail):
        yield DocumentPoint(DocumentText(label))
    yield from list_facts(reasons(detail.finding))


def _iter_figures(
    study: Study, detail: FindingDetail, addresses: PageAddresses
) -> Iterator[PrintedFigure]:
    for each in detail.standing:
        if each.figure:
            shown = make_cited_figure(study, each.figure, each.address)
            own = each.address or f"{addresses.page}#figure-{each.figure.id}"
            yield from iter_printed_figures(shown, "", addresses.absolute(own))


def _describe_origin(found: FindingVersions, addresses: PageAddresses) -> DocumentSection:
    versions = [
        LabelledFact(
            _("Version %(number)s") % {"number": each.version}, DocumentText(day(each.day))
        )
        for each in found.versions
        if each.day
    ]
    inquiry = LabelledFact(_("Inquiry"), make_text(found.study.title))
    return DocumentSection(_("Where it comes from"), (inquiry, *versions), addresses.locate("from"))
