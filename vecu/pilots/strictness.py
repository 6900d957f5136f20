"""How strict a pilot is: what the register's chain of settings says today."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from vecu.pilots.interface import STEPS
from vecu.register.content import ByLanguage, SettingContent
from vecu.register.queries import SystemSetting
from vecu.register.rules import SettingLean
from vecu.translation import LANGUAGES, gettext_noop, translate

SETTING_NAME = gettext_noop("Strictness, from 1 to 4")
"""What the register calls the setting, as a msgid."""


@dataclass(frozen=True, slots=True)
class StrictnessContent:
    """A step that groups chose: by whom, on which day, after hearing whom, why, and for what.

    `replaces` is the choice that they saw in force, None where there was none.
    """

    step: int
    group: str
    day: date
    heard: ByLanguage
    reason: ByLanguage
    lean: SettingLean
    replaces: UUID | None = None

    def make_setting(self) -> SettingContent:
        """Return what the register notes of it."""
        return SettingContent(
            name={code: translate(SETTING_NAME, code) for code in LANGUAGES},
            value=str(self.step),
            group=self.group,
            day=self.day,
            reason=self.reason,
            heard=self.heard,
            lean=self.lean,
            replaces=self.replaces,
        )


@dataclass(frozen=True, slots=True)
class StrictnessInForce:
    """The step that holds, and the setting that says so.

    `latest` is the last choice of the register: another than `setting` where its value is no step.
    """

    step: int
    setting: SystemSetting
    latest: SystemSetting


def find_strictness(
    settings: Sequence[SystemSetting], choices: Mapping[UUID, int]
) -> StrictnessInForce | None:
    """Return which step holds, None if nobody chose one here.

    `choices` are the settings that were chosen as steps, with their step. What the register says of
    them counts: a value that was corrected or replaced there holds, as long as it is a step.
    """
    chosen = [each for each in settings if each.pk in choices]
    if not chosen:
        return None
    later = {each.replaces: each for each in settings if each.replaces}
    chain = [chosen[-1]]
    while (following := later.get(chain[-1].pk)) and following not in chain:
        chain.append(following)
    earlier = {each.pk: each for each in settings}
    while (key := chain[0].replaces) and (before := earlier.get(key)) and before not in chain:
        chain.insert(0, before)
    for setting in reversed(chain):
        if step := read_step(setting.value) or choices.get(setting.pk):
            return StrictnessInForce(step, setting, chain[-1])
    return None


def list_missing_texts(group: str, heard: ByLanguage, reason: ByLanguage) -> dict[str, str]:
    """Return by field what is not said of a choice and has to be."""
    texts = {"heard_fr": "".join(heard.values()), "reason_fr": "".join(reason.values())}
    messages = {
        "group": _("Say which function or group chose this value."),
        "heard_fr": _(
            "Say which groups were heard before, or that nobody was: readers see it either way."
        ),
        "reason_fr": _("Say why this value was chosen, and not another."),
    }
    written = {"group": group} | texts
    return {name: text for name, text in messages.items() if not written[name].strip()}


def read_step(value: str) -> int | None:
    """Return the step that a setting of the register says, None if it says none."""
    return next((step for step in STEPS if value.strip() == str(step)), None)
