"""A study with enough coded texts to train the machine, and uncoded ones."""

from collections.abc import Iterator
from itertools import count
from typing import Any

from tests.coding.factories import LIMIT, Room, make_room
from tests.surveys.factories import NOON
from vecu.coding.actions.history import ActionContext
from vecu.coding.actions.runs import begin_run, request_run
from vecu.coding.actions.train import run_training
from vecu.coding.models import MachineRun, Verbatim
from vecu.coding.rules import RunPurpose

THINGS = (
    "letter", "report", "summary", "budget", "table", "plan", "mail", "note", "speech", "poster",
)  # fmt: skip
INVENTS = "It invents laws and sources for my {thing}, number {number}, which do not exist."
LONG = "The {thing}, number {number}, is far too long and repeats the same over and over."
VAGUE = "What it says of my {thing}, number {number}, stays vague and general, like an advert."


def limits(number: int, *shapes: str) -> Iterator[str]:
    """Yield this many different texts about limits, of each form in turn."""
    shapes = shapes or (INVENTS, LONG, VAGUE)
    for place, nth in zip(range(number), count(), strict=False):
        yield shapes[nth % len(shapes)].format(thing=THINGS[place % len(THINGS)], number=place)


def make_learned_room(coded: int = 60, waiting: int = 12, **says: Any) -> Room:
    """Make a study in which Ana has coded texts, in their order; others wait, some of each form."""
    written = list(limits(coded + waiting))
    room = make_room(*({"limit": words} for words in written), **says)
    for text in Verbatim.objects.filter(question=LIMIT).select_related("answer"):
        place = written.index(text.answer.values["story"][0]["limit"])
        Verbatim.objects.filter(pk=text.pk).update(place=place)
    invents, long = room.code("Invents"), room.code("Too long")
    texts = Verbatim.objects.filter(question=LIMIT).order_by("place", "id")
    for text in texts.select_related("answer")[:coded]:
        words = text.answer.values["story"][0]["limit"]
        codes = [invents] if "invents" in words else [long] if "too long" in words else []
        room.codes("ana", words, *codes)
    return room


def ask(room: Room, purpose: RunPurpose = RunPurpose.SUGGESTIONS, by: str = "ana") -> MachineRun:
    """Request a run without queueing it."""
    return request_run(room.codebook, LIMIT, purpose, ActionContext(by, NOON), lambda _run: None)


def let_learn(room: Room) -> MachineRun:
    """Train the machine on the coded texts, at once."""
    run = begin_run(ask(room).id, NOON)
    assert run is not None
    run_training(run, lambda: NOON)
    run.refresh_from_db()
    return run


def waiting(room: Room) -> list[Verbatim]:
    """Return the unassigned texts."""
    return list(Verbatim.objects.filter(question=LIMIT, assignments=None).order_by("place"))
