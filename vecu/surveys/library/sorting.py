"""The ready inquiry in which people sort invented writings: cold, warm, it depends.

Twelve of twenty-four are put to each person, and only these are stored. A writing is a page of a
repeat, so that their order is drawn as well; what a person answers is a question for each writing,
so that figures count it like any other.
"""

from collections.abc import Iterator, Mapping

from vecu.questionnaires import Rows
from vecu.surveys.workbook_writer import write_workbook
from vecu.writings import DRAWN, OBJECTION, InventedWriting, WritingPull, list_invented_writings

FORM_ID = "sorting"
ROLE, ANSWERS, REASON = "role", "sort", "why"
"""Names of questions: one for the role, and for each writing one for the answer and one for why."""
SORTS = ("cold", "warm", "depends", "unknown")
"""The answers, in the order in which they are offered."""
_NAMES = {"fr": "Français (fr)", "en": "English (en)"}
_POOLS = {WritingPull.COLD: "a", WritingPull.WARM: "b", WritingPull.DEBATED: "c"}
"""Names that say nothing to who reads the form."""
_CHOICES: Mapping[str, Mapping[str, tuple[str, str]]] = {
    ANSWERS: {
        "cold": ("Froid", "Cold"),
        "warm": ("Chaud", "Warm"),
        "depends": ("Ça dépend – de quoi ?", "It depends – on what?"),
        "unknown": ("Je ne sais pas", "I do not know"),
    },
    ROLE: {
        "social_worker": ("Travail social", "Social work"),
        "accompanied": ("Personne accompagnée", "Somebody supported by social services"),
        "manager": ("Encadrement", "Management"),
        "other": ("Un autre métier, une autre place", "Another job, another role"),
    },
}


def make_sorting_workbook() -> bytes:
    """Return the workbook, a standard XLSForm, made of the invented writings."""
    writings = {
        f"e{number:02}": each
        for number, each in enumerate(sorted(list_invented_writings(), key=lambda one: one.key), 1)
    }
    survey: Rows = [*_iter_beginning(), *_iter_draw()]
    for code, writing in writings.items():
        survey += _iter_writing(code, writing)
    survey += [{"type": "end repeat"}, *_iter_end()]
    choices = [
        {
            "list_name": "writings",
            "name": code,
            "pool": _POOLS[each.pull],
            **_label(each.title["fr"], each.title["en"]),
        }
        for code, each in writings.items()
    ]
    choices += [
        {"list_name": name, "name": value, **_label(*words)}
        for name, listed in _CHOICES.items()
        for value, words in listed.items()
    ]
    settings = {
        "form_title": "Sorting writings",
        "form_id": FORM_ID,
        "version": "1",
        "default_language": _NAMES["fr"],
    }
    return write_workbook({"survey": survey, "choices": choices, "settings": [settings]})


def name_question(writing: InventedWriting) -> str:
    """Return the name of the question how a writing is sorted."""
    return f"{ANSWERS}_{writing.key}"


def _label(french: str, english: str, column: str = "label") -> dict[str, str]:
    return {f"{column}::{_NAMES['fr']}": french, f"{column}::{_NAMES['en']}": english}


def _iter_beginning() -> Iterator[dict[str, str]]:
    """Yield the objection, above everything, and what the answers mean."""
    yield {
        "type": "begin group",
        "name": "objection",
        "appearance": "field-list",
        **_label("Avant de trier, l’objection", "Before you sort, the objection"),
    }
    yield {"type": "note", "name": "objection_text", **_label(OBJECTION["fr"], OBJECTION["en"])}
    yield {
        "type": "note",
        "name": "answers_note",
        **_label(
            "Vous allez lire douze écrits, tous inventés. Froid : des nombres, des dates, des"
            " cases. Chaud : l’écrit raconte une rencontre. « Ça dépend » et « je ne sais pas »"
            " sont des réponses. Aucune n’est la bonne.",
            "You will read twelve writings, all invented. Cold: numbers, dates, boxes. Warm: the"
            " writing tells of a meeting. “It depends” and “I do not know” are answers. None is the"
            " right one.",
        ),
    }
    yield {"type": "end group"}


def _iter_draw() -> Iterator[dict[str, str]]:
    """Yield the draw: so many of each pool, then all in an order of their own."""
    for pull, pool in _POOLS.items():
        listed = f"randomize(instance('writings')/root/item[pool='{pool}']/name)"
        length = DRAWN[pull] * len("e00 ") - 1
        yield {
            "type": "calculate",
            "name": f"drawn_{pool}",
            "calculation": f"once(substr(join(' ', {listed}), 0, {length}))",
        }
    drawn = "concat(${drawn_a}, ' ', ${drawn_b}, ' ', ${drawn_c})"
    listed = f"randomize(instance('writings')/root/item[selected({drawn}, name)]/name)"
    yield {"type": "calculate", "name": "put", "calculation": f"once(join(' ', {listed}))"}
    yield {
        "type": "begin repeat",
        "name": "writing",
        "repeat_count": str(sum(DRAWN.values())),
        **_label("Écrit", "Writing"),
    }
    yield {
        "type": "calculate",
        "name": "this",
        "calculation": "selected-at(${put}, position(..) - 1)",
    }


def _iter_writing(code: str, writing: InventedWriting) -> Iterator[dict[str, str]]:
    """Yield the page of a writing: its situation before the answer, then why."""
    yield {
        "type": "begin group",
        "name": writing.key,
        "appearance": "field-list",
        "relevant": f"${{this}} = '{code}'",
        **_label(writing.title["fr"], writing.title["en"]),
    }
    short = {code: _get_last_sentence(text) for code, text in OBJECTION.items()}
    yield {
        "type": "note",
        "name": f"objection_{writing.key}",
        **_label(f"« {short['fr']}", f"“{short['en']}"),
    }
    yield {
        "type": "note",
        "name": f"first_{writing.key}",
        **_label(writing.first["fr"], writing.first["en"]),
        **_label(writing.rest["fr"], writing.rest["en"], "guidance_hint"),
    }
    yield {
        "type": "note",
        "name": f"situation_{writing.key}",
        **_label(
            f"Écrit avec : {writing.written_with['fr']}\nLu par : {writing.read_by['fr']}\n"
            f"Ce qui se décide : {writing.decides['fr']}",
            f"Written with: {writing.written_with['en']}\nRead by: {writing.read_by['en']}\n"
            f"What is decided: {writing.decides['en']}",
        ),
    }
    yield {
        "type": f"select_one {ANSWERS}",
        "name": name_question(writing),
        **_label("Pour vous, cet écrit est :", "For you, this writing is:"),
    }
    yield {
        "type": "text",
        "name": f"{REASON}_{writing.key}",
        "appearance": "multiline",
        **_label("Pourquoi ? Si ça dépend, de quoi ?", "Why? If it depends, on what?"),
        **_label(
            "Une phrase suffit, ou rien. N’écrivez aucun nom.",
            "A sentence is enough, or nothing. Write no name.",
            "hint",
        ),
    }
    yield {"type": "end group"}


def _get_last_sentence(text: str) -> str:
    """Return what of the objection stands above each writing; the whole comes before the first."""
    return text[text.index(". ") + 2 :]


def _iter_end() -> Iterator[dict[str, str]]:
    yield {
        "type": "select_one writings",
        "name": "hesitated",
        "choice_filter": "selected(${put}, name)",
        **_label("Lequel vous a le plus fait hésiter ?", "Which one made you hesitate most?"),
    }
    yield {
        "type": f"select_one {ROLE}",
        "name": ROLE,
        **_label("D’où répondez-vous ?", "In what capacity do you answer?"),
    }
