"""Lay out published stories one by one: which come before and after, and how to choose some."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from vecu.accounts.rules import ScopeKind
from vecu.coding.queries.stories import (
    FEWEST_STORIES,
    PublicStories,
    PublicStory,
    StoryStance,
)
from vecu.evidence.public_findings import list_findings_citing
from vecu.evidence.queries import Finding
from vecu.questionnaires import Wording
from vecu.surveys.queries import Study
from vecu.ui.quoted_words import mark_language, sort_readable

PARAMETERS = ("stance", "task", "practice")
"""What an address chooses stories by."""


@dataclass(frozen=True, slots=True)
class StoryChoice:
    """What a reader chose, each '' for any; `query` repeats it in an address."""

    chosen: Mapping[str, str]

    @property
    def query(self) -> str:
        """The choice as the end of an address, '' where nothing is chosen."""
        stated = {name: value for name, value in self.chosen.items() if value}
        return f"?{urlencode(stated)}" if stated else ""

    def replace(self, name: str, value: str) -> "StoryChoice":
        """Return the choice with another value of one name."""
        return StoryChoice({**self.chosen, name: value})


@dataclass(frozen=True, slots=True)
class StoryLink:
    """A way to stories of one stance; `current` where the reader is."""

    label: str
    address: str
    current: bool


@dataclass(frozen=True, slots=True)
class StoryPage:
    """One story among those that were chosen; it is None where there is none.

    `few` says so where there are few of this kind. `options` are the choices by name.
    """

    story: PublicStory | None
    place: int
    number: int
    previous: str
    next: str
    stance: str
    links: Sequence[StoryLink]
    options: Mapping[str, Mapping[UUID, Wording]]
    choice: StoryChoice
    few: str
    findings: Sequence[Finding]

    @property
    def foreign(self) -> str:
        """In which language the story is, '' for the reader's."""
        return mark_language(self.story.language) if self.story else ""


def read_story_choice(parameters: Mapping[str, str], stories: PublicStories) -> StoryChoice:
    """Return what an address chooses; an unknown value chooses any."""
    known: Mapping[str, set[str]] = {
        "stance": {each.value for each in stories.stances},
        "task": set(map(str, stories.tasks)),
        "practice": set(map(str, stories.practices)),
    }
    given = {name: parameters.get(name, "") for name in PARAMETERS}
    return StoryChoice(
        {name: value if value in known[name] else "" for name, value in given.items()}
    )


def find_story_page(
    study: Study, stories: PublicStories, choice: StoryChoice, wanted: UUID | None
) -> StoryPage | None:
    """Return the first chosen story, or the wanted one; None where that is not there any more.

    Those that the reader reads in their language come first.
    """
    about = [UUID(choice.chosen[name]) for name in ("task", "practice") if choice.chosen[name]]
    chosen = sort_readable(stories.choose(choice.chosen["stance"], about))
    places = {each.id: place for place, each in enumerate(chosen)}
    if wanted and wanted not in places:
        return None
    place = places[wanted] if wanted else 0
    story = chosen[place] if chosen else None
    stance = StoryStance(choice.chosen["stance"]) if choice.chosen["stance"] else None
    return StoryPage(
        story=story,
        place=place + 1,
        number=len(chosen),
        previous=_locate(study, choice, chosen[place - 1]) if place else "",
        next=_locate(study, choice, chosen[place + 1]) if place + 1 < len(chosen) else "",
        stance=_(stance.label) if stance else "",
        links=_list_links(study, stories, choice),
        options={"task": stories.tasks, "practice": stories.practices},
        choice=choice,
        few=_say_few(len(chosen)),
        findings=_list_findings(study, story) if story else (),
    )


def _locate(study: Study, choice: StoryChoice, story: PublicStory) -> str:
    return reverse("reports:story", args=[study.slug, story.id]) + choice.query


def _list_links(study: Study, stories: PublicStories, choice: StoryChoice) -> list[StoryLink]:
    if not stories.stances:
        return []
    labels = {"": _("All")} | {each.value: _(each.label) for each in stories.stances}
    page = reverse("reports:stories", args=[study.slug])
    return [
        StoryLink(
            label,
            page + choice.replace("stance", value).query,
            value == choice.chosen["stance"],
        )
        for value, label in labels.items()
    ]


def _say_few(number: int) -> str:
    if not number:
        return _(
            "No published story is of this kind. That says nothing of how rare such stories are."
        )
    if number < FEWEST_STORIES:
        return _("Few stories of this kind are published. That says nothing of how rare they are.")
    return ""


def _list_findings(study: Study, story: PublicStory) -> list[Finding]:
    cited = [each.id for each in story.quotations]
    found = list_findings_citing(cited, ScopeKind.STUDY)
    return [each.finding for each in found if each.finding.scope_uuid == study.id]
