"""What the page about reading documents says of its sheets, fields, steps and choices. Pure."""

from collections.abc import Mapping

from vecu.messages import Message
from vecu.translation import gettext_noop

STEPS: Mapping[str, Message] = {
    "sheet": Message(gettext_noop("One sheet")),
    "totals": Message(gettext_noop("All twelve")),
    "thousand": Message(gettext_noop("A thousand pieces")),
    "rereading": Message(gettext_noop("Who reads again")),
}
WEAR_WORDS: Mapping[str, Message] = {
    "clean": Message(gettext_noop("scanned straight")),
    "photocopied": Message(gettext_noop("copied twice")),
    "faded": Message(gettext_noop("printed with a worn ribbon")),
    "askew": Message(gettext_noop("scanned askew")),
    "thin": Message(gettext_noop("the back shows through")),
    "shadow": Message(gettext_noop("photographed in shadow")),
    "moved": Message(gettext_noop("photographed by a hand that moves")),
    "crumpled": Message(gettext_noop("taken out of a pocket")),
    "stained": Message(gettext_noop("stained by a cup")),
    "folded": Message(gettext_noop("folded across a row")),
    "faxed": Message(gettext_noop("faxed")),
    "signed": Message(gettext_noop("signed across the amounts")),
}
FIELD_WORDS: Mapping[str, Message] = {
    "employer": Message(gettext_noop("Employer")),
    "name": Message(gettext_noop("Name")),
    "month": Message(gettext_noop("Month")),
    "hours": Message(gettext_noop("Hours")),
    "gross": Message(gettext_noop("Gross pay")),
    "contributions": Message(gettext_noop("Contributions")),
    "net_social": Message(gettext_noop("Net social amount")),
    "net_taxable": Message(gettext_noop("Net taxable")),
    "net_payable": Message(gettext_noop("Net payable")),
}
GUESSES: Mapping[str, tuple[Message, range]] = {
    "all": (Message(gettext_noop("all nine")), range(9, 10)),
    "most": (Message(gettext_noop("seven or eight")), range(7, 9)),
    "half": (Message(gettext_noop("four to six")), range(4, 7)),
    "few": (Message(gettext_noop("three or fewer")), range(4)),
}
"""What one may guess of how many fields are right, and which numbers that means."""
