"""What a study tells of its data (GDPR, article 13), and what it must still say before it opens."""

from django.conf import settings

from vecu.surveys.consent.legal_bases import LegalBasis, SpecialCategoryBasis
from vecu.surveys.consent.render import PromiseFacts
from vecu.surveys.consent.server_operators import ServerOperator
from vecu.surveys.models import Study
from vecu.translation import gettext_noop
from vecu.ui.templatetags.ui import day

REQUIRED = {
    "retained_until": gettext_noop("until when answers are kept"),
    "contact": gettext_noop("whom people can write to"),
    "controller": gettext_noop("who is responsible for the data"),
    "legal_basis": gettext_noop("the legal basis"),
    "server_operator": gettext_noop("who runs the server"),
    "server_operator_name": gettext_noop("under which name"),
}
"""What a study must say before it opens: each field, and how it is called in a sentence."""
_OPTIONAL = ("protection_officer", "special_category_basis", "supervisory_authority")


def get_laboratory_values() -> dict[str, str]:
    """Return what people read, by field of a study, where the study says nothing of its own."""
    return {
        "contact": settings.LAB_CONTACT,
        "controller": settings.CONTROLLER,
        "protection_officer": settings.DATA_PROTECTION_OFFICER,
        "supervisory_authority": settings.SUPERVISORY_AUTHORITY,
        "server_operator_name": settings.OPERATOR,
    }


def get_promise_facts(study: Study) -> PromiseFacts:
    """Return what the promise names of a study, for a link, its day in the current language."""
    values = {
        name: getattr(study, name) or value for name, value in get_laboratory_values().items()
    }
    special = study.special_category_basis
    return PromiseFacts(
        retained_until=day(study.retained_until) if study.retained_until else "",
        contact=values["contact"],
        controller=values["controller"],
        officer=values["protection_officer"],
        authority=values["supervisory_authority"],
        hosting=settings.HOSTING,
        server=ServerOperator(study.server_operator) if study.server_operator else None,
        operator=values["server_operator_name"],
        legal_basis=LegalBasis(study.legal_basis) if study.legal_basis else None,
        special_basis=SpecialCategoryBasis(special) if special else None,
    )


def list_missing_information(study: Study) -> list[str]:
    """Return the fields of `REQUIRED` that neither the study nor the laboratory fills.

    People know their employer by that word: it needs no name.
    """
    filled = {name for name, value in get_laboratory_values().items() if value}
    if study.server_operator == ServerOperator.EMPLOYER:
        filled.add("server_operator_name")
    return [name for name in REQUIRED if name not in filled and not getattr(study, name)]


def list_fields_to_complete(study: Study) -> list[str]:
    """Return the fields that may still be filled in once a study has opened.

    None, unless it lacks some of `REQUIRED`. Then also the others that it leaves blank: with a
    legal basis and no ground for sensitive data, people would read that it needs none.
    """
    missing = list_missing_information(study)
    return [*missing, *(name for name in _OPTIONAL if missing and not getattr(study, name))]
