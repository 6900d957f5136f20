"""Lay out what everybody reads: chips of a finding, figures with their files, practices."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from vecu.coding.queries import ReleasedQuotation
from vecu.datasets.release_figures import get_count_figure
from vecu.datasets.release_queries import Released
from vecu.evidence.queries import FindingDetail
from vecu.evidence.rules import Confidence
from vecu.evidence.sources import Evidence, list_evidence_sources
from vecu.reports.queries import StudyResults, is_inquiry_open
from vecu.surveys.queries import Study
from vecu.ui.chips import ChipKind, EvidenceChip
from vecu.ui.figures import CountFigure, FigureSubject, MeasureFigure
from vecu.ui.templatetags.ui import day, grouped

IN_GUIDE, BEYOND_GUIDE = "practices", "beyond"
"""The kinds of figures about a guide; an item of theirs ends in the guide's id."""


@dataclass(frozen=True, slots=True)
class PublicFigure:
    """A released figure, with what it counts and the addresses of its files, or of its page.

    `wave` names the wave that it counts, '' in a study with one.
    """

    figure: CountFigure | MeasureFigure
    source: str
    csv: str = ""
    svg: str = ""
    address: str = ""
    wave: str = ""

    @property
    def approximate(self) -> bool:
        """Whether its counts are changed at random by a few people."""
        return isinstance(self.figure, CountFigure) and self.figure.approximate

    @property
    def people(self) -> int | None:
        """How many people it counts, None if that is hidden or it counts no people."""
        if isinstance(self.figure, CountFigure) and self.figure.subject is FigureSubject.PEOPLE:
            return self.figure.people
        return None


@dataclass(frozen=True, slots=True)
class PracticeWords:
    """A practice of a guide and words of people that are about it."""

    practice: str
    language: str
    quotations: Sequence[ReleasedQuotation]


@dataclass(frozen=True, slots=True)
class GuidePractices:
    """What people do beside a guide, by its name in each language: within it, beyond, in words."""

    guide: Mapping[str, str]
    within: PublicFigure | None
    beyond: PublicFigure | None
    words: Sequence[PracticeWords]


@dataclass(frozen=True, slots=True)
class FindingLine:
    """A finding as a list shows it."""

    detail: FindingDetail
    address: str
    chips: Sequence[EvidenceChip]


def list_finding_lines(study: Study, findings: Sequence[FindingDetail]) -> list[FindingLine]:
    """Return findings of a study with their chips and the addresses of their pages."""
    addresses = [
        reverse("reports:finding", args=[study.slug, each.finding.pk]) for each in findings
    ]
    return [
        FindingLine(each, address, list_chips(each, fictional=study.fictional, address=address))
        for each, address in zip(findings, addresses, strict=True)
    ]


def find_inquiries(today: date) -> str:
    """Return the address of the inquiries that are open today, '' if none is."""
    return reverse("surveys:home") if is_inquiry_open(today) else ""


def describe_latest(findings: Sequence[FindingDetail]) -> str:
    """Return how many findings are published and the day of the latest, '' without any."""
    days = [each.finding.day for each in findings if each.finding.day]
    if not days:
        return ""
    text = ngettext(
        "%(number)s finding, published on %(day)s",
        "%(number)s findings, the latest published on %(day)s",
        len(findings),
    )
    return text % {"number": len(findings), "day": day(max(days))}


def list_chips(detail: FindingDetail, *, fictional: bool, address: str = "") -> list[EvidenceChip]:
    """Return what a finding stands on, how sure its group is, and what is in doubt."""
    chips = list(_iter_evidence_chips(detail, address))
    if not chips:
        nothing = _("evidence no longer available") if detail.evidence else _("no evidence cited")
        chips.append(EvidenceChip(ChipKind.DOUBT, nothing))
    if label := get_confidence(detail):
        chips.append(
            EvidenceChip(ChipKind.PLAIN, label[:1].lower() + label[1:], f"{address}#confidence")
        )
    if detail.must_be_argued_again:
        chips.append(EvidenceChip(ChipKind.DOUBT, _("to be discussed again")))
    if fictional:
        chips.append(EvidenceChip(ChipKind.INVENTED, _("invented")))
    return chips


def _iter_evidence_chips(detail: FindingDetail, address: str) -> Iterator[EvidenceChip]:
    words = sum(1 for each in detail.standing if each.quotation)
    figures = Counter(
        each.figure.subject is FigureSubject.PEOPLE for each in detail.standing if each.figure
    )
    if words:
        text = ngettext("%(number)s quotation", "%(number)s quotations", words)
        yield EvidenceChip(ChipKind.VOICE, text % {"number": words}, f"{address}#words")
    if people := figures[True]:
        text = ngettext("%(number)s figure", "%(number)s figures", people)
        yield EvidenceChip(ChipKind.PEOPLE, text % {"number": people}, f"{address}#figures")
    if machine := figures[False]:
        text = ngettext("%(number)s figure of the log", "%(number)s figures of the log", machine)
        yield EvidenceChip(ChipKind.MACHINE, text % {"number": machine}, f"{address}#figures")
    labels = {source.name: str(source.label) for source in list_evidence_sources()}
    others = Counter(each.reference.source for each in list_other_evidence(detail))
    for source, number in others.items():
        text = _("%(label)s: %(number)s") % {"label": labels[source], "number": number}
        yield EvidenceChip(ChipKind.PLAIN, text, f"{address}#others")


def list_other_evidence(detail: FindingDetail) -> list[Evidence]:
    """Return what is neither words nor figures."""
    return [each for each in detail.standing if not each.quotation and not each.figure]


def get_confidence(detail: FindingDetail) -> str:
    """Return how sure the group is, '' where it does not say."""
    level = detail.finding.confidence
    return _(Confidence(level).label) if level else ""


def make_public_figure(study: Study, released: Released, *, waves: bool = False) -> PublicFigure:
    """Return a released figure for the page's reader; one of a study with `waves` names its own."""
    figure = get_count_figure(released, get_language() or "en")
    source = describe_source(figure, released, waves=waves)
    return PublicFigure(
        figure, source, *_get_files(study, figure), wave=_name_wave(figure, waves=waves)
    )


def make_cited_figure(
    study: Study, figure: CountFigure | MeasureFigure, address: str, *, waves: bool = False
) -> PublicFigure:
    """Return a figure that a finding cites; one of a log has a page of its own, with its files."""
    if isinstance(figure, CountFigure) and figure.subject is FigureSubject.PEOPLE:
        source = describe_source(figure, waves=waves)
        return PublicFigure(figure, source, *_get_files(study, figure))
    source = _("From the log of an AI system: decisions of a closed month, by five people or more.")
    if isinstance(figure, CountFigure):
        source += " " + _("Numbers are rounded to the nearest 5.")
    return PublicFigure(figure, source, address=address)


def describe_source(
    figure: CountFigure, released: Released | None = None, *, waves: bool = False
) -> str:
    """Return what a figure counts, when, how the answers came, and who answers for it."""
    sentences = [_say_what_is_counted(figure)]
    if figure.counts_some_twice:
        sentences.append(_("One person may be counted in several rows."))
    if figure.hides_something:
        sentences.append(_("Hidden: fewer than 11 people, or a count that would reveal another."))
    if wave := _name_wave(figure, waves=waves):
        sentences.append(f"{wave}.")
    if figure.origin:
        sentences.append(figure.origin)
    if released:
        sentences.append(
            _("Released on %(day)s by %(group)s.")
            % {"day": day(released.day), "group": released.group}
        )
    return " ".join(sentences)


def _say_what_is_counted(figure: CountFigure) -> str:
    if figure.people is None:
        return _("Number of people, rounded to the nearest 5.")
    words = {"people": grouped(figure.people)}
    if figure.approximate:
        answered = ngettext(
            "%(people)s person answered; figures are out of those who were asked.",
            "%(people)s people answered; figures are out of those who were asked.",
            figure.people,
        )
        return answered % words
    return _("Number of people, rounded to the nearest 5, out of %(people)s who answered.") % words


def _name_wave(figure: CountFigure, *, waves: bool) -> str:
    if not waves and figure.wave == 1:
        return ""
    return _("Wave %(wave)s") % {"wave": figure.wave}


def list_guides_beside(results: StudyResults) -> list[GuidePractices]:
    """Return each guide of which practices are released, with what is beyond it, by wave."""
    pairs: dict[tuple[str, int], dict[str, Released]] = {}
    for each in results.released:
        kind, _colon, guide = each.item.partition(":")
        if _is_about_guide(each):
            pairs.setdefault((guide, each.content.get("wave", 1)), {})[kind] = each
    return [_make_guide(results, pair) for pair in pairs.values()]


def list_other_figures(results: StudyResults) -> list[PublicFigure]:
    """Return the released figures that do not stand beside a guide, in the questionnaire's order.

    Codes come after all questions.
    """
    questions = results.questionnaire.questions if results.questionnaire else ()
    order = {path: index for index, path in enumerate(questions)}
    others = [each for each in results.released if not _is_about_guide(each)]
    others.sort(key=lambda each: order.get(each.item, len(order)))
    return [make_public_figure(results.study, each, waves=results.has_waves) for each in others]


def _is_about_guide(released: Released) -> bool:
    kind = released.content.get("kind")
    return kind in {IN_GUIDE, BEYOND_GUIDE} and not released.breakdown


def _make_guide(results: StudyResults, pair: dict[str, Released]) -> GuidePractices:
    figures = {
        kind: make_public_figure(results.study, each, waves=results.has_waves)
        for kind, each in pair.items()
    }
    guide: Mapping[str, str] = next(iter(pair.values())).content["label"]
    words = list(_iter_practice_words(results, pair.get(IN_GUIDE), figures.get(IN_GUIDE)))
    return GuidePractices(guide, figures.get(IN_GUIDE), figures.get(BEYOND_GUIDE), words)


def _iter_practice_words(
    results: StudyResults, released: Released | None, shown: PublicFigure | None
) -> Iterator[PracticeWords]:
    if released is None or shown is None or not isinstance(shown.figure, CountFigure):
        return
    by_practice = {str(each): words for each, words in results.words.by_practice.items()}
    for stored, row in zip(released.content["rows"], shown.figure.rows, strict=True):
        practice, _colon, _mapping = stored["name"].removeprefix("practice:").partition(":")
        if words := by_practice.get(practice):
            yield PracticeWords(row.label, shown.figure.language, words)


def _get_files(study: Study, figure: CountFigure) -> tuple[str, str]:
    names = ("reports:figure-csv", "reports:figure-svg")
    csv, svg = (reverse(name, args=[study.slug, figure.id]) for name in names)
    return csv, svg
