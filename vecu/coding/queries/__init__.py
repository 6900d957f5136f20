"""What other rooms may read of coding.

`Codebook`, `Code` and `Verbatim` are here as types of what queries return.
"""

from vecu.coding.deidentification.redaction import ReleasedQuotation
from vecu.coding.models import Code, Codebook, Coder, Verbatim
from vecu.coding.queries.assignments import count_finished
from vecu.coding.queries.codebook import Codes, find_codebook, list_codes
from vecu.coding.queries.coded_people import (
    CodedLine,
    CodedList,
    CodedListKind,
    list_coded_people,
)
from vecu.coding.queries.consensus import list_text_ratings
from vecu.coding.queries.finished_codings import (
    FinishedCoding,
    has_finished_texts,
    iter_finished_codings,
)
from vecu.coding.queries.passages import (
    CodedPassage,
    PassageWords,
    get_public_quotations,
    list_passage_words,
    list_passages,
    list_passages_of_answers,
)
from vecu.coding.queries.quotation_review import list_concerns
from vecu.coding.queries.quotations import (
    find_proposal,
    find_quotation,
    get_quotation_studies,
)
from vecu.coding.queries.study_words import (
    CodeQuotations,
    StudyWords,
    get_study_words,
    has_public_words,
)
from vecu.coding.queries.texts import iter_texts_with_words, list_all_texts

__all__ = [
    "Code",
    "CodeQuotations",
    "Codebook",
    "CodedLine",
    "CodedList",
    "CodedListKind",
    "CodedPassage",
    "Coder",
    "Codes",
    "FinishedCoding",
    "PassageWords",
    "ReleasedQuotation",
    "StudyWords",
    "Verbatim",
    "count_finished",
    "find_codebook",
    "find_proposal",
    "find_quotation",
    "get_public_quotations",
    "get_quotation_studies",
    "get_study_words",
    "has_finished_texts",
    "has_public_words",
    "iter_finished_codings",
    "iter_texts_with_words",
    "list_all_texts",
    "list_coded_people",
    "list_codes",
    "list_concerns",
    "list_passage_words",
    "list_passages",
    "list_passages_of_answers",
    "list_text_ratings",
]
