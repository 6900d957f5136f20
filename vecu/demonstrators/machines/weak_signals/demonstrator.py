"""Weak signals: what five adults of a simulated school each see, joined by a machine."""

from collections.abc import Mapping, Sequence, Set

from vecu.demonstrators.machines.interface import (
    Entry,
    Origin,
    OriginKind,
    make_messages,
    read_choice,
)
from vecu.demonstrators.machines.weak_signals.composition import (
    THREE,
    USUAL_CAP,
    USUAL_PERCENT,
    compose_alone,
    compose_joined,
    compose_pupils,
    compose_refusal,
    compose_wrong,
    list_assumptions,
)
from vecu.demonstrators.machines.weak_signals.detection import CAPS
from vecu.demonstrators.machines.weak_signals.evaluation import REFUSALS
from vecu.demonstrators.machines.weak_signals.scene import PlaceAssumption, WeakSignalsScene
from vecu.demonstrators.machines.weak_signals.words import GUESSES, STEPS
from vecu.messages import Message
from vecu.translation import gettext_noop


class WeakSignals:
    """The hearing’s detour through school: what is scattered, joined, at which price."""

    name = "weak-signals"
    title = Message(gettext_noop("Weak signals"))
    announcement = Message(
        gettext_noop(
            "In a school that we simulated, five adults each see a little of every pupil. A machine"
            " joins what they note: does it find those who are bullied, and at what price?"
        )
    )
    minutes = 15
    typed: Set[str] = frozenset()
    origins: Mapping[str, Origin] = {
        "school": Origin.of(
            OriginKind.SIMULATED,
            gettext_noop(
                "Simulated, seed 2026: 500 pupils over 30 weeks, drawn by a program of ours."
                " None of them exists. Rules and seed were fixed before any result was seen."
            ),
        ),
        "schools": Origin.of(
            OriginKind.SIMULATED,
            gettext_noop(
                "Simulated, seed 1 to seed 20: twenty other schools of 500 pupils, drawn by"
                " the same program. None of them exists."
            ),
        ),
        "helpline": Origin.of(
            OriginKind.CITED,
            gettext_noop(
                "Association e-Enfance, 3018, France’s only national number for bullying since"
                " 2024."
            ),
            "https://3018.fr",
        ),
    }
    helps: Sequence[Message] = make_messages(
        gettext_noop(
            "It looks at every pupil every week, the quiet ones too, and holds each against"
            " what is usual for this pupil."
        ),
        gettext_noop(
            "In these simulated schools, joining what five adults see finds more of the"
            " bullied pupils for as many conversations. Adults around one table have most"
            " of that gain too."
        ),
    )
    limits: Sequence[Message] = make_messages(
        gettext_noop(
            "It is simulated, which is the only reason why anybody knows whom nobody found. In"
            " a real school what an alert misses cannot be counted. No public data exist."
        ),
        gettext_noop(
            "We chose the traces that bullying leaves. Fainter ones would be found by nobody,"
            " stronger ones by everybody; we know of no public measure."
        ),
        gettext_noop(
            "The adults of the simulation see counts only. A real one sees a face, hears a"
            " rumour, listens to a friend. Here the machine has the advantage."
        ),
        gettext_noop(
            "To join what five adults see, all of it has to be written down: time taken from"
            " pupils, and an infirmary that has professional secrecy to keep."
        ),
        gettext_noop(
            "An alert is made in no time. To answer it takes a conversation, a note, a"
            " follow-up; and a pupil who was named wrongly may remain the one who was called."
        ),
        gettext_noop(
            "Whoever runs the machine knows who refused. And here families refuse by chance;"
            " in real life those who have most to fear may refuse more, or dare to less."
        ),
    )
    question = Message(
        gettext_noop(
            "Before anything is joined: what would the adults around one pupil find, if they had"
            " an hour a week at one table?"
        )
    )
    steps = STEPS
    guesses = GUESSES
    caps = CAPS
    percents = REFUSALS

    @property
    def assumptions(self) -> Sequence[PlaceAssumption]:
        """What the simulation takes for granted."""
        return list_assumptions()

    def play(self, entry: Entry, language: str) -> WeakSignalsScene:
        """Show one part of the story; `language` changes nothing that is computed."""
        step = read_choice(entry, "step", tuple(STEPS)) or "pupils"
        guesses = {key: read_choice(entry, key, tuple(GUESSES)) for key in THREE}
        cap = int(read_choice(entry, "cap", [str(cap) for cap in CAPS]) or USUAL_CAP)
        percent = int(
            read_choice(entry, "percent", [str(percent) for percent in REFUSALS]) or USUAL_PERCENT
        )
        steps = [*STEPS, None]
        return WeakSignalsScene(
            step,
            steps[steps.index(step) + 1],
            cap,
            percent,
            pupils=compose_pupils(guesses) if step == "pupils" else (),
            alone=compose_alone(cap) if step == "alone" else None,
            joined=compose_joined(cap) if step == "joined" else None,
            wrong=compose_wrong(cap) if step == "wrong" else None,
            refusal=compose_refusal(cap, percent) if step == "refusal" else None,
        )
