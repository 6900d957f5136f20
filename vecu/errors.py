"""The one family of errors that Vécu raises on purpose.

VecuError
├── questionnaires.WorkbookRefused    a workbook cannot become a questionnaire
├── questionnaires.ExpressionError    an expression cannot be read
├── surveys.UnknownStudy              no inquiry has this name
├── surveys.UnknownTemplate           no ready inquiry has this name
├── surveys.SlugTaken                 another inquiry has this name
├── surveys.SlugRefused               no address can end in this name
├── surveys.StateRefused              a fielding cannot be opened, paused or closed as asked
├── surveys.SearchRefused             what was typed names nothing to look for, or too much
├── surveys.NotOpen                   the inquiry takes no answers now
├── surveys.DraftGone                 no draft has this browser's token
├── surveys.PageGone                  the questionnaire has no such page now
├── surveys.UnknownCode               no draft or answer has this code
├── surveys.AnswersRefused            answers break the questionnaire's rules
│   └── surveys.PageRefused           what was typed on one page does
├── accounts.NotAllowed               the role does not permit this
├── accounts.UnknownAccount           no member has this account name
├── accounts.MemberRefused            an account cannot be made as asked
├── accounts.LastOwner                a study would be left without an owner
└── datasets.FileRefused              a file cannot be read as answers
"""


class VecuError(Exception):
    """Base of every expected failure; `str(error)` is fit to show to a person.

    It is empty where the page that answers says more (a draft, a page or a code that is gone).
    """
