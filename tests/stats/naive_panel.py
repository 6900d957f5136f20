"""Naive change between waves, person by person; shares no code with the room."""

import math


def change(persons, waves, answers):
    """Return the later mean minus the earlier, and its standard error, with people as clusters."""
    told: dict[int, list[float]] = {wave: [] for wave in sorted(set(waves))}
    for wave, answer in zip(waves, answers, strict=True):
        told[wave].append(answer)
    earlier, later = ((sum(each) / len(each), len(each)) for each in told.values())
    first = min(told)
    adds = dict.fromkeys(persons, 0.0)
    for person, wave, answer in zip(persons, waves, answers, strict=True):
        sign, (mean, size) = (-1, earlier) if wave == first else (1, later)
        adds[person] += sign * (answer - mean) / size
    n = len(adds)
    centre = sum(adds.values()) / n
    variance = n / (n - 1) * sum((each - centre) ** 2 for each in adds.values())
    return later[0] - earlier[0], math.sqrt(variance)
