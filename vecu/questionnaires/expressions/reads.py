"""Which answers an expression reads: what an order of calculation, or a check of names, needs."""

from __future__ import annotations

from vecu.questionnaires.expressions.syntax import Call, Literal, Path, Step, Syntax, calls, parts


def paths_read(syntax: Syntax) -> tuple[str, ...]:
    """Return the paths into the answers, each once, without predicates and as they were written.

    Relative paths start from the node that holds the expression, also when they were written
    inside a predicate: `/data/story[known = 'yes']/task` reads /data/story/task and
    /data/story/known. What is read from another instance is left out.
    """
    found: list[str] = []
    _read(syntax, "", found)
    return tuple(dict.fromkeys(found))


def instances_read(syntax: Syntax) -> tuple[str, ...]:
    """Return the names of the secondary instances that the expression reads, each once."""
    named = (call.arguments[0] for call in calls(syntax) if call.name == "instance")
    return tuple(dict.fromkeys(str(name.value) for name in named if isinstance(name, Literal)))


def _read(syntax: Syntax, base: str | None, found: list[str]) -> str | None:
    """Collect what `syntax` reads, relative paths from `base`; return where it leads itself.

    '' is the node that holds the expression, None another instance or no place at all.
    """
    if isinstance(syntax, Path):
        return _read_path(syntax, base, found)
    for part in parts(syntax):
        _read(part, base, found)
    return "" if isinstance(syntax, Call) and syntax.name == "current" else None


def _read_path(path: Path, base: str | None, found: list[str]) -> str | None:
    if path.absolute:
        place: str | None = "/"
    else:
        place = base if path.start is None else _read(path.start, base, found)
    for predicate in path.predicates:
        _read(predicate, place, found)
    for step in path.steps:
        place = None if place is None else _join(place, step)
        for predicate in step.predicates:
            _read(predicate, place, found)
    if place:
        found.append(place)
    return place


def _join(base: str, step: Step) -> str:
    if step == Step("self", "node()"):
        return base or "."
    if step == Step("parent", "node()"):
        name = ".."
    else:
        name = {"child": "", "attribute": "@"}.get(step.axis, f"{step.axis}::") + step.test
    if base in {"", "."}:
        return name
    return base + name if base.endswith("/") else f"{base}/{name}"
