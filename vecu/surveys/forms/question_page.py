"""A page of the questionnaire as a form: its fields, what was typed, error messages."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple
from urllib.parse import quote

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from vecu.credentials import parse_code
from vecu.file_sanitizer.sanitize import MAX_FILE, format_accept_attribute
from vecu.messages import printable
from vecu.questionnaires import (
    ACKNOWLEDGED,
    AnswerProblem,
    AnswerValue,
    Choice,
    ConstraintRule,
    Media,
    Page,
    PageKind,
    Question,
    Questionnaire,
    QuestionType,
    RangeSpec,
    RenderedQuestion,
    format_answer,
    format_decimal,
    is_horizontal,
    parse_rank,
)
from vecu.surveys.actions import MORE
from vecu.surveys.results.answer_text import READ, list_answer_texts
from vecu.translation import localise_decimal, pick_language
from vecu.ui import fields
from vecu.ui.fields import ErrorSummaryItem, Field, FieldOption
from vecu.ui.question_forms import make_code_field, make_encodable, read_typed_code
from vecu.ui.reading import WordingChoice, list_wording_choices

NOTHING = fields.FieldMedia()


@dataclass(frozen=True, slots=True)
class MediaFiles:
    """The media files of a version: the beginning of their URLs, and the names that there are."""

    prefix: str = ""
    names: frozenset[str] = frozenset()


NO_FILES = MediaFiles()
FEW = 11
"""Ranges with up to this many points offer each as a choice; else the number is typed."""


@dataclass(frozen=True, slots=True)
class Widget:
    """How a type is asked: `kind` of `Field` ('' for no input), and how to answer (a msgid).

    Of a file, `usual` names the types that are accepted.
    """

    kind: str
    usual: str = ""


WIDGETS: Mapping[QuestionType, Widget] = {
    QuestionType.TEXT: Widget("text"),
    QuestionType.INTEGER: Widget("integer"),
    QuestionType.DECIMAL: Widget("decimal"),
    QuestionType.DATE: Widget("date"),
    QuestionType.TIME: Widget("text", gettext_noop("Hour and minutes. For example: 14:30")),
    QuestionType.DATETIME: Widget(
        "text", gettext_noop("Day, month, year, then the hour. For example: 24/11/2026 14:30")
    ),
    QuestionType.RANGE: Widget("range"),
    QuestionType.GEOPOINT: Widget(
        "text",
        gettext_noop(
            "Latitude and longitude in degrees. For example: 48.85, 2.35. Two decimals tell a "
            "place to within about a kilometre."
        ),
    ),
    QuestionType.SELECT_ONE: Widget("select_one"),
    QuestionType.SELECT_MULTIPLE: Widget("select_multiple"),
    QuestionType.RANK: Widget("rank", gettext_noop("Give each one a place: 1 for the first.")),
    QuestionType.ACKNOWLEDGE: Widget("acknowledge"),
    QuestionType.IMAGE: Widget("file", gettext_noop("JPEG, PNG, WebP or GIF")),
    QuestionType.AUDIO: Widget("file", gettext_noop("MP3, M4A, AAC, Ogg or WAV")),
    QuestionType.VIDEO: Widget("file", gettext_noop("MP4 or QuickTime (MOV)")),
    QuestionType.FILE: Widget(
        "file", gettext_noop("A document (PDF), a picture, a sound, a film or plain text")
    ),
    QuestionType.NOTE: Widget(""),
    QuestionType.CALCULATE: Widget(""),
    QuestionType.HIDDEN: Widget(""),
}


class PageError(NamedTuple):
    """What is wrong with an answer; `language` is '' if it is the page's."""

    message: str = ""
    language: str = ""


NO_ERROR = PageError()


@dataclass(frozen=True, slots=True)
class PageItem:
    """An item of a page: a note with its media, or an input field.

    `id`, `hint`, `guidance` and `language` of a note mean what they mean for a field.
    """

    note: str = ""
    id: str = ""
    hint: str = ""
    guidance: str = ""
    language: str = ""
    media: fields.FieldMedia = NOTHING
    field: Field | None = None


@dataclass(frozen=True, slots=True)
class PageForm:
    """A page as its template renders it.

    `language` is that of the wording, '' if it is the page's; `heading` is the h1, unless the
    page's only field carries it. `part_label` names the page's section, in `part_language` (''
    as before), '' where the heading does; `position` is the instance of a repeat. `media` belongs
    to the heading. `blank` means that nothing on the page comes from the respondent. The questions
    are read in the language `spoken`, and may be in `wordings`. `light`: the form has sounds, or
    more languages than pages, so that its pages are set in the typeface of the device.
    """

    key: str
    part_label: str
    part_language: str
    position: int
    heading: str
    media: fields.FieldMedia
    items: tuple[PageItem, ...]
    to_mend: tuple[ErrorSummaryItem, ...]
    language: str
    blank: bool
    spoken: str
    wordings: tuple[WordingChoice, ...] = ()
    light: bool = False

    @property
    def title(self) -> str:
        """The title of the page for the browser's tab."""
        return self.heading or self.usual_heading or next(self._labels)

    @property
    def usual_heading(self) -> str:
        """The h1, in the page's language, where neither the form nor a question gives one."""
        if self.heading or (len(self.items) == 1 and self.items[0].field):
            return ""
        return _("Please answer") if any(self._labels) else _("Please read")

    @property
    def _labels(self) -> Iterator[str]:
        return (item.field.label for item in self.items if item.field)

    @property
    def plays(self) -> bool:
        """Whether the page has audio or video."""
        items = (item.field.plays if item.field else item.media.plays for item in self.items)
        return self.media.plays or any(items)

    @property
    def sends_files(self) -> bool:
        """Whether the form must be sent as multipart."""
        return any(item.field.kind == "file" for item in self.items if item.field)


def submitted_values(post: QueryDict, *, besides: frozenset[str]) -> dict[str, list[str]]:
    """Return the submitted values by name, without the page's own buttons."""
    return {name: post.getlist(name) for name in post if name not in besides}


def build_page_form(
    questionnaire: Questionnaire,
    page: Page,
    language: str,
    *,
    wording: str = "",
    typed: Mapping[str, Sequence[str]] | None = None,
    problems: Sequence[AnswerProblem] = (),
    media: MediaFiles = NO_FILES,
) -> PageForm:
    """Build the form of a page; `typed`, if given, is displayed instead of the saved answers.

    Questions are in the language `wording` if there is one that the questionnaire has, all else in
    `language`. `media` are the questionnaire's media files.
    """
    spoken = questionnaire.language_for(wording, language)
    foreign = _foreign(spoken, language)
    root = questionnaire.root.path
    alone = len(page.questions) == 1
    said = {
        problem.path.removeprefix(f"{root}/"): PageError(
            _explain(problem, alone=alone), problem.language
        )
        for problem in problems
    }
    showing = _ItemBuilder(spoken, foreign, language, media)
    if page.kind is PageKind.MORE:
        items = [PageItem(field=_more(typed, next((each.message for each in said.values()), "")))]
    else:
        items = [showing.item(rendered, typed, said, alone=alone) for rendered in page.questions]
    ids = {rendered.address: rendered.name for rendered in page.questions}
    first = next((item.field.id for item in items if item.field), "main")
    heading = _heading(page, items, spoken)
    part_label = page.section.label.say(spoken)
    to_mend = tuple(
        ErrorSummaryItem(ids.get(address, first), *error) for address, error in said.items()
    )
    wordings = list_wording_choices(questionnaire.languages, spoken)
    return PageForm(
        key=page.key,
        part_label="" if part_label == heading else part_label,
        part_language=_foreign(pick_language(page.section.label.texts, spoken), language),
        position=page.position,
        heading=heading,
        media=showing.media(page.media, heading),
        items=tuple(_mark_first_text(items)),
        to_mend=to_mend,
        language=foreign,
        blank=not typed and not problems and _is_blank(questionnaire, page),
        spoken=spoken,
        wordings=wordings,
        light=bool(wordings) or bool(media.names),
    )


def _mark_first_text(items: Iterable[PageItem]) -> Iterator[PageItem]:
    """Yield the items; of those in which people write in their own words, one stays the first."""
    found = False
    for item in items:
        field = item.field
        again = found and field is not None and field.is_first_text
        found = found or (field is not None and field.is_first_text)
        yield replace(item, field=replace(field, is_first_text=False)) if field and again else item


def _explain(problem: AnswerProblem, *, alone: bool) -> str:
    """Return what to do about a problem; where the question stands `alone`, without its words.

    A message in the form's own words does not begin with them, and stays as it is.
    """
    quoted = _("“%(question)s”: ") % {"question": problem.question}
    if not alone or not problem.message.startswith(quoted):
        return problem.message
    if problem.rule is ConstraintRule.REQUIRED:
        return _("Answer this question to continue.")
    rest = problem.message.removeprefix(quoted)
    return rest[:1].upper() + rest[1:]


def _is_blank(questionnaire: Questionnaire, page: Page) -> bool:
    """Return whether the page looks the same to everybody who has not answered it."""
    own = questionnaire.groups.get(f"{questionnaire.root.path}/{page.repeat}")
    if page.kind is PageKind.MORE:
        return own is not None and page.label is own.label
    return page.kind is PageKind.QUESTION and all(
        rendered.question.same_for_all and not rendered.value for rendered in page.questions
    )


def _foreign(spoken: str, page: str) -> str:
    """Return the wording's language, '' if it is the page's."""
    return "" if spoken == page else spoken


def _heading(page: Page, items: Sequence[PageItem], spoken: str) -> str:
    """Return the form's title of a page; '' if it has none, or if a question serves as heading."""
    if len(items) == 1 and items[0].field:
        return ""
    label = page.section.label if page.kind is PageKind.NOTE else page.label
    return label.say(spoken) or page.section.label.say(spoken)


@dataclass(frozen=True, slots=True)
class _ItemBuilder:
    """Builds the items of a page.

    `spoken` is the language of the wording; `foreign` is the same, or '' if it is the `page`'s;
    `files` are the media files.
    """

    spoken: str
    foreign: str
    page: str
    files: MediaFiles

    def item(
        self,
        rendered: RenderedQuestion,
        typed: Mapping[str, Sequence[str]] | None,
        said: Mapping[str, PageError],
        *,
        alone: bool,
    ) -> PageItem:
        """Return a question as an input field, or as a note."""
        question = rendered.question
        label = question.label.say(self.spoken)
        if not question.kind.has_input or question.read_only:
            return PageItem(
                note=label,
                id=rendered.name,
                hint=question.hint.say(self.spoken),
                guidance=question.guidance.say(self.spoken),
                language=self.foreign,
                media=self.media(question.media, label),
            )
        label = label or question.name
        texts = (
            _texts(rendered, self.page)
            if typed is None
            else list(map(make_encodable, typed.get(rendered.name, [])))
        )
        options = self.options(question, texts)
        given = question.kind.is_file and list_answer_texts(question, rendered.value, self.page)
        text = next(iter(given or texts), "") if given or not question.kind.is_file else ""
        error = said.get(rendered.address, NO_ERROR)
        field = Field(
            id=rendered.name,
            name=rendered.name,
            label=label,
            kind=_pick_input(question),
            value="" if options else text,
            hint=question.hint.say(self.spoken),
            usual=_usual_hint(rendered, options, self.page),
            problem=error.message,
            problem_language=error.language,
            options=options,
            language=self.foreign,
            heading=alone,
            multiline="multiline" in question.appearance,
            is_first_text=question.kind.holds is AnswerValue.TEXT,
            guidance=question.guidance.say(self.spoken),
            media=self.media(question.media, label),
            beside=_is_beside(question),
            optional=question.required is None,
            accept=format_accept_attribute(question.kind),
        )
        return PageItem(field=field)

    def options(self, question: Question, texts: Sequence[str]) -> tuple[FieldOption, ...]:
        """Return the options of a question."""
        if question.kind.holds is AnswerValue.TICK:
            return (FieldOption(ACKNOWLEDGED, _(READ), ACKNOWLEDGED in texts),)
        if question.scale is not None and _is_short(question):
            return tuple(
                FieldOption(point, localise_decimal(point, self.page), point in texts)
                for point in question.scale.points()
            )
        ranked = question.kind.holds is AnswerValue.RANKING
        places = (parse_rank(" ".join(texts)) or {}) if ranked else {}
        return tuple(
            self.option(choice, chosen=choice.name in texts, index=places.get(choice.name, 0))
            for choice in question.choices
        )

    def option(self, choice: Choice, *, chosen: bool, index: int) -> FieldOption:
        """Return a choice as an option."""
        label = choice.label.say(self.spoken) or choice.name
        return FieldOption(choice.name, label, chosen, self.media(choice.media, label), index)

    def media(self, named: Media, about: str) -> fields.FieldMedia:
        """Return the URLs of the media of the text `about`.

        A picture may come from another language; audio is only used in its own.
        """
        audio = self.address(named.audio.texts.get(self.spoken, ""))
        return fields.FieldMedia(
            image=self.address(named.image.say(self.spoken)),
            audio=audio,
            video=self.address(named.video.texts.get(self.spoken, "")),
            about=about,
            lacks_audio=bool(named.audio) and not audio,
        )

    def address(self, name: str) -> str:
        """Return the URL of a file, '' for none, or for one that is not there."""
        return f"{self.files.prefix}{quote(name)}" if name in self.files.names else ""


def _pick_input(question: Question) -> str:
    return "select_one" if _is_short(question) else WIDGETS[question.kind].kind


def _is_beside(question: Question) -> bool:
    """Return whether choices are displayed side by side, as in a short range."""
    return _is_short(question) or is_horizontal(question.appearance)


def _is_short(question: Question) -> bool:
    """Return whether a question is a range whose points are offered as choices."""
    return question.scale is not None and len(question.scale) <= FEW


def _usual_hint(rendered: RenderedQuestion, options: Sequence[FieldOption], page: str) -> str:
    """Return the default hint of a question without one; for files, always what is stored of them.

    It also says why no choice is selected any more, and why there are no choices.
    """
    question = rendered.question
    if rendered.lapsed:
        return format_lapsed_note(rendered)
    if question.kind.is_listed and not options:
        return _("There is nothing to choose from here. You can go on.")
    if question.hint and not question.kind.is_file:
        return ""
    if question.scale is not None and len(question.scale) > FEW:
        return _points(question.scale, page)
    usual = WIDGETS[question.kind].usual
    hint = _(usual) if usual else ""
    if not question.kind.is_file:
        return hint
    sentence = _(
        "%(types)s, up to %(size)s MB. Its name, the place and the date inside it are taken out; "
        "what it shows is kept: look for faces, names, hours and screens."
    )
    return sentence % {"types": hint, "size": MAX_FILE // 1_000_000}


def format_lapsed_note(rendered: RenderedQuestion) -> str:
    """Return the note that an answer refers to another one which was changed or removed since."""
    sentence = _("“%(found)s” is no longer among your answers. Choose again, or leave this blank.")
    return sentence % {"found": printable(rendered.lapsed)}


def _points(scale: RangeSpec, page: str) -> str:
    """Describe the numbers of a range, formatted in the language `page`."""
    low, high = scale.bounds
    numbers = {"low": low, "high": high, "step": abs(scale.step)}
    values = {
        name: localise_decimal(format_decimal(number), page) for name, number in numbers.items()
    }
    if values["step"] == "1":
        return _("A number from %(low)s to %(high)s") % values
    return _("A number from %(low)s to %(high)s, in steps of %(step)s") % values


def _texts(rendered: RenderedQuestion, page: str) -> list[str]:
    """Return the saved answer as the inputs of a page in the language `page` would submit it."""
    kind, value = rendered.question.kind, rendered.value
    if kind.holds is AnswerValue.CHOICES:
        return value.split()
    if kind.holds is AnswerValue.RANKING:
        return [f"{position}={name}" for position, name in enumerate(value.split(), 1)]
    return [value if _is_short(rendered.question) else format_answer(kind, value, page)]


def _more(typed: Mapping[str, Sequence[str]] | None, problem: str) -> Field:
    """Return the field that asks for another story; "no" is ticked, so that one tap goes on."""
    texts = ["no"] if typed is None else typed.get(MORE, [])
    return Field(
        id=MORE,
        name=MORE,
        label=_("Would you like to tell about another one?"),
        kind=WIDGETS[QuestionType.SELECT_ONE].kind,
        problem=problem,
        options=(
            FieldOption("yes", _("Yes, another one"), "yes" in texts),
            FieldOption("no", _("No, continue"), "no" in texts),
        ),
        heading=True,
    )


def card_field(typed: str = "", problem: str = "") -> Field:
    """Return the input field for the code of a card."""
    return make_code_field(typed, problem, _("The code on your card"))


def read_submitted_code(post: QueryDict) -> tuple[str, str | None]:
    """Return the typed text, and the code in it, None if it is none."""
    typed = post.get("code", "")
    return typed, parse_code(read_typed_code(post))
