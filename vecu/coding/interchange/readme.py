"""README.txt: what the tables contain, and what they cannot show. Pure."""

from vecu.tables import FORMULA_WARNING
from vecu.translation import gettext_noop, translate
from vecu.typography import apply_typography

_TITLE = gettext_noop("Coding of the study “%(title)s”")
_OPEN = gettext_noop(
    "OPEN POLL. Nobody was drawn, and anyone could answer twice. Codes show what there is and how "
    "people say it; no percentage of any population may be made of them."
)
_PEOPLE = gettext_noop(
    "What people wrote is personal data and may give them away. Only where “may_be_quoted” is 1 "
    "did a person permit that their sentences be quoted, and only quotations marked “public” may "
    "be published. Keep these files where only those who "
    "must read them can, and delete them when you are done."
)
_TEXTS = gettext_noop(
    "texts: one line for each text, a column for each code. 1: the code is on the text in the end, "
    "0: it is not, open: coders differ and nobody has settled it. Empty: the code is not for this "
    "question, or not all of the text’s coders have finished it."
)
_CODINGS = gettext_noop(
    "codings: one line for each code that a coder put. “start” and “end” count characters (Unicode "
    "code points) from 0, the end not included; both are empty where the code is on the whole "
    "text. “in_the_end” says whether the code counts, and “because” why: ruled, agreed, alone "
    "(one coder) or open."
)
_SUGGESTIONS = gettext_noop(
    "suggestions: one line for each code that the machine suggested, with the words that made it, "
    "the machine’s version, and what a person decided; “coded_by_machine” is 1 where the machine "
    "alone put it and it counts. In codings, “suggested_by” is the version whose suggestion the "
    "coder accepted. In texts, what the machine alone put is not among the codes."
)
_CODEBOOK = gettext_noop("codebook: one line for each code. It can be changed and imported again.")
_QUOTATIONS = gettext_noop(
    "quotations: the words that were released, with the person’s permission. Where “public” is"
    " 1, everybody can read them, elsewhere only members of the study; nothing else in these"
    " tables is public. “released” is the day on which they were, not the day of the answer."
)
_SHEETS = gettext_noop(
    "In the CSV for spreadsheets, an apostrophe (') stands before each text that a spreadsheet "
    "could take for a formula. Remove it before you analyse, or take the exact CSV."
)


def format_readme(title: str, language: str, *, open_poll: bool) -> str:
    """Return the text in `language`; `open_poll` adds that no population share can be estimated."""
    head = translate(_TITLE, language) % {"title": title}
    parts = [_PEOPLE, _TEXTS, _CODINGS, _SUGGESTIONS, _QUOTATIONS, _CODEBOOK, _SHEETS]
    parts.append(FORMULA_WARNING)
    paragraphs = [translate(part, language) for part in ([_OPEN, *parts] if open_poll else parts)]
    return apply_typography("\r\n\r\n".join([head, *paragraphs]), language) + "\r\n"


def format_caution(language: str, *, open_poll: bool) -> str:
    """Return what these codes cannot show, '' for samples and lists of persons."""
    return apply_typography(translate(_OPEN, language), language) if open_poll else ""
