"""Set a machine that announces failures to miss some or none, and see who handles its alarms."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass

from vecu.demonstrators.machines.interface import Entry, Origin, OriginKind, read_choice
from vecu.demonstrators.machines.maintenance.alarms import (
    AlarmSpread,
    AlarmStep,
    AlarmTable,
    load_alarms,
)
from vecu.demonstrators.machines.maintenance.picture import SquareArea, draw_squares
from vecu.demonstrators.machines.maintenance.workload import HOURS_A_DAY, Workload, estimate_week
from vecu.messages import Message
from vecu.translation import gettext_noop

TARGETS = ("80", "85", "90", "95", "98", "100")
READINGS = ("100", "500", "2000")
MINUTES = ("2", "5", "10", "20")
STOPPAGES = {
    "hour": Message(gettext_noop("An hour’s stop")),
    "day": Message(gettext_noop("A day’s stop")),
    "harm": Message(gettext_noop("Somebody may be hurt")),
}
"""What a failure costs that came without an alarm."""

HOURS_STOPPED = {"hour": 1, "day": HOURS_A_DAY}
CHOOSERS = {
    "supplier": Message(gettext_noop("The supplier")),
    "management": Message(gettext_noop("Management")),
    "together": Message(gettext_noop("Management with those who handle the alarms")),
    "unknown": Message(gettext_noop("We do not know")),
}
REVIEWS = {
    "dated": Message(gettext_noop("It is looked at again, on a date agreed beforehand")),
    "once": Message(gettext_noop("Once, when the machine was installed")),
    "unknown": Message(gettext_noop("We do not know")),
}
HANDLERS = {
    "before": Message(gettext_noop("They were heard before it was chosen")),
    "after": Message(gettext_noop("They were informed afterwards")),
    "never": Message(gettext_noop("They have not heard of it")),
    "unknown": Message(gettext_noop("We do not know")),
}
"""Who chose the setting, when, and what those who handle the alarms had to do with it."""

CHOICES: Mapping[str, Sequence[str]] = {
    "target": TARGETS,
    "readings": READINGS,
    "minutes": MINUTES,
    "stoppage": tuple(STOPPAGES),
    "chooser": tuple(CHOOSERS),
    "review": tuple(REVIEWS),
    "handlers": tuple(HANDLERS),
}
FORMS = {
    "setting": ("target",),
    "work": ("readings", "minutes", "stoppage"),
    "decision": ("chooser", "review", "handlers"),
}
"""The fields of each form of the page; what the others hold travels with it."""

ALARMS_WORDS = gettext_noop(
    "Computed by us in 2026 from AI4I 2020 (S. Matzka, 2020, UCI Machine Learning Repository), a"
    " synthetic data set: its author’s program drew the 10,000 readings, no workshop is behind"
    " them. Half to learn from, half held out; HistGradientBoosting (scikit-learn), chosen on the"
    " learning half; seed 2020, the others are 1 to 20."
)
RULES_WORDS = gettext_noop(
    "Description of AI4I 2020 by its author (S. Matzka, 2020, UCI Machine Learning Repository);"
    " failures counted by us in the published file."
)
WORKSHOP_WORDS = gettext_noop(
    "Invented: a workshop of yours, with your own figures, for a week of five days of seven hours."
    " Its failures are as frequent as in AI4I 2020, about one reading in thirty. Yours will differ."
)
LIMITS = (
    gettext_noop(
        "The data follow rules that their author published. Three of them give back their labels"
        " exactly: overheating (115), power (95), overstrain (98). The machine learns the rules"
        " of a game. In a workshop, sensors drift, and nobody has written the rules."
    ),
    gettext_noop(
        "Nine of the 339 failures have no cause in the data. To catch these too, a machine has to"
        " sound at readings that look like all the others."
    ),
    gettext_noop(
        "“None missed” was counted on past readings. It promises nothing about the next one: see"
        " what the same setting missed with other seeds."
    ),
    gettext_noop(
        "Here we know how each reading ended. In a workshop, answering an alarm may prevent the"
        " failure: nobody then learns whether the alarm was right."
    ),
)


@dataclass(frozen=True, slots=True)
class SettingRow:
    """One setting, with what other seeds gave and, for the reader's workshop, its week."""

    step: AlarmStep
    spread: AlarmSpread
    week: Workload | None
    bar: str


@dataclass(frozen=True, slots=True)
class Decision:
    """Who chose the setting, when, and what those who handle the alarms had to do with it."""

    chooser: str
    review: str
    handlers: str

    @property
    def words(self) -> Sequence[tuple[str, Message]]:
        """Each answer by its key, in the order of the questions."""
        return (
            (self.chooser, CHOOSERS[self.chooser]),
            (self.review, REVIEWS[self.review]),
            (self.handlers, HANDLERS[self.handlers]),
        )


@dataclass(frozen=True, slots=True)
class MaintenanceScene:
    """The current setting as a picture, the week that it makes, and whose decision it was."""

    step: AlarmStep
    areas: Sequence[SquareArea]
    per_square: int
    spread: AlarmSpread
    rows: Sequence[SettingRow]
    seeds: int
    chosen: Mapping[str, str]
    carried: Mapping[str, Mapping[str, str]]
    choices: Mapping[str, Sequence[str]]
    stoppages: Mapping[str, Message]
    choosers: Mapping[str, Message]
    reviews: Mapping[str, Message]
    handlers: Mapping[str, Message]
    week: Workload | None
    stopped: float | None
    decision: Decision | None


class Maintenance:
    """The tuning of an alarm as a decision of somebody, on published synthetic data."""

    name = "predictive-maintenance"
    title = Message(gettext_noop("Predictive maintenance"))
    announcement = Message(
        gettext_noop(
            "A machine reads the measures of another machine and announces its failures. Set it to"
            " miss none, and see who has to answer its alarms."
        )
    )
    minutes = 10
    typed: Set[str] = frozenset()
    origins: Mapping[str, Origin] = {
        "alarms": Origin(
            OriginKind.CITED,
            Message(ALARMS_WORDS),
            "https://doi.org/10.24432/C5HS5C",
            "CC BY 4.0",
        ),
        "rules": Origin(
            OriginKind.CITED,
            Message(RULES_WORDS),
            "https://doi.org/10.24432/C5HS5C",
            "CC BY 4.0",
        ),
        "workshop": Origin(OriginKind.INVENTED, Message(WORKSHOP_WORDS)),
    }
    helps: Sequence[Message] = (
        Message(
            gettext_noop(
                "Set to let some failures through, it announces four in five of them, and about"
                " one alarm in two is right: the part can be ordered and the stop planned."
            )
        ),
        Message(
            gettext_noop(
                "It reads all measures, day and night, which nobody could. These measures are"
                " simulated: on a real machine, count again."
            )
        ),
    )
    limits: Sequence[Message] = tuple(map(Message, LIMITS))
    question = Message(
        gettext_noop(
            "In your service, what would “miss nothing” mean, and who would answer the alarms?"
        )
    )

    def play(self, entry: Entry, language: str) -> MaintenanceScene:
        """Show a setting; once the reader has set a workshop, its week, and then its decision."""
        del language  # every word is a message
        read = {name: read_choice(entry, name, choices) for name, choices in CHOICES.items()}
        chosen = {name: value for name, value in read.items() if value}
        table = load_alarms()
        step = table.find_step(int(chosen.get("target", TARGETS[0])))
        week = _week(step, chosen)
        areas = draw_squares(step)
        return MaintenanceScene(
            step,
            areas,
            step.readings // sum(area.squares for area in areas),
            table.spread(step.target),
            _list_rows(table, chosen),
            len(table.others),
            chosen,
            {form: _list_carried(chosen, fields) for form, fields in FORMS.items()},
            CHOICES,
            STOPPAGES,
            CHOOSERS,
            REVIEWS,
            HANDLERS,
            week,
            _count_stopped(week, chosen.get("stoppage", "")),
            _read_decision(chosen),
        )


def _week(step: AlarmStep, chosen: Mapping[str, str]) -> Workload | None:
    """Return the week of the reader's workshop once all of it is set."""
    if not {*FORMS["work"]} <= {*chosen}:
        return None
    return estimate_week(step, int(chosen["readings"]), int(chosen["minutes"]))


def _count_stopped(week: Workload | None, stoppage: str) -> float | None:
    """Return the hours stopped by failures that were missed; None where none can be counted."""
    hours = HOURS_STOPPED.get(stoppage)
    return week.missed * hours if week and hours else None


def _list_carried(chosen: Mapping[str, str], fields: Sequence[str]) -> Mapping[str, str]:
    return {name: value for name, value in chosen.items() if name not in fields}


def _read_decision(chosen: Mapping[str, str]) -> Decision | None:
    answers = [chosen.get(name) for name in FORMS["decision"]]
    return Decision(*(each for each in answers if each)) if all(answers) else None


def _list_rows(table: AlarmTable, chosen: Mapping[str, str]) -> Sequence[SettingRow]:
    weeks = [_week(step, chosen) for step in table.shown.steps]
    most = max((week.hours for week in weeks if week), default=1)
    return tuple(
        SettingRow(
            step,
            table.spread(step.target),
            week,
            f"{100 * week.hours / most:.1f}%" if week else "",
        )
        for step, week in zip(table.shown.steps, weeks, strict=True)
    )
