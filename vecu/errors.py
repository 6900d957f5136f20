"""The one family of errors that Vécu raises on purpose.

VecuError
├── questionnaires.WorkbookRefused    a workbook cannot become a questionnaire
├── questionnaires.ExpressionError    an expression cannot be read
├── surveys.AnswersRefused            answers break the questionnaire's rules
├── surveys.NotOpen                   the inquiry takes no answers now
├── surveys.UnknownCode               no draft or answer has this code
├── accounts.NotAllowed               the role does not permit this
├── accounts.MemberRefused            an account cannot be made as asked
├── accounts.LastOwner                a study would be left without an owner
└── datasets.FileRefused              a file cannot be read as answers
"""


class VecuError(Exception):
    """Base of every expected failure; `str(error)` is fit to show to a person."""
