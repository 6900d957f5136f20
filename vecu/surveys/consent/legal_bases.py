"""The grounds of the GDPR on which a study may process answers. Pure."""

from vecu.labelled_enum import LabelledEnum
from vecu.translation import gettext_noop


class LegalBasis(LabelledEnum):
    """A legal basis of GDPR article 6(1), of those that an inquiry can have.

    A contract (b) and vital interests (d) are left out: nobody answers an inquiry for these.
    Rights differ by basis: only consent gives portability (article 20), consent and a legal
    obligation give no objection (21), and a legal obligation no erasure (17).
    """

    CONSENT = "consent", gettext_noop("Consent (GDPR, article 6.1.a)")
    PUBLIC_TASK = "public-task", gettext_noop("Task in the public interest (6.1.e)")
    LEGITIMATE_INTEREST = "legitimate-interest", gettext_noop("Legitimate interest (6.1.f)")
    LEGAL_OBLIGATION = "legal-obligation", gettext_noop("Legal obligation (6.1.c)")


class SpecialCategoryBasis(LabelledEnum):
    """A ground of GDPR article 9(2) for what reveals health, opinions, beliefs or union membership.

    Without one, a study must ask for nothing of the kind, and tells people to write nothing of it.
    """

    EXPLICIT_CONSENT = "explicit-consent", gettext_noop("Explicit consent (GDPR, article 9.2.a)")
    RESEARCH = "research", gettext_noop("Research or statistics (9.2.j)")
    PUBLIC_INTEREST = "public-interest", gettext_noop("Substantial public interest (9.2.g)")
