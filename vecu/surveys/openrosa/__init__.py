"""The OpenRosa interface for ODK Collect and Enketo: list, download and submit forms."""

from vecu.surveys.openrosa.forms import (
    ClientForm,
    get_client_file,
    get_client_xform,
    list_cached_client_forms,
    list_client_files,
    list_client_forms,
)
from vecu.surveys.openrosa.submission_files import FilesRefused
from vecu.surveys.openrosa.submissions import (
    FieldingChanged,
    InstanceTaken,
    StoredSubmission,
    UnknownForm,
    store_submission,
)

__all__ = [
    "ClientForm",
    "FieldingChanged",
    "FilesRefused",
    "InstanceTaken",
    "StoredSubmission",
    "UnknownForm",
    "get_client_file",
    "get_client_xform",
    "list_cached_client_forms",
    "list_client_files",
    "list_client_forms",
    "store_submission",
]
