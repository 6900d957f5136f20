"""Rules of exclusion: each word of a ground in each frame that excludes, reserves or asks. Pure.

`data/rules-3.toml` has the frames once, and for each ground the words that go into them.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from vecu.pilots.job_offers.rule_files import Table, find_in_table, refuse_file
from vecu.translation import LANGUAGES, gettext_noop

_WORD_LISTS = ("persons", "traits", "facts", "sought", "direct", "bare")
_KEYS = {*_WORD_LISTS, "ground", "kind", "status", "articles", "step", "unless"}
_GROUND = "{ground}"
_GAP = r"(?: (?!non\b|pas\b|ni\b|sans\b|pour\b|aupres\b|avec\b|chez\b|vers\b)\w+)"
"""A word between a word of a ground and a weak frame: none that denies, or that begins others."""
_AND = r"(?:et|ou|ni)(?: (?:aux?|de|du|des|d|les?|la|l|en))?"
_SUBJECTS = rf"(?&subject)(?: {_AND} (?&subject))?"
"""A passage that goes on over "et", "ou", "ni" ends where its phrase does."""
_NOTHING = "(?!)"
_ASIDE = r"(?: ; \w+(?: \w+){0,3} ;)?"
"""A few words between two commas."""


def compose_exclusions(
    frames: Table, exclusions: Sequence[Table], grounds: Mapping[str, Table], name: str
) -> Iterator[dict[str, Any]]:
    """Yield tables of rules for each ground: who is excluded, served first, named, or questioned.

    Raise `RuleBookRefused`.
    """
    for each in exclusions:
        ground, shared = _share(frames, each, grounds, name)
        yield shared | {
            "key": f"{each['ground']}-excluded",
            "opens": [
                *_list_opening(frames, "unhired", "unwanted", "without", "seeking"),
                *shared["needs"],
                "sans",
            ],
            "always": _compose(each, _iter_abstaining(frames)),
            "spans": _compose(each, _iter_excluding(frames)),
            "what": _name_ground(frames["excluded"], ground["name"]),
        }
        yield shared | {
            "key": f"{each['ground']}-reserved",
            "opens": _list_opening(frames, "closed", "reserved"),
            "spans": _compose(each, _iter_reserving(frames)),
            "unless_before": frames["unless_before"],
            "what": _name_ground(frames["reserved_what"], ground["name"]),
        }
        if each.get("bare"):
            yield shared | {
                "key": f"{each['ground']}-mentioned",
                "step": max(2, shared["step"]),
                "within": "outside",
                "opens": each["bare"],
                "spans": each["bare"],
                "unless": [*frames["unless"], *each.get("unless", []), *frames["public"]],
                "unless_before": frames["public_before"],
                "what": _name_ground(frames["mentioned"], ground["name"]),
            }
        if each.get("facts"):
            yield shared | {
                "key": f"{each['ground']}-asked",
                "opens": [*frames["asking"], *each["facts"]],
                "spans": _compose(each, _iter_asking(frames)),
                "what": _name_ground(frames["asked_what"], ground["name"]),
            }


def _share(
    frames: Table, each: Table, grounds: Mapping[str, Table], name: str
) -> tuple[Table, dict[str, Any]]:
    """Return the ground of an exclusion, and what all its rules have in common."""
    where = f"{name}, exclusion {each.get('ground', '?')}"
    for key in each:
        if key not in _KEYS:
            action = gettext_noop("Use the keys that the head of the file explains.")
            refuse_file(where, key, action)
    ground = find_in_table(grounds, each.get("ground"), where)
    return ground, {
        "status": each.get("status", "explicit"),
        "ground": each["ground"],
        "kind": each.get("kind", each["ground"]),
        "step": each.get("step", 1),
        "within": "around",
        "unless": [*frames["unless"], *each.get("unless", [])],
        "articles": each.get("articles", frames["articles"]),
        "reasons": frames["reasons"],
        "needs": [one for listed in _WORD_LISTS for one in each.get(listed, [])],
    }


def _iter_abstaining(frames: Table) -> Iterator[str]:
    yield rf"(?&subject)(?: \w+){{0,6}}{_ASIDE}(?: ;)? {_join(frames['abstain'])}"
    yield rf"{_join(frames['unhired'])}(?: \w+){{0,4}} {_SUBJECTS}"


def _iter_excluding(frames: Table) -> Iterator[str]:
    """Yield who is refused, unwanted, lacking or sought."""
    yield r"(?&direct)"
    yield rf"(?&subject)(?: \w+){{0,6}}{_ASIDE} {_join(frames['refused'])}"
    yield rf"{_join(frames['unwanted'])}(?: \w+){{0,4}} {_SUBJECTS}"
    yield rf"{_join(frames['without'])}(?: \w+)? {_SUBJECTS}"
    yield rf"sans (?:\w+ )?(?&traits)(?: {_AND} (?&traits))?"
    yield rf"(?&wanted){_GAP}{{0,3}} {_join(frames['required'])}"
    yield rf"{_join(frames['seeking'])}{_GAP}{{0,3}} (?&sought)(?: {_AND} (?&sought))?"


def _iter_reserving(frames: Table) -> Iterator[str]:
    yield rf"{_join(frames['closed'])}(?: \w+){{0,4}} {_SUBJECTS}"
    yield rf"{_join(frames['reserved'])}{_GAP}{{0,3}} (?&wanted)(?: {_AND} (?&wanted))?"


def _iter_asking(frames: Table) -> Iterator[str]:
    yield rf"{_join(frames['asking'])}(?: \w+){{0,8}} (?&facts)(?: {_AND} (?&facts))?"
    yield rf"(?&facts){_GAP}{{0,4}} {_join(frames['asked'])}"


def _compose(each: Table, patterns: Iterable[str]) -> list[str]:
    """Return one expression, which holds the words of a ground once however often it seeks them."""
    lists = {name: each.get(name, []) for name in _WORD_LISTS}
    lists["subject"] = [*lists["persons"], *lists["traits"]]
    lists["wanted"] = [*lists["persons"], *lists["sought"]]
    sought = _join(list(patterns))
    called = [name for name in lists if f"(?&{name})" in sought]
    defined = "".join(f"(?P<{name}>{_join(lists[name]) or _NOTHING})" for name in called)
    return [f"(?(DEFINE){defined}){sought}"]


def _list_opening(frames: Table, *names: str) -> list[str]:
    return [one for name in names for one in frames[name]]


def _join(patterns: Sequence[str]) -> str:
    return f"(?:{'|'.join(patterns)})" if patterns else ""


def _name_ground(template: Mapping[str, str], name: Mapping[str, str]) -> dict[str, str]:
    return {code: template[code].replace(_GROUND, name[code]) for code in LANGUAGES}
