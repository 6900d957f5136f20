"""README.txt: what an export holds, how missing is told, and what these data cannot say. Pure."""

from vecu.text import _, translate, typographic

_TITLE = _("Data of the inquiry “%(title)s”, taken out on %(day)s")
_OPEN = _(
    "OPEN POLL. Anyone with the link could answer, more than once, or the answers came from a "
    "file with no known way of choosing people. Nobody was drawn. These data cannot say how many "
    "workers do or think something: no percentage of any population may be made of them. They "
    "show which situations there are, in which words people tell them, and what should be asked "
    "next."
)
_PEOPLE = _(
    "Free text is personal data, and a rare combination of answers can give a person away. Keep "
    "these files where only those who must read them can, and delete them when you are done."
)
_KEYS = _(
    "“person” is a key drawn for this export only, and rows are shuffled: neither tells who "
    "answered first, nor leads to anything in the laboratory. Days are all that is known of time."
)
_MISSING = _(
    "Missing: a question that is not put to everybody has a column “…_asked” beside it: 0 is not "
    "asked, 1 with an empty cell is left blank. Where there is no such column, everybody was "
    "asked. In .sav the codes −98 (not asked) and −99 (left blank) are declared missing, with "
    "more nines where somebody gave that number; in .dta they are .a and .b."
)
_CHOICES = _(
    "Choices are stored by name in CSV, XLSX and Parquet, and by number with labels in .sav and "
    ".dta; the codebook has both. A question with several choices is a list of names and a column"
    " of 0 and 1 for each choice. An empty list is left blank: the person may have meant none."
)
_REPEATS = _(
    "Long: one file for people, one for each repeat, joined by “person”. Wide: one file, and what"
    " was told in repeats comes as story_1_…, story_2_…, up to the last one anybody told."
)
_SHEETS = _(
    "In the CSV for spreadsheets, an apostrophe (') stands before each text that a spreadsheet "
    "could take for a formula, because it begins with = + - @, a tab or a new line. Remove it "
    "before you analyse, or take the exact CSV. In XLSX such texts are marked as text and "
    "unchanged."
)
_LABELLED = _(
    "Labels longer than SPSS or Stata takes are cut with …; the codebook has them whole. SPSS "
    "keeps no blanks at the end of a text, and a text beyond 32,000 bytes goes on in a column "
    "“…_p2”. Both programs know no difference between an empty text and none. Each file was read "
    "again and found equal before it was given."
)
_PARTS = (_OPEN, _PEOPLE, _KEYS, _MISSING, _CHOICES, _REPEATS, _SHEETS, _LABELLED)


def readme(title: str, day: str, language: str, *, open_poll: bool) -> str:
    """Return the text in `language`; `open_poll` says that no share of a population can be made."""
    head = translate(_TITLE, language) % {"title": title, "day": day}
    parts = [translate(part, language) for part in _PARTS if open_poll or part is not _OPEN]
    return typographic("\r\n\r\n".join([head, *parts]), language) + "\r\n"


def caution(language: str, *, open_poll: bool) -> str:
    """Return what these data cannot say, '' where people were drawn or listed."""
    return typographic(translate(_OPEN, language), language) if open_poll else ""
