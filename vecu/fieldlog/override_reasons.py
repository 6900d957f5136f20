"""The reasons of the log in words of everybody, which the register names beside situations."""

from collections.abc import Mapping

from vecu.fieldlog.vocabulary import OverrideReason
from vecu.register.override_reasons import register_override_reasons
from vecu.translation import gettext_noop

REASON_LABELS: Mapping[OverrideReason, str] = {
    OverrideReason.NOT_APPLICABLE: gettext_noop("It did not fit the case"),
    OverrideReason.ALREADY_DONE: gettext_noop("Already done"),
    OverrideReason.NOT_PRIORITY: gettext_noop("Something else was more urgent"),
    OverrideReason.NO_TIME: gettext_noop("No time"),
    OverrideReason.WRONG_MOMENT: gettext_noop("Wrong moment"),
    OverrideReason.OTHER_PERSON: gettext_noop("Somebody else’s decision"),
    OverrideReason.INFORMATION_MISSING: gettext_noop("Information was missing"),
    OverrideReason.FACTS_WRONG: gettext_noop("It rested on something wrong or out of date"),
    OverrideReason.RULE_CONTRADICTS: gettext_noop("A rule, or an expert, said otherwise"),
    OverrideReason.NOT_TRUSTED: gettext_noop("Not trusted"),
    OverrideReason.HARM_FEARED: gettext_noop("It could have harmed somebody"),
    OverrideReason.PERSON_DECLINES: gettext_noop("The person concerned did not want it"),
    OverrideReason.NOT_FEASIBLE: gettext_noop("Not feasible"),
    OverrideReason.NOT_UNDERSTOOD: gettext_noop("Not understood"),
    OverrideReason.OTHER: gettext_noop("Another reason"),
}

register_override_reasons({code.value: label for code, label in REASON_LABELS.items()})
