"""Who runs the server on which people answer, as seen from those who answer. Pure."""

from vecu.labelled_enum import LabelledEnum
from vecu.translation import gettext_noop


class ServerOperator(LabelledEnum):
    """Who can read the database and the network of a study, whatever its pages promise.

    A relation to those who answer, not a property of the laboratory: the same host is the employer
    in one study and a third party in the next. Whoever employs some of them is `EMPLOYER`.
    """

    EMPLOYER = "employer", gettext_noop("The employer of those who answer, or of some of them")
    UNION = "union", gettext_noop("A union or a professional association")
    THIRD_PARTY = "third-party", gettext_noop("A third party: a university, another body, a host")
    OTHER = "other", gettext_noop("Somebody else")
