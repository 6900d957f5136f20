"""The versions of the checker, read from TOML: what they answer, decline, and ask first. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import regex

from vecu.messages import Message
from vecu.pilots.interface import (
    STEPS,
    AnsweredReason,
    DeclinedReason,
    PilotVersion,
    QuestionReply,
    Words,
)
from vecu.pilots.job_offers.rule_book import RULES, RuleBook, read_rule_book
from vecu.pilots.job_offers.rule_files import (
    DATA,
    RuleBookRefused,
    Table,
    compile_words,
    find_in_table,
    read_toml,
    read_words,
    refuse_file,
)
from vecu.translation import gettext_noop


@dataclass(frozen=True, slots=True)
class FirstQuestion:
    """What a version asks about a rule before any alert.

    Where the offer itself says that `nothing_justifies` the demand, the alert comes at once;
    where it `states_why`, the question says so. Neither silences it.
    """

    asks: Words
    explains: Words
    nothing_justifies: regex.Pattern[str] | None
    states_why: regex.Pattern[str] | None
    replies: Sequence[QuestionReply]


@dataclass(frozen=True, slots=True)
class OfferVersion:
    """A version, its questions by rule, and the rules that it applies."""

    version: PilotVersion
    questions: Mapping[str, FirstQuestion]
    book: RuleBook


def read_versions(folder: Path = DATA) -> tuple[OfferVersion, ...]:
    """Return the versions of a folder, oldest first; raise `RuleBookRefused`.

    A version without questions of its own asks those of the version before it.
    """
    tables = read_toml(folder / "versions.toml").get("version", [])
    names = dict.fromkeys(table.get("rules", RULES) for table in tables)
    books = {name: read_rule_book(folder, name) for name in names}
    versions: list[OfferVersion] = []
    try:
        for table in tables:
            read = _read_version(table, books[table.get("rules", RULES)])
            asked = versions[-1].questions if versions and not read.questions else read.questions
            versions.append(replace(read, questions=asked))
        return tuple(versions)
    except (KeyError, TypeError, ValueError) as error:
        action = gettext_noop("Compare with the other versions of the file.")
        refuse_file("versions.toml", str(error), action)


def _read_version(table: Table, book: RuleBook) -> OfferVersion:
    where = f"versions.toml, {table.get('name', '?')}"
    version = PilotVersion(
        name=table["name"],
        day=table["day"],
        summary=read_words(table["summary"], f"{where}, summary"),
        step=_read_step(table["step"]),
        answers=tuple(_read_answer(one, book, where) for one in table.get("answer", [])),
        declines=tuple(_read_decline(one, book, where) for one in table.get("decline", [])),
        corrections=tuple(
            read_words(one, f"{where}, correction") for one in table.get("correction", [])
        ),
    )
    questions = {
        one["rule"]: _read_question(one, where)
        for one in table.get("question", [])
        if _may_change(book, one["rule"], where)
    }
    return OfferVersion(version, questions, book)


def _read_step(step: object) -> int:
    found = next((each for each in STEPS if each == step), None)
    if found is None:
        raise ValueError(f"step = {step!r}, not {STEPS[0]} to {STEPS[-1]}")
    return found


def _read_answer(table: Table, book: RuleBook, where: str) -> AnsweredReason:
    find_in_table(book.reasons, table["reason"], f"{where}, answer")
    _may_change(book, table["rule"], where)
    return AnsweredReason(
        table["reason"], table["rule"], read_words(table["changed"], f"{where}, answer")
    )


def _read_decline(table: Table, book: RuleBook, where: str) -> DeclinedReason:
    find_in_table(book.reasons, table["reason"], f"{where}, decline")
    return DeclinedReason(
        table["reason"], table["rule"], read_words(table["why"], f"{where}, decline")
    )


def _read_question(table: Table, where: str) -> FirstQuestion:
    where = f"{where}, question {table['rule']}"
    return FirstQuestion(
        read_words(table["asks"], where),
        read_words(table["explains"], where),
        compile_words(_add_denials(table), where),
        compile_words(table.get("states_why", []), where),
        tuple(
            QuestionReply(one["key"], read_words(one["words"], where), one["alert"])
            for one in table["reply"]
        ),
    )


def _add_denials(table: Table) -> list[str]:
    """Return what justifies nothing, unless a word just before it says the contrary."""
    denied = "|".join(table.get("denied", []))
    unless = rf"(?<!\b(?:{denied}) )" if denied else ""
    return [f"{unless}(?:{each})" for each in table.get("nothing_justifies", [])]


def _may_change(book: RuleBook, key: str, where: str) -> bool:
    """Whether a version may treat this rule otherwise; raise `RuleBookRefused` if not."""
    rules = {rule.key: rule for rule in book.rules}
    if find_in_table(rules, key, where).status.forbids:
        raise RuleBookRefused(
            Message(
                gettext_noop(
                    "%(where)s: “%(rule)s” is forbidden by law, so no version sets it aside."
                    " Decline the reason, and say why."
                ),
                where=where,
                rule=key,
            )
        )
    return True
