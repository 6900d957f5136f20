"""What the categories of a log are called, for readers who need not know the work."""

from collections.abc import Mapping, Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from vecu.fieldlog.decision_lines import NO_REASON, RIGHT, UNKNOWN, WRONG
from vecu.fieldlog.vocabulary import CorrectionKind, ExplanationUse, Outcome, OverrideReason

Labels = Mapping[str, str | Promise]

TRUTHS: Labels = {
    RIGHT: gettext_lazy("The proposal was right"),
    WRONG: gettext_lazy("The proposal was wrong"),
    UNKNOWN: gettext_lazy("Not known"),
}
OUTCOMES: Labels = {each: gettext_lazy(each.label) for each in Outcome}
REASONS: Labels = {
    **{each: gettext_lazy(each.label) for each in OverrideReason},
    NO_REASON: gettext_lazy("No reason was noted"),
}
EXPLANATIONS: Labels = {
    **{each: gettext_lazy(each.label) for each in ExplanationUse},
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
