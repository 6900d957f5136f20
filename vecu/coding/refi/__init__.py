"""REFI-QDA 1.0: projects (.qdpx) and codebooks (.qdc) of programs for qualitative analysis.

Pure: no Django, no tables. `docs/reference/refi-qda.md` says what is written, read and lost.
"""

from vecu.coding.refi.errors import ProjectNotWritten, ProjectRefused
from vecu.coding.refi.guids import derive_guid
from vecu.coding.refi.model import (
    RefiAdjudication,
    RefiCase,
    RefiCode,
    RefiCoding,
    RefiNote,
    RefiProject,
    RefiReadResult,
    RefiSet,
    RefiSource,
    RefiUser,
    RefiVariable,
    RefiVariableKind,
    Value,
)
from vecu.coding.refi.offsets import fit_text, span_in_file, span_in_text
from vecu.coding.refi.reading import read_codebook, read_project
from vecu.coding.refi.values import read_colour
from vecu.coding.refi.writing import write_codebook, write_project

__all__ = [
    "ProjectNotWritten",
    "ProjectRefused",
    "RefiAdjudication",
    "RefiCase",
    "RefiCode",
    "RefiCoding",
    "RefiNote",
    "RefiProject",
    "RefiReadResult",
    "RefiSet",
    "RefiSource",
    "RefiUser",
    "RefiVariable",
    "RefiVariableKind",
    "Value",
    "derive_guid",
    "fit_text",
    "read_codebook",
    "read_colour",
    "read_project",
    "span_in_file",
    "span_in_text",
    "write_codebook",
    "write_project",
]
