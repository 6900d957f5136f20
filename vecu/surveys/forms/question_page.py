"""A page of the questionnaire as a form: its inputs, what was typed, what is wrong with it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from vecu.credentials import parse_code
from vecu.file_sanitizer.sanitize import (
    MAX_FILE,
    format_accept_attribute,
)
from vecu.messages import printable
from vecu.questionnaires import (
    ACKNOWLEDGED,
    AnswerProblem,
    Choice,
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
from vecu.surveys.results.answer_text import (
    READ,
    list_answer_texts,
)
from vecu.translation import (
    localise_decimal,
    pick_language,
)
from vecu.ui import fields
from vecu.ui.fields import (
    Field,
    FieldOption,
)

CODE_LENGTH = 100
"""Characters of a code field that are read or shown again."""
NOTHING = fields.FieldMedia()
FEW = 11
"""Points of a range up to which each is offered to choose; beyond, the number is typed."""
_USUAL_HINTS = {
    QuestionType.TIME: gettext_noop("Hour and minutes. For example: 14:30"),
    QuestionType.DATETIME: gettext_noop(
        "Day, month, year, then the hour. For example: 24/11/2026 14:30"
    ),
    QuestionType.GEOPOINT: gettext_noop(
        "Latitude and longitude in degrees. For example: 48.85, 2.35. Two decimals tell a "
        "place to within about a kilometre."
    ),
    QuestionType.RANK: gettext_noop("Give each one a place: 1 for the first."),
    QuestionType.IMAGE: gettext_noop("JPEG, PNG, WebP or GIF"),
    QuestionType.AUDIO: gettext_noop("MP3, M4A, AAC, Ogg or WAV"),
    QuestionType.VIDEO: gettext_noop("MP4 or QuickTime (MOV)"),
    QuestionType.FILE: gettext_noop("A document (PDF), a picture, a sound, a film or plain text"),
}


@dataclass(frozen=True, slots=True)
class ErrorSummaryItem:
    """One line of the error summary."""

    field_id: str
    message: str


@dataclass(frozen=True, slots=True)
class PageItem:
    """One item of a page: a note to read, with what is seen and heard there, or a field to fill.

    `id`, `hint`, `guidance` and `language` of a note are what they are of a field.
    """

    note: str = ""
    id: str = ""
    hint: str = ""
    guidance: str = ""
    language: str = ""
    media: fields.FieldMedia = NOTHING
    field: Field | None = None
    optional: bool = False


@dataclass(frozen=True, slots=True)
class PageForm:
    """A page ready for its template, in words only.

    `language` is that of the wording, '' when it is the page's; `heading` is the h1 of a page
    whose only item is not a field that carries it. `part` of `parts` is where the page stands,
    named in `part_language` ('' as before); `position` is the instance of a repeat. `media` is seen
    and heard with the heading. `blank` says that nothing on the page comes from the person.
    """

    key: str
    part: int
    parts: int
    part_label: str
    part_language: str
    position: int
    heading: str
    media: fields.FieldMedia
    items: tuple[PageItem, ...]
    to_mend: tuple[ErrorSummaryItem, ...]
    language: str
    blank: bool

    @property
    def title(self) -> str:
        """What the page asks, for the browser's tab."""
        return self.heading or self.usual_heading or next(self._labels)

    @property
    def usual_heading(self) -> str:
        """The h1, in the page's own language, where neither the form nor a question gives one."""
        if self.heading or (len(self.items) == 1 and self.items[0].field):
            return ""
        return _("Please answer") if any(self._labels) else _("Please read")

    @property
    def _labels(self) -> Iterator[str]:
        return (item.field.label for item in self.items if item.field)

    @property
    def plays(self) -> bool:
        """Whether there is a sound or a film on it."""
        items = (item.field.plays if item.field else item.media.plays for item in self.items)
        return self.media.plays or any(items)

    @property
    def sends_files(self) -> bool:
        """Whether its form must be sent in parts."""
        return any(item.field.kind == "file" for item in self.items if item.field)


def submitted_values(post: QueryDict, *, besides: frozenset[str]) -> dict[str, list[str]]:
    """Return what a form sent under each name, its own buttons left out."""
    return {name: post.getlist(name) for name in post if name not in besides}


def build_page_form(
    questionnaire: Questionnaire,
    page: Page,
    language: str,
    *,
    typed: Mapping[str, Sequence[str]] | None = None,
    problems: Sequence[AnswerProblem] = (),
    media: str = "",
) -> PageForm:
    """Make the form of a page, with what was `typed` rather than what is saved when it is given.

    `media` is the address under which the questionnaire's pictures, sounds and films are, by name.
    """
    spoken = questionnaire.language_for(language)
    foreign = _foreign(spoken, language)
    root = questionnaire.root.path
    said = {problem.path.removeprefix(f"{root}/"): problem.message for problem in problems}
    showing = _ItemBuilder(spoken, foreign, language, media)
    if page.kind is PageKind.MORE:
        items = [PageItem(field=_more(typed, next(iter(said.values()), "")))]
    else:
        alone = len(page.questions) == 1
        items = [showing.item(asked, typed, said, alone=alone) for asked in page.questions]
    ids = {asked.address: asked.name for asked in page.questions}
    first = next((item.field.id for item in items if item.field), "main")
    heading = _heading(page, items, spoken)
    to_mend = tuple(
        ErrorSummaryItem(ids.get(address, first), text) for address, text in said.items()
    )
    return PageForm(
        key=page.key,
        part=page.section.position,
        parts=page.section.count,
        part_label=page.section.label.say(language),
        part_language=_foreign(pick_language(page.section.label.texts, language), language),
        position=page.position,
        heading=heading,
        media=showing.media(page.media, heading),
        items=tuple(items),
        to_mend=to_mend,
        language=foreign,
        blank=not typed and not problems and _is_blank(questionnaire, page),
    )


def _is_blank(questionnaire: Questionnaire, page: Page) -> bool:
    """Tell whether a page looks the same to everybody who comes to it without an answer."""
    own = questionnaire.groups.get(f"{questionnaire.root.path}/{page.repeat}")
    if page.kind is PageKind.MORE:
        return own is not None and page.label is own.label
    return page.kind is PageKind.QUESTION and all(
        asked.question.same_for_all and not asked.value for asked in page.questions
    )


def _foreign(spoken: str, page: str) -> str:
    """Return the language spoken where it is not the page's."""
    return "" if spoken == page else spoken


def _heading(page: Page, items: Sequence[PageItem], spoken: str) -> str:
    """Return what the form calls a page, '' where it says nothing and where a question does."""
    if len(items) == 1 and items[0].field:
        return ""
    label = page.section.label if page.kind is PageKind.NOTE else page.label
    return label.say(spoken) or page.section.label.say(spoken)


@dataclass(frozen=True, slots=True)
class _ItemBuilder:
    """How the questions of a page are shown.

    `spoken` is the language of the wording, `foreign` the same or '' when it is also that of the
    `page`; `files` is the address under which pictures, sounds and films are.
    """

    spoken: str
    foreign: str
    page: str
    files: str

    def item(
        self,
        asked: RenderedQuestion,
        typed: Mapping[str, Sequence[str]] | None,
        said: Mapping[str, str],
        *,
        alone: bool,
    ) -> PageItem:
        """Return a question as a field, or what is only read as a note."""
        question = asked.question
        label = question.label.say(self.spoken)
        if not question.kind.has_input or question.read_only:
            return PageItem(
                note=label,
                id=asked.name,
                hint=question.hint.say(self.spoken),
                guidance=question.guidance.say(self.spoken),
                language=self.foreign,
                media=self.media(question.media, label),
            )
        label = label or question.name
        texts = (
            _texts(asked, self.page)
            if typed is None
            else list(map(_printable, typed.get(asked.name, [])))
        )
        options = self.options(question, texts)
        given = question.kind.is_file and list_answer_texts(question, asked.value, self.page)
        text = next(iter(given or texts), "") if given or not question.kind.is_file else ""
        field = Field(
            id=asked.name,
            name=asked.name,
            label=label,
            kind=_input(question, options),
            value="" if options else text,
            hint=question.hint.say(self.spoken),
            usual=_usual_hint(asked, options, self.page),
            problem=said.get(asked.address, ""),
            options=options,
            language=self.foreign,
            heading=alone,
            multiline="multiline" in question.appearance,
            guidance=question.guidance.say(self.spoken),
            media=self.media(question.media, label),
            beside=_is_beside(question),
            accept=format_accept_attribute(question.kind),
        )
        return PageItem(field=field, optional=question.required is None)

    def options(self, question: Question, texts: Sequence[str]) -> tuple[FieldOption, ...]:
        """Return what there is to choose from."""
        if question.kind is QuestionType.ACKNOWLEDGE:
            return (FieldOption(ACKNOWLEDGED, _(READ), ACKNOWLEDGED in texts),)
        if question.scale is not None and _is_short(question):
            return tuple(
                FieldOption(point, localise_decimal(point, self.page), point in texts)
                for point in question.scale.points()
            )
        places = (parse_rank(" ".join(texts)) or {}) if question.kind is QuestionType.RANK else {}
        return tuple(
            self.option(choice, chosen=choice.name in texts, place=places.get(choice.name, 0))
            for choice in question.choices
        )

    def option(self, choice: Choice, *, chosen: bool, place: int) -> FieldOption:
        """Return one choice of a list."""
        label = choice.label.say(self.spoken) or choice.name
        return FieldOption(choice.name, label, chosen, self.media(choice.media, label), place)

    def media(self, named: Media, about: str) -> fields.FieldMedia:
        """Return the addresses of what is seen and heard with the words `about`.

        A picture may be that of another language; what is said in one helps only its readers.
        """
        if not self.files:
            return fields.FieldMedia(about=about)
        return fields.FieldMedia(
            image=self.address(named.image.say(self.spoken)),
            audio=self.address(named.audio.texts.get(self.spoken, "")),
            video=self.address(named.video.texts.get(self.spoken, "")),
            about=about,
        )

    def address(self, name: str) -> str:
        """Return the address of a file, '' for none."""
        return f"{self.files}{quote(name)}" if name else ""


def _input(question: Question, options: Sequence[FieldOption]) -> str:
    if question.kind.is_file:
        return "file"
    return "select_one" if question.kind is QuestionType.RANGE and options else question.kind.value


def _is_beside(question: Question) -> bool:
    """Tell whether choices stand side by side, as the points of a short range always do."""
    return _is_short(question) or is_horizontal(question.appearance)


def _is_short(question: Question) -> bool:
    """Tell whether a question is a range whose points are offered to choose."""
    return question.scale is not None and len(question.scale) <= FEW


def _usual_hint(asked: RenderedQuestion, options: Sequence[FieldOption], page: str) -> str:
    """Return how to answer a question whose author gives no hint; of files, always what is kept.

    Also why nothing is chosen any more, and why there is nothing to choose from.
    """
    question = asked.question
    if asked.lapsed:
        return format_lapsed_note(asked)
    if question.kind.listed and not options:
        return _("There is nothing to choose from here. You can go on.")
    if question.hint and not question.kind.is_file:
        return ""
    if question.scale is not None and len(question.scale) > FEW:
        return _points(question.scale, page)
    usual = _USUAL_HINTS.get(question.kind)
    hint = _(usual) if usual else ""
    if not question.kind.is_file:
        return hint
    told = _(
        "%(types)s, up to %(size)s MB. Its name, the place and the date inside it are taken out; "
        "what it shows is kept: look for faces, names, hours and screens."
    )
    return told % {"types": hint, "size": MAX_FILE // 1_000_000}


def format_lapsed_note(asked: RenderedQuestion) -> str:
    """Return that an answer points to one which was changed or taken out since."""
    told = _("“%(found)s” is no longer among your answers. Choose again, or leave this blank.")
    return told % {"found": printable(asked.lapsed)}


def _points(scale: RangeSpec, page: str) -> str:
    """Say which numbers a range has, as a page in the language `page` writes them."""
    low, high = scale.bounds
    numbers = {"low": low, "high": high, "step": abs(scale.step)}
    told = {
        name: localise_decimal(format_decimal(number), page) for name, number in numbers.items()
    }
    if told["step"] == "1":
        return _("A number from %(low)s to %(high)s") % told
    return _("A number from %(low)s to %(high)s, in steps of %(step)s") % told


def _texts(asked: RenderedQuestion, page: str) -> list[str]:
    """Return what is saved as the inputs of a page in the language `page` would send it."""
    kind, value = asked.question.kind, asked.value
    if kind is QuestionType.SELECT_MULTIPLE:
        return value.split()
    if kind is QuestionType.RANK:
        return [f"{place}={name}" for place, name in enumerate(value.split(), 1)]
    return [value if _is_short(asked.question) else format_answer(kind, value, page)]


def _more(typed: Mapping[str, Sequence[str]] | None, problem: str) -> Field:
    texts = (typed or {}).get(MORE, [])
    return Field(
        id=MORE,
        name=MORE,
        label=_("Would you like to tell about another one?"),
        kind=QuestionType.SELECT_ONE.value,
        problem=problem,
        options=(
            FieldOption("yes", _("Yes, another one"), "yes" in texts),
            FieldOption("no", _("No, continue"), "no" in texts),
        ),
        heading=True,
    )


def _printable(text: str) -> str:
    """Return a text that a page can hold: halves of surrogate pairs cannot be encoded."""
    return text.encode("utf-8", "replace").decode()


def code_field(typed: str = "", problem: str = "", label: str = "") -> Field:
    """Return the input for a code, with what was typed."""
    return Field(
        id="code",
        name="code",
        label=label or _("Your code"),
        value=_printable(typed[:CODE_LENGTH]),
        hint=_(
            "Three groups of four letters and digits. Capitals, spaces and dashes do not matter."
        ),
        problem=problem,
    )


def card_field(typed: str = "", problem: str = "") -> Field:
    """Return the input for the code on a card, with what was typed."""
    return code_field(typed, problem, _("The code on your card"))


def read_submitted_code(post: QueryDict) -> tuple[str, str | None]:
    """Return what was typed as a code, and the code that it means, None when it is not one."""
    typed = post.get("code", "")
    return typed, parse_code(read_submitted_card(post))


def read_submitted_card(post: QueryDict) -> str:
    """Return what was typed as a card's code, cut to what a page can hold."""
    return _printable(post.get("code", "")[:CODE_LENGTH])
