"""Lay out the items of the hearing for everybody: who speaks, with what status, what answers."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.text import slugify
from django.utils.translation import gettext as _

from vecu.demonstrators.machines.catalogue import get_demonstrator
from vecu.questionnaires import Wording
from vecu.reports.hearing.items import HearingItem, HearingRecord
from vecu.reports.hearing.vocabulary import AnswerState, HearingPart, HearingSpeaker
from vecu.surveys.library.compose import list_themes
from vecu.ui.menus import DOORS_MENU, list_menu_entries
from vecu.ui.templatetags.ui import current_language

DOORS: Mapping[str, str] = {
    "surveys:welcome": "surveys:home",
    "reports:study": "reports:findings",
    "reports:finding": "reports:findings",
    "reports:sorted-writings": "reports:findings",
    "reports:system": "reports:systems",
    "reports:system-gap": "reports:systems",
    "dialogue:public-dialogue": "reports:systems",
    "dialogue:writings": "reports:systems",
    "dialogue:writing": "reports:systems",
    "dialogue:writing-history": "reports:systems",
    "fieldlog:comparison": "reports:systems",
    "fieldlog:diary": "reports:systems",
    "fieldlog:diary-totals": "reports:systems",
    "fieldlog:workers": "reports:systems",
    "casestudies:method": "reports:systems",
    "replies:start": "reports:findings",
    "safeguards:appeals": "reports:systems",
    "safeguards:consent": "reports:systems",
    "safeguards:consent-paper": "reports:systems",
    "safeguards:public-quarters": "reports:systems",
    "safeguards:public-safeguards": "reports:systems",
    "safeguards:second-look": "reports:systems",
    "casestudies:public-evaluations": "reports:systems",
    "pilots:check": "reports:systems",
    "pilots:check-invented": "reports:systems",
    "pilots:public-replay": "reports:systems",
    "pilots:public-version": "reports:systems",
    "pilots:tuning": "reports:systems",
    "reports:recommendation": "reports:recommendations",
    "recommendations:public-cards": "reports:recommendations",
    "groups:public-group": "reports:recommendations",
    "demonstrators:training": "reports:recommendations",
}
"""From which door one comes to a public page of one study, system or group."""


@dataclass(frozen=True, slots=True)
class DoorLink:
    """A way to pages that answer an item."""

    label: str | Promise
    address: str


@dataclass(frozen=True, slots=True)
class HearingLine:
    """An item as the page shows it; `questions` are put by the library where nothing else is."""

    item: HearingItem
    anchor: str
    speaker: str
    saying: str
    state: str
    questions: Sequence[Wording]
    links: Sequence[DoorLink]


@dataclass(frozen=True, slots=True)
class HearingSection:
    """A part of the hearing with those of its items that were chosen."""

    heading: str
    anchor: str
    lines: Sequence[HearingLine]


@dataclass(frozen=True, slots=True)
class AnswerChoice:
    """A link that chooses some of the items; `start` and `width` place its bar, in percent."""

    label: str
    address: str
    current: bool
    number: int
    name: str
    start: str = ""
    width: str = ""


@dataclass(frozen=True, slots=True)
class ItemChoice:
    """Which items a reader chose: of one speaker, with one state of the answer; '' for all."""

    speaker: str = ""
    state: str = ""

    def includes(self, item: HearingItem) -> bool:
        """Return whether `item` was chosen."""
        return self.speaker in ("", item.speaker) and self.state in ("", item.state)


def read_item_choice(parameters: Mapping[str, str]) -> ItemChoice:
    """Return what an address chooses; an unknown value chooses all."""
    speaker, state = parameters.get("who", ""), parameters.get("answer", "")
    return ItemChoice(
        speaker if speaker in list(HearingSpeaker) else "",
        state if state in list(AnswerState) else "",
    )


def list_hearing_sections(record: HearingRecord, choice: ItemChoice) -> list[HearingSection]:
    """Return the parts that hold a chosen item, in their order."""
    wordings = {each.name: each.label for theme in list_themes() for each in theme.questions}
    sections = []
    for part in HearingPart:
        chosen = [item for item in record.list_part(part) if choice.includes(item)]
        if chosen:
            lines = [_make_line(item, wordings) for item in chosen]
            sections.append(HearingSection(_(part.label), part.value, lines))
    return sections


def _make_line(item: HearingItem, wordings: Mapping[str, Wording]) -> HearingLine:
    only_asked = item.state is AnswerState.QUESTIONS
    return HearingLine(
        item,
        slugify(item.name),
        _(item.speaker.label),
        _(item.saying.label),
        _(item.state.label),
        [wordings[name] for name in item.questions] if only_asked else (),
        list(_iter_links(item)),
    )


def _iter_links(item: HearingItem) -> Iterator[DoorLink]:
    """Lead to lists, whose contents differ from laboratory to laboratory, and to demonstrators."""
    labels = {each.url_name: each.label for each in list_menu_entries() if each.menu == DOORS_MENU}
    doors = (DOORS.get(page, page) for page in item.pages)
    for door in dict.fromkeys(doors):
        if door in labels:
            yield DoorLink(labels[door], reverse(door))
    for name in item.demonstrators:
        demonstrator = get_demonstrator(name)
        title = demonstrator.title.say(current_language())
        yield DoorLink(title, reverse("demonstrators:demonstrator", args=[name]))


def list_state_choices(record: HearingRecord, choice: ItemChoice) -> list[AnswerChoice]:
    """Return how many items have each state, of all of them, with its share of a bar."""
    numbers = Counter(item.state for item in record.items)
    whole, before, choices = len(record.items), 0, []
    for state in AnswerState:
        choices.append(
            AnswerChoice(
                _(state.label),
                _make_address(choice.speaker, "" if choice.state == state else state),
                choice.state == state,
                numbers[state],
                state.value,
                f"{100 * before / whole:.2f}%",
                f"{100 * numbers[state] / whole:.2f}%",
            )
        )
        before += numbers[state]
    return choices


def list_speaker_choices(record: HearingRecord, choice: ItemChoice) -> list[AnswerChoice]:
    """Return how many items come from each speaker."""
    numbers = Counter(item.speaker for item in record.items)
    return [
        AnswerChoice(
            _(speaker.label),
            _make_address("" if choice.speaker == speaker else speaker, choice.state),
            choice.speaker == speaker,
            numbers[speaker],
            slugify(speaker.value),
        )
        for speaker in HearingSpeaker
    ]


def _make_address(speaker: str, state: str) -> str:
    chosen = {name: value for name, value in (("who", speaker), ("answer", state)) if value}
    address = reverse("reports:answers")
    return f"{address}?{urlencode(chosen)}" if chosen else address
