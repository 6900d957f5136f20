"""The grounds of the GDPR on which a study may process answers. Pure."""

from enum import StrEnum


class LegalBasis(StrEnum):
    """A legal basis of GDPR article 6(1), of those that an inquiry can have.

    A contract (b) and vital interests (d) are left out: nobody answers an inquiry for these.
    Rights differ by basis: only consent gives portability (article 20), consent and a legal
    obligation give no objection (21), and a legal obligation no erasure (17).
    """

    CONSENT = "consent"
    PUBLIC_TASK = "public-task"
    LEGITIMATE_INTEREST = "legitimate-interest"
    LEGAL_OBLIGATION = "legal-obligation"


class SpecialCategoryBasis(StrEnum):
    """A ground of GDPR article 9(2) for what reveals health, opinions, beliefs or union membership.

    Without one, a study must ask for nothing of the kind, and tells people to write nothing of it.
    """

    EXPLICIT_CONSENT = "explicit-consent"
    RESEARCH = "research"
    PUBLIC_INTEREST = "public-interest"
