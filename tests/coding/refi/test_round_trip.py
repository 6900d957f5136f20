"""What is written comes back: whatever people wrote, wherever it was coded."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.coding.refi.examples import (
    EXAMPLES,
    STORY,
    entries,
    guid,
    problems,
    quotations,
    read,
    study,
    written,
)
from vecu.coding.refi import (
    RefiAdjudication,
    RefiCase,
    RefiCode,
    RefiCoding,
    RefiNote,
    RefiProject,
    RefiSet,
    RefiSource,
    RefiUser,
    RefiVariable,
    RefiVariableKind,
    fit_text,
    span_in_file,
    span_in_text,
)
from vecu.coding.rules import CoderKind
from vecu.coding.spans import TextSpan

PIECES = [
    *("a", "é", "e\u0301", "ö", "中", "ع", "\u200d", "👩‍👩‍👧", "🙂", "𝄞", "\U0010ffff"),
    *("\n", "\r\n", "\r", "\n\r", "\t", " ", "\u00a0", "\u2028", "\x85", "\ufeff"),
    *("&", "<", ">", '"', "'", "]]>", "&#10;", "<!--", "\x00", "\x1f", "\ud83d", "\uffff"),
    *("Use when:", "Exemples\u00a0:", "…", "..."),
]
words = st.lists(st.sampled_from(PIECES) | st.text(max_size=3), max_size=12).map("".join)
moments = st.datetimes(datetime(1900, 1, 1), datetime(2100, 1, 1)).map(  # noqa: DTZ001 - UTC below
    lambda moment: moment.replace(microsecond=0, tzinfo=UTC)
)


def test_a_whole_study_comes_back_as_it_was():
    found = read(written(study()))

    assert found.project == study()
    assert (found.left_out, found.remarks) == ((), ())


@st.composite
def texts_with_spans(draw) -> tuple[str, list[TextSpan]]:
    text = draw(words)
    places = st.integers(0, len(text))
    pairs = draw(st.lists(st.tuples(places, places), max_size=4)) if text else []
    return text, [TextSpan(min(pair), max(pair)) for pair in pairs if pair[0] != pair[1]]


def plain(words: str) -> str:
    """Return words as they must come back, said in another way than in the code under test."""
    words = "\n".join("\n".join(words.split("\r\n")).split("\r"))
    return "".join(
        character
        if character in "\t\n"
        or " " <= character <= "\ud7ff"
        or "\ue000" <= character <= "\ufffd"
        or character > "\uffff"
        else "\ufffd"
        for character in words
    )


@given(texts_with_spans())
@settings(max_examples=150, deadline=None)
def test_every_span_comes_back_with_the_words_it_was_on(case):
    text, spans = case
    codings = tuple(RefiCoding(guid(100 + n), EXAMPLES, None, span) for n, span in enumerate(spans))
    project = RefiProject(
        "P", codes=(RefiCode(EXAMPLES, "C"),), sources=(RefiSource(STORY, "S", text, codings),)
    )

    content = written(project)
    assert problems(entries(content)["project.qde"]) == []
    found = read(content)
    assert (found.left_out, found.remarks) == ((), ())
    for coding, span in zip(codings, spans, strict=True):
        # A half of CRLF stands for all of it; the mark that opens a file becomes another one.
        start = span.start - (text[span.start - 1 : span.start + 1] == "\r\n")
        end = span.end + (text[span.end - 1 : span.end + 1] == "\r\n")
        expected = plain(text[start:end])
        if start == 0 and expected.startswith("\ufeff"):
            expected = f"\u2060{expected[1:]}"
        assert quotations(found)[coding.guid] == expected


@given(texts_with_spans())
@settings(max_examples=100, deadline=None)
def test_a_span_brought_to_the_file_and_back_is_on_the_same_words(case):
    """For a caller that kept its CRLFs and is given back codings of the text with LF."""
    text, spans = case
    for span in spans:
        back = span_in_text(text, span_in_file(text, span))
        assert back.start <= span.start
        assert back.end >= span.end
        assert plain(text[back.start : back.end]).strip("\n") == plain(
            text[span.start : span.end]
        ).strip("\n")


@given(words)
def test_a_text_once_fit_stays_as_it_is(text):
    assert fit_text(fit_text(text)) == fit_text(text)


filled = words.map(fit_text).filter(bool)


@st.composite
def codebooks(draw) -> tuple[RefiCode, ...]:
    """Trees in the order of a walk, each code below one of those before it."""
    parents: list[UUID | None] = [None]
    codes: list[RefiCode] = []
    for number in range(draw(st.integers(0, 6))):
        parent = draw(st.sampled_from(parents))
        texts = [fit_text(draw(words)) for _ in range(5)]
        colour = draw(st.sampled_from(["", "#aabbcc", "#001122"]))
        codes.append(
            RefiCode(guid(1000 + number), texts[0], parent, colour, draw(st.booleans()), *texts[1:])
        )
        parents.append(codes[-1].guid)
    return tuple(walk(codes, None))


def walk(codes, parent):
    for code in codes:
        if code.parent == parent:
            yield code
            yield from walk(codes, code.guid)


@given(codebooks(), st.sampled_from(["en", "fr", "de"]))
@settings(max_examples=100, deadline=None)
def test_every_codebook_comes_back(codes, language):
    content = written(RefiProject("P", codes=codes), language)

    assert problems(entries(content)["project.qde"]) == []
    assert read(content).project.codes == codes


values = {
    RefiVariableKind.TEXT: words.map(fit_text),
    RefiVariableKind.BOOLEAN: st.booleans(),
    RefiVariableKind.INTEGER: st.integers(-(10**30), 10**30),
    RefiVariableKind.FLOAT: st.decimals(allow_nan=False, allow_infinity=False, places=3),
    RefiVariableKind.DATE: st.dates(date(1, 1, 1), date(9999, 12, 31)),
    RefiVariableKind.DATETIME: moments,
}


@given(
    st.sampled_from(list(RefiVariableKind)).flatmap(
        lambda kind: st.tuples(st.just(kind), values[kind])
    )
)
@settings(max_examples=200, deadline=None)
def test_every_value_comes_back(case):
    kind, value = case
    project = RefiProject(
        "P",
        variables=(RefiVariable(guid(1), "V", kind),),
        cases=(RefiCase(guid(2), "C", values={guid(1): value}),),
    )

    content = written(project)
    assert problems(entries(content)["project.qde"]) == []
    (found,) = read(content).project.cases
    assert found.values == {guid(1): value}
    assert type(found.values[guid(1)]) is type(value)


@given(filled, words, st.none() | moments, st.sets(st.sampled_from([STORY, EXAMPLES, guid(41)])))
@settings(max_examples=100, deadline=None)
def test_every_memo_comes_back(text, name, at, about):
    note = RefiNote(guid(61), text, fit_text(name), None, at or study().at, frozenset(about))

    found = read(written(replace(study(), notes=(note,), sets=())))
    assert found.project.notes == (note,)


@given(st.lists(st.tuples(st.booleans(), words, words, st.none() | moments), max_size=3))
@settings(max_examples=50, deadline=None)
def test_every_ruling_comes_back(made):
    rulings = tuple(
        RefiAdjudication(STORY, EXAMPLES, present, fit_text(by), fit_text(reason), at)
        for present, by, reason, at in made
    )
    assert read(written(replace(study(), rulings=rulings))).project.rulings == rulings


@given(words, st.sampled_from(list(CoderKind)), words)
@settings(max_examples=50, deadline=None)
def test_every_name_comes_back(name, kind, description):
    name, description = fit_text(name), fit_text(description)
    project = RefiProject(
        name,
        users=(RefiUser(guid(1), name, kind),),
        sets=(RefiSet(guid(2), name, description),),
        description=description,
        origin="x",
    )

    assert read(written(project)).project == project


def test_a_number_that_is_no_whole_one_is_written_without_an_exponent():
    """xsd:decimal knows none (3.2.3 of XML Schema 2)."""
    project = RefiProject(
        "P",
        variables=(RefiVariable(guid(1), "V", RefiVariableKind.FLOAT),),
        cases=(RefiCase(guid(2), "C", values={guid(1): Decimal("1E-7")}),),
    )

    assert b"<FloatValue>0.0000001</FloatValue>" in entries(written(project))["project.qde"]


def test_ten_megabytes_of_text_come_back():
    text = "Je relis tout 🙂.\r\n" * 550_000
    coding = RefiCoding(guid(41), EXAMPLES, None, TextSpan(len(text) - 19, len(text) - 2))
    project = RefiProject(
        "P", codes=(RefiCode(EXAMPLES, "C"),), sources=(RefiSource(STORY, "S", text, (coding,)),)
    )

    content = written(project)
    assert len(text.encode()) > 10_000_000
    assert quotations(read(content)) == {guid(41): "\nJe relis tout 🙂."}
