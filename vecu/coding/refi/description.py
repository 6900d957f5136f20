"""Store the texts of a code in REFI-QDA's one description, and parse them back.

    A person shows the AI an example of what they want.

    Use when:
    The example is their own.

    Do not use when:
    They only describe it.

Other programs show it as it is. A description without these headings is a definition.
"""

import re
from dataclasses import dataclass

from vecu.translation import LANGUAGES, gettext_noop, translate
from vecu.typography import NO_BREAK_SPACE

_HEADINGS = {
    "use_when": gettext_noop("Use when:"),
    "not_when": gettext_noop("Do not use when:"),
    "examples": gettext_noop("Examples:"),
}
_BREAK = "\n\n"


@dataclass(frozen=True, slots=True)
class Meaning:
    """The texts of a code: definition, when to use it and when not, examples."""

    definition: str = ""
    use_when: str = ""
    not_when: str = ""
    examples: str = ""


def format_description(meaning: Meaning, language: str) -> str:
    """Return one description with all four texts, with headings in `language`.

    A line of a text that equals a heading is indented by a space, which `parse_description` removes
    again.
    """
    sections = [
        f"{translate(heading, language)}\n{_set_in(text)}"
        for part, heading in _HEADINGS.items()
        if (text := getattr(meaning, part))
    ]
    if meaning.definition:
        sections.insert(0, _set_in(meaning.definition))
    return _BREAK.join(sections)


def parse_description(description: str) -> Meaning:
    """Return the four texts of a description; headings are known in all supported languages."""
    found: dict[str, list[str]] = {"definition": []}
    lines = found["definition"]
    for line in description.split("\n"):
        part = _part_under(line)
        if part is None or part in found:
            lines.append(_set_out(line))
            continue
        _end_section(lines)
        lines = found[part] = []
    return Meaning(**{part: "\n".join(each) for part, each in found.items()})


def _end_section(lines: list[str]) -> None:
    """Remove the empty line before a heading."""
    if lines and not lines[-1]:
        lines.pop()


def _plain(line: str) -> str:
    return line.replace(NO_BREAK_SPACE, " ").casefold()


def _spoken() -> dict[str, str]:
    """Return the field that each heading, in each language, introduces."""
    return {
        _plain(translate(heading, language)): part
        for part, heading in _HEADINGS.items()
        for language in LANGUAGES
    }


def _part_under(line: str) -> str | None:
    return _spoken().get(_plain(line)) if line.endswith(":") else None


def _set_in(text: str) -> str:
    return "\n".join(
        f" {line}" if _part_under(line.lstrip(" ")) else line for line in text.split("\n")
    )


def _set_out(line: str) -> str:
    return line[1:] if re.match(" +", line) and _part_under(line.lstrip(" ")) else line
