"""What the categories of a log are called, for readers who need not know the work."""

from collections.abc import Mapping, Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from vecu.fieldlog.decision_lines import NO_REASON, RIGHT, UNKNOWN, WRONG
from vecu.fieldlog.vocabulary import CorrectionKind, ExplanationUse, Outcome, OverrideReason

Labels = Mapping[str, str | Promise]

OUTCOMES: Labels = {
    Outcome.ACCEPTED: gettext_lazy("Accepted"),
    Outcome.MODIFIED: gettext_lazy("Changed"),
    Outcome.OVERRIDDEN: gettext_lazy("Overridden"),
    Outcome.IGNORED: gettext_lazy("Ignored"),
    Outcome.DEFERRED: gettext_lazy("Put off"),
    Outcome.ESCALATED: gettext_lazy("Passed on to somebody else"),
}
REASONS: Labels = {
    OverrideReason.NOT_APPLICABLE: gettext_lazy("It does not fit the case"),
    OverrideReason.ALREADY_DONE: gettext_lazy("It was done already"),
    OverrideReason.NOT_PRIORITY: gettext_lazy("Something else is more urgent"),
    OverrideReason.NO_TIME: gettext_lazy("No time"),
    OverrideReason.WRONG_MOMENT: gettext_lazy("It comes at the wrong moment"),
    OverrideReason.OTHER_PERSON: gettext_lazy("Somebody else is to decide"),
    OverrideReason.INFORMATION_MISSING: gettext_lazy("Something is missing to decide"),
    OverrideReason.FACTS_WRONG: gettext_lazy("It rests on something wrong or out of date"),
    OverrideReason.RULE_CONTRADICTS: gettext_lazy("A rule, or somebody who knows, says otherwise"),
    OverrideReason.NOT_TRUSTED: gettext_lazy("It is not trusted"),
    OverrideReason.HARM_FEARED: gettext_lazy("It could harm somebody"),
    OverrideReason.PERSON_DECLINES: gettext_lazy("The person concerned does not want it"),
    OverrideReason.NOT_FEASIBLE: gettext_lazy("It cannot be done"),
    OverrideReason.NOT_UNDERSTOOD: gettext_lazy("It is not understood"),
    OverrideReason.OTHER: gettext_lazy("Another reason"),
    NO_REASON: gettext_lazy("No reason was noted"),
}
TRUTHS: Labels = {
    RIGHT: gettext_lazy("The proposal was right"),
    WRONG: gettext_lazy("The proposal was wrong"),
    UNKNOWN: gettext_lazy("Not known"),
}
EXPLANATIONS: Labels = {
    ExplanationUse.NOT_SHOWN: gettext_lazy("No explanation was shown"),
    ExplanationUse.SHOWN: gettext_lazy("Shown; whether it helped was not said"),
    ExplanationUse.HELPED: gettext_lazy("Shown, and it helped"),
    ExplanationUse.DID_NOT_HELP: gettext_lazy("Shown, and it did not help"),
    UNKNOWN: gettext_lazy("Not known"),
}
CORRECTIONS: Labels = {
    CorrectionKind.INVENTED: gettext_lazy("It had invented something"),
    CorrectionKind.OMITTED: gettext_lazy("It had left something out"),
    CorrectionKind.ASSUMED: gettext_lazy("It had taken something for granted"),
    CorrectionKind.TONE: gettext_lazy("It had not found the right tone"),
    CorrectionKind.OTHER: pgettext_lazy("what was corrected", "Something else"),
}


def join_labels(labels: Labels, names: Sequence[str]) -> str:
    """Return what several categories are called that are counted together."""
    texts = [str(labels[name]) for name in names]
    texts[1:] = [text[:1].lower() + text[1:] for text in texts[1:]]
    if len(texts) > 3:
        return _("%(first)s, %(second)s and %(number)s others, counted together") % {
            "first": texts[0],
            "second": texts[1],
            "number": len(texts) - 2,
        }
    if len(texts) == 3:
        texts = [f"{texts[0]}, {texts[1]}", texts[2]]
    return _("%(one)s and %(other)s, counted together") % {"one": texts[0], "other": texts[1]}
