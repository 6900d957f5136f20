"""What other rooms may read of the coding room.

`Codebook`, `Code` and `Verbatim` are here as types of what queries return.
"""

from vecu.coding.models import Code, Codebook, Coder, Verbatim
from vecu.coding.queries.codebooks import Codes, find_codebook, list_codes
from vecu.coding.queries.progress import count_finished
from vecu.coding.queries.quotations import find_proposal
from vecu.coding.queries.results import list_judged
from vecu.coding.queries.scrutiny import concerns_of
from vecu.coding.queries.texts import all_texts, with_words

__all__ = [
    "Code",
    "Codebook",
    "Coder",
    "Codes",
    "Verbatim",
    "all_texts",
    "concerns_of",
    "count_finished",
    "find_codebook",
    "find_proposal",
    "list_codes",
    "list_judged",
    "with_words",
]
