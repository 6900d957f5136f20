"""Papers of an evaluation: its protocol, for the CST or CSE; the sheet of a blind reading."""

from datetime import date

from django.utils.translation import gettext as _

from vecu.casestudies.presenters import (
    describe_opinion,
    list_planned_limits,
)
from vecu.casestudies.published_studies import list_published_studies
from vecu.casestudies.queries import EvaluationDetail
from vecu.casestudies.record_kinds import get_evaluation_title
from vecu.casestudies.rules import LOT_NAMES
from vecu.casestudies.week_presenters import (
    list_week_rows,
)
from vecu.reports.document_parts import PageAddresses, make_text, warn_of_invention
from vecu.reports.documents.description import (
    Document,
    DocumentPoint,
    DocumentSection,
    DocumentText,
    LabelledFact,
    PrintedFigure,
)
from vecu.ui.templatetags.ui import current_language
from vecu.ui.templatetags.ui import day as format_day


def describe_protocol(detail: EvaluationDetail, addresses: PageAddresses, today: date) -> Document:
    """Return the protocol as a body is consulted on it, with what it answered."""
    row, page = detail.evaluation, addresses.absolute(addresses.page)
    opinion = describe_opinion(row, today)
    numbers = {"people": row.people, "lots": row.lots, "weeks": row.weeks}
    facts = [
        (_("What is evaluated"), make_text(row.system.name)),
        (_("What it is meant to do"), make_text(row.system.purpose)),
        (_("Teams"), DocumentText(row.group)),
        (
            _("People, starting groups, weeks"),
            DocumentText(
                _("%(people)s people, %(lots)s starting groups, %(weeks)s weeks") % numbers
            ),
        ),
        (
            _("From, to"),
            DocumentText(f"{format_day(row.starts)} – {format_day(row.last_day)}"),
        ),
        (_("What stops it"), make_text(row.stopping)),
    ]
    return Document(
        language=current_language(),
        kind=_("Protocol for the CST or CSE, before the pilot"),
        title=DocumentText(get_evaluation_title(row)),
        lead=DocumentText(
            _(
                "Teams begin one after the other, in an order drawn by lot. No figure is of a"
                " person; everybody keeps the right to refuse."
            )
        ),
        address=page,
        notice=_("As of %(day)s.") % {"day": format_day(today)},
        warning=warn_of_invention(fictional=row.system.fictional),
        sections=(
            _make_section(
                _("What so few can show, and cannot"),
                page,
                list_planned_limits(row.people, row.lots, row.spread),
                first=True,
            ),
            DocumentSection(
                _("The plan"),
                tuple(LabelledFact(label, text) for label, text in facts if text.text),
                page,
            ),
            DocumentSection(_("Weeks and groups"), (_make_calendar(detail, page, today),), page),
            _make_section(_("What is noted, and who reads it"), page, _list_rules()),
            _make_section(
                _("Opinion of the body"),
                page,
                [each for each in (opinion.sentence, opinion.claim) if each],
            ),
            DocumentSection(_("What is published"), tuple(_list_published()), page),
        ),
    )


def _list_published() -> list[LabelledFact]:
    return [
        LabelledFact(
            make_text(each.study).text,
            DocumentText(
                f"{make_text(each.design).text}. {make_text(each.figure).text}."
                f" {_('What it cannot say')} – {make_text(each.limits).text}."
            ),
        )
        for each in list_published_studies()
    ]


def _make_section(
    heading: str, page: str, sentences: list[str], *, first: bool = False
) -> DocumentSection:
    points = tuple(DocumentPoint(DocumentText(each)) for each in sentences)
    return DocumentSection(heading, points, page, first=first)


def _make_calendar(detail: EvaluationDetail, page: str, today: date) -> PrintedFigure:
    row = detail.evaluation
    names = (
        [LOT_NAMES[lot] for lot in range(row.lots)]
        if row.drawn
        else [str(position + 1) for position in range(row.lots)]
    )
    sentence = (
        _("The order was drawn on %(day)s.") % {"day": format_day(row.drawn)}
        if row.drawn
        else _("Groups by their place in the order, which staff representatives will draw.")
    )
    return PrintedFigure(
        title=DocumentText(_("Which group works with the tool in which week")),
        sentence=sentence,
        header=(_("Week of"), *names),
        rows=tuple(
            (
                f"{week.number} – {format_day(week.monday)}",
                *(_("tool") if cell.begun else "–" for cell in week.cells),
            )
            for week in list_week_rows(detail, today)
        ),
        source=_("Totals are noted by lot and week, never by person."),
        trace=page,
    )


def _list_rules() -> list[str]:
    return [
        _(
            "Each group, each week: people at work, minutes of writing, of these checking and care"
            " of the machine, and minutes that people think they saved. Members alone read them;"
            " nothing is noted of fewer than three people."
        ),
        _(
            "One figure is public, after the last week: net minutes with their interval. Groups "
            "are analysed as they were drawn, whatever happened."
        ),
        _(
            "The order is drawn by staff representatives, with words of their own, once the groups"
            " are fixed. Nobody can draw twice; an evaluation that is stopped stays public."
        ),
        _(
            "Each group says together what became of the time gained. On two days of each week,"
            " drawn with the order, writing is clocked. Everybody reads one sentence on each, never"
            " counts."
        ),
        _("Corrections, kinds and counts; omissions need five words of one’s own before a draft."),
        _("Consent of the people accompanied: asked, accepted, withdrawn, not asked."),
    ]


def describe_reading_sheet(addresses: PageAddresses, today: date) -> Document:
    """Return the sheet on which one reader hears two notes, and chooses."""
    page = addresses.absolute(addresses.page)
    asked = [
        _("Which of them is true to the visit?"),
        _("Which sounds like the person who was visited?"),
        _("What is missing in the first? In the second?"),
        _("What hurts?"),
        _("Which should stay in the file, A or B, or neither?"),
    ]
    before = [
        _(
            "The visit was played by people who are paid, and is nobody’s. The worker’s own note"
            " was sealed before the machine wrote; the machine’s draft was corrected, as at work."
        ),
        _(
            "At the association of the readers, who are paid. Somebody reads both aloud; which"
            " comes first is drawn by the toss of a coin: heads, the sealed one is A."
        ),
        _("Nobody in the room knows which began as a machine’s draft."),
        _(
            "Never a note of a real visit: what a worker signed is not put to a vote. Never in"
            " child protection, nor under constraint."
        ),
    ]
    after = [
        _("Count: readers; A and B turned back into the worker’s and the draft; neither."),
        _("Of 20 readers, 15 must choose the same note. With fewer, nothing can be concluded."),
        _("Write down together, in words of the association, what both notes lack."),
    ]
    return Document(
        language=current_language(),
        kind=_("To print, one for each reader"),
        title=DocumentText(_("Blind reading: two notes of the same visit")),
        lead=DocumentText(
            _("You hear two notes. Nobody here wrote either. There is no right answer.")
        ),
        address=page,
        notice=_("As of %(day)s.") % {"day": format_day(today)},
        sections=(
            DocumentSection(
                _("For the reader"),
                tuple(LabelledFact(each, DocumentText("A  ……   B  ……")) for each in asked),
                page,
            ),
            _make_section(_("For whoever prepares it"), page, before),
            _make_section(_("Afterwards"), page, after),
        ),
    )
