"""The one family of errors that Vécu raises on purpose.

VecuError
├── questionnaires.WorkbookRefused    a workbook cannot become a questionnaire
├── questionnaires.ExpressionError    an expression cannot be read
├── surveys.AnswersRefused            answers break the questionnaire's rules
├── surveys.NotOpen                   the inquiry takes no answers now
├── surveys.UnknownCode               no draft or answer has this code
├── accounts.NotAllowed               the role does not permit this
└── datasets.FileRefused              a file cannot be read as answers
"""


class VecuError(Exception):
    """Base of every expected failure; `str(error)` is fit to show to a person."""
