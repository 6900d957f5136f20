"""README.txt: contents of an export, missing codes, and limits of the data. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass

from vecu.tables import FORMULA_WARNING
from vecu.translation import gettext_noop, translate
from vecu.typography import apply_typography

_TITLE = gettext_noop("Data of the inquiry “%(title)s”, exported on %(day)s")
_OPEN = gettext_noop(
    "OPEN POLL. Anyone with the link could answer, more than once, or the answers came from a "
    "file with no known way of choosing people. Nobody was drawn. These data cannot say how many "
    "workers do or think something: no percentage of any population may be made of them. They "
    "show which situations there are, in which words people tell them, and what should be asked "
    "next."
)
_PEOPLE = gettext_noop(
    "Free text is personal data, and a rare combination of answers can give a person away. Keep "
    "these files where only those who must read them can, and delete them when you are done."
)
_KEYS = gettext_noop(
    "“person” is a key drawn for this export only, and rows are shuffled: neither tells who "
    "answered first, nor leads to anything in the laboratory. Days are all that is known of time."
)
_MISSING = gettext_noop(
    "Missing: a question that is not put to everybody has a column “…_asked” beside it: 0 is not "
    "asked, 1 with an empty cell is left blank. Where there is no such column, everybody was "
    "asked. In .sav the codes −98 (not asked) and −99 (left blank) are declared missing, with "
    "more nines where somebody gave that number; in .dta they are .a and .b."
)
_CHOICES = gettext_noop(
    "Choices are stored by name in CSV, XLSX and Parquet, and by number with "
    "labels in .sav and .dta; the data dictionary has both. A question with "
    "several choices is a list of names and a column of 0 and 1 for each "
    "choice. An empty list is left blank: the person may have meant none. An "
    "order is the list of names, the first one first, and a column with the "
    "place of each. A list of more than 200 choices has no such columns. A "
    "single box is 1 with a tick, else 0."
)
_CLOCKS = gettext_noop(
    "Days, hours, and days with hours are what people wrote, by the clock where they were; some "
    "programs add an offset from universal time, which is left out. SPSS counts them in seconds, "
    "Stata in days or milliseconds, an hour from midnight: both show them as days and hours. "
    "Spreadsheets know no day before March 1900: such a day is a text there."
)
_PLACES = gettext_noop(
    "A place on Earth is the text that was kept, and in numbers latitude, longitude, altitude and "
    "accuracy. A place that somebody gave can lead to them."
)
_REPEATS = gettext_noop(
    "Long: one file for people, one for each repeat, joined by “person”. "
    "Wide: one file, where repeats become %(repeat)s_1_…, %(repeat)s_2_…, up "
    "to the last story given."
)
_CODINGS = gettext_noop(
    "The table of codings has a row for each code that a coder applied to an open answer, and one "
    "without a code where a coder found that none applies; answers that somebody still codes are "
    "not in it. Join it to the answers by “person” and, in repeats, by position: “table” and "
    "“variable” say where the coded words are, “start” and “end” which of them. “in_the_end” says "
    "whether the answer carries the code once disagreements are settled."
)
_SHEETS = gettext_noop(
    "In the CSV for spreadsheets, an apostrophe (') stands before each text that a spreadsheet "
    "could take for a formula, because it begins with = + - @, a tab or a new line. Remove it "
    "before you analyse, or take the exact CSV. In XLSX such texts are marked as text and "
    "unchanged."
)
_LABELLED = gettext_noop(
    "Labels longer than SPSS or Stata takes are cut with …; the data "
    "dictionary has them whole. Where two values would be called the same, "
    "the choice’s name follows in brackets. SPSS keeps no blanks at the end "
    "of a text, and a text beyond 32,000 bytes goes on in a column “…_p2”. "
    "Both programs know no difference between an empty text and none. Each "
    "file was read again and found equal before it was given."
)
_SPLIT = gettext_noop(
    "A table of more than 250,000 rows, and in Stata one with many long texts, comes in numbered "
    "files (…-1, …-2) that have the same columns, labels and codes. To put them together again: in "
    "SPSS, ADD FILES FILE='…-1.sav' /FILE='…-2.sav'; in Stata, use …-1, then append using …-2; in "
    "R, read each and use bind_rows() of dplyr."
)
_FILES = gettext_noop(
    "The folder “files” holds what people gave as files. The column of the question has the file's "
    "name: question, person, and position where several could be told. What a file said of place, "
    "date, device and author was taken out when it arrived; what it shows can still give a person "
    "away."
)
_NO_FILES = gettext_noop(
    "Files that people gave are not in this export. The column of the question has the name that "
    "the file would have here, so that you see who gave one."
)


@dataclass(frozen=True, slots=True)
class ReadmeFacts:
    """What README.txt depends on: how respondents were recruited, and what the export contains.

    `repeat` is the name of the first repeat in files and columns, '' without repeats.
    """

    open_poll: bool
    repeat: str
    takes_files: bool
    with_files: bool
    with_codings: bool
    labelled: bool


def build_readme(title: str, day: str, language: str, facts: ReadmeFacts) -> str:
    """Return the text in `language`."""
    head = translate(_TITLE, language) % {"title": title, "day": day}
    parts = [_render_part(part, language, facts) for part in _parts(facts)]
    return apply_typography("\r\n\r\n".join([head, *parts]), language) + "\r\n"


def _render_part(part: str, language: str, facts: ReadmeFacts) -> str:
    text = translate(part, language)
    return text % {"repeat": facts.repeat} if part is _REPEATS else text


def _parts(facts: ReadmeFacts) -> Iterator[str]:
    if facts.open_poll:
        yield _OPEN
    yield from (_PEOPLE, _KEYS, _MISSING, _CHOICES, _CLOCKS, _PLACES)
    if facts.repeat:
        yield _REPEATS
    if facts.takes_files:
        yield _FILES if facts.with_files else _NO_FILES
    if facts.with_codings:
        yield _CODINGS
    yield _SHEETS
    yield FORMULA_WARNING
    yield _LABELLED
    if facts.labelled:
        yield _SPLIT


def get_caution(language: str, *, open_poll: bool) -> str:
    """Return the caution about these data, '' if respondents were sampled or listed."""
    return apply_typography(translate(_OPEN, language), language) if open_poll else ""
