"""Time to write stories with three codings each to a .qdpx file, and to read them.

`qdpx_write_s` and `qdpx_read_s` are wall-clock times, `…_cpu_s` processor times. The stories are of
the length of the demo's, each with a case and five values, coded in parts and whole by two coders.
"""

import random
import tempfile
import time
from collections.abc import Iterator
from uuid import UUID

from vecu.coding.refi import (
    RefiCase,
    RefiCode,
    RefiCoding,
    RefiProject,
    RefiSource,
    RefiUser,
    RefiVariable,
    read_project,
    write_project,
)
from vecu.coding.spans import TextSpan

CODINGS = 3
CODES = 30
WORDS = [
    "je",
    "relis",
    "tout",
    "deux fois",
    "🙂",
    "et",
    "ça prend",
    "du temps\nmais",
    "c’est mieux",
]


def project(stories: int) -> RefiProject:
    """Return a project whose stories are generated while it is written."""
    chance = random.Random(1)
    guid = lambda: UUID(int=chance.getrandbits(128))  # noqa: E731 - short and used everywhere
    users = tuple(RefiUser(guid(), name) for name in ("Ada", "Blaise"))
    codes = tuple(RefiCode(guid(), f"Code {n}", definition="…", use_when="…") for n in range(CODES))
    variables = tuple(RefiVariable(guid(), f"Question {n}") for n in range(5))
    identities = [guid() for _ in range(stories)]
    return RefiProject(
        "Bench",
        users=users,
        codes=codes,
        variables=variables,
        sources=_sources(identities, users, codes, chance),
        cases=(
            RefiCase(UUID(int=source.int ^ 1), f"Story {n}", (source,), _values(variables))
            for n, source in enumerate(identities)
        ),
    )


def _values(variables: tuple[RefiVariable, ...]) -> dict[UUID, str]:
    return {variable.guid: "rather repetitive" for variable in variables}


def _sources(
    identities: list[UUID],
    users: tuple[RefiUser, ...],
    codes: tuple[RefiCode, ...],
    chance: random.Random,
) -> Iterator[RefiSource]:
    for number, identity in enumerate(identities):
        text = " ".join(chance.choices(WORDS, k=chance.randint(8, 60)))
        codings = tuple(
            RefiCoding(
                UUID(int=chance.getrandbits(128)),
                chance.choice(codes).guid,
                chance.choice(users).guid,
                None if place == 0 else TextSpan(place, place + chance.randint(1, 20)),
            )
            for place in range(CODINGS)
        )
        yield RefiSource(identity, f"Story {number}", text, codings)


def measured(stories: int) -> dict[str, float]:
    """Return the seconds to write and read a project, and its size."""
    made = project(stories)
    with tempfile.TemporaryFile() as file:
        wall, processor = time.perf_counter(), time.process_time()
        write_project(file, made)
        figures = {
            "qdpx_write_s": round(time.perf_counter() - wall, 2),
            "qdpx_write_cpu_s": round(time.process_time() - processor, 2),
            "qdpx_mb": round(file.tell() / 1e6, 1),
        }
        wall, processor = time.perf_counter(), time.process_time()
        found = read_project(file)
        figures["qdpx_read_s"] = round(time.perf_counter() - wall, 2)
        figures["qdpx_read_cpu_s"] = round(time.process_time() - processor, 2)
    sources = list(found.project.sources)
    assert len(sources) == stories
    assert sum(len(source.codings) for source in sources) == stories * CODINGS
    assert not found.left_out
    return figures
