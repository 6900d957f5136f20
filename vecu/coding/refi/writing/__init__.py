"""Write projects (.qdpx) and codebooks (.qdc) as REFI-QDA 1.0."""

from vecu.coding.refi.writing.codebook import write_codebook
from vecu.coding.refi.writing.project import write_project

__all__ = ["write_codebook", "write_project"]
