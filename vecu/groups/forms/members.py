"""What members fill in on a phone, as plain questions in their own language.

Nothing is required but a choice; what was typed stays on the page, whatever is wrong with it.
"""

from dataclasses import replace

from django.http import QueryDict
from django.utils.translation import gettext as _

from vecu.groups.content import PositionContent
from vecu.groups.queries import GroupMember, HypothesisPosition
from vecu.groups.vocabulary import (
    GroupCollege,
    HypothesisStance,
)
from vecu.register.checks import TEXT_LENGTH
from vecu.ui.fields import Field
from vecu.ui.form_fields import make_choices
from vecu.ui.question_forms import (
    YES,
    QuestionForm,
    Values,
    make_choice,
    make_long_text,
    make_tick,
    read_revision,
    read_values,
)

POSITION_NAMES = ("stance", "reason", "would_change", "named")


def show_position_form(own: HypothesisPosition | None) -> QuestionForm:
    """Return the form with one’s own position as it is saved."""
    if own is None:
        return QuestionForm(_ask_position({}))
    values = {
        "stance": own.stance,
        "reason": own.reason,
        "would_change": own.would_change,
        "named": YES if own.named else "",
    }
    return QuestionForm(_ask_position(values), revision=own.revision)


def read_position_form(post: QueryDict) -> QuestionForm:
    """Return the form with what was typed, unchecked."""
    return QuestionForm(_ask_position(read_values(post, POSITION_NAMES)), (), read_revision(post))


def read_position(post: QueryDict) -> PositionContent | None:
    """Return the position that was sent, None while no answer is chosen."""
    values = read_values(post, POSITION_NAMES)
    if values["stance"] not in set(HypothesisStance):
        return None
    return PositionContent(
        HypothesisStance(values["stance"]),
        values["reason"],
        values["would_change"],
        named=values["named"] == YES,
    )


def _ask_position(values: Values) -> dict[str, Field]:
    stances = make_choices(HypothesisStance)()
    fields = [
        make_choice("stance", _("Your position"), stances, values, beside=True),
        make_long_text(
            "reason",
            _("Why? (optional)"),
            values,
            _("The group will read it: name nobody."),
            limit=TEXT_LENGTH,
            is_first=True,
        ),
        make_long_text(
            "would_change",
            _("What would change your mind? (optional)"),
            values,
            limit=TEXT_LENGTH,
        ),
        make_tick(
            "named",
            _("Your name"),
            _("The group may read my name beside this position"),
            values,
            _(
                "Beside both positions or none: tick it in both rounds. It is read once both have"
                " closed, and only where nobody else’s position could be worked out."
            ),
        ),
    ]
    return {each.name: each for each in fields}


PROFILE_NAMES = ("name", "college", "without_manager", "totals_public")


def show_profile_form(member: GroupMember) -> QuestionForm:
    """Return what a member is and declares now."""
    return QuestionForm(_ask_profile(_get_profile(member)))


def read_profile_form(post: QueryDict, member: GroupMember) -> QuestionForm:
    """Return what was typed in the form that was sent, and the others as they are saved."""
    changed = post.get("change", "")
    typed = read_values(post, PROFILE_NAMES)
    saved = _get_profile(member)
    return QuestionForm(
        _ask_profile(saved | ({changed: typed[changed]} if changed in typed else {}))
    )


def read_leaving_form(post: QueryDict) -> QuestionForm:
    """Return the choice of who leaves, as it was sent so far."""
    options = [
        ("stay", _("My words stay in the group, without my name")),
        ("go", _("My words are deleted")),
    ]
    values = read_values(post, ["words"])
    field = make_choice("words", _("What becomes of your reasons?"), options, values)
    return QuestionForm({field.name: field})


def read_leaving(post: QueryDict) -> bool | None:
    """Return whether the words of who leaves are deleted, None while they did not choose."""
    return {"stay": False, "go": True}.get(post.get("words", ""))


def _get_profile(member: GroupMember) -> dict[str, str]:
    """Return what is saved, without what a link that an account has seen does not show."""
    return {
        "name": member.name,
        "college": member.college,
        "without_manager": YES if member.without_manager and not member.hides_declared else "",
        "totals_public": YES if member.totals_public and not member.hides_agreed else "",
    }


def _ask_profile(values: Values) -> dict[str, Field]:
    colleges = make_choices(GroupCollege)()
    name = Field(id="name", name="name", label=_("My name here"), value=values.get("name", ""))
    fields = [
        replace(name, hint=_("The one that you want. It need not be your own.")),
        make_choice("college", _("From where I speak"), colleges, values),
        make_tick(
            "without_manager",
            _("Nobody sits with their manager"),
            _("Neither a manager of mine nor anybody whom I manage sits in this group"),
            values,
        ),
        make_tick(
            "totals_public",
            _("Totals that everybody may read"),
            _("Everybody may read how many of us hold each position"),
            values,
        ),
    ]
    return {each.name: each for each in fields}
