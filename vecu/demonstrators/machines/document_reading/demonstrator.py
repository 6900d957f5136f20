"""Payslips that a machine read once: guess, count, and see what a share of right fields means."""

from collections.abc import Mapping, Sequence, Set

from vecu.demonstrators.machines.document_reading.counting import (
    EVERYTHING,
    check_sums,
    count_pieces_with_error,
    count_reread,
)
from vecu.demonstrators.machines.document_reading.drawing import (
    UNIT,
    Squares,
    draw_confidences,
    draw_fields,
)
from vecu.demonstrators.machines.document_reading.readings import (
    FrozenReadings,
    ReadField,
    ReadSheet,
    Verdict,
    get_readings,
    get_seed_spread,
)
from vecu.demonstrators.machines.document_reading.scene import (
    DocumentReadingScene,
    FieldTotal,
    RereadingView,
    ShareRow,
    SheetView,
    ThousandView,
    TotalsView,
)
from vecu.demonstrators.machines.document_reading.words import (
    FIELD_WORDS,
    GUESSES,
    STEPS,
    WEAR_WORDS,
)
from vecu.demonstrators.machines.interface import (
    Entry,
    Origin,
    OriginKind,
    make_messages,
    read_choice,
)
from vecu.messages import Message
from vecu.translation import gettext_noop

FIRST_SHEET = "stained"
SHARES = {"90": 0.9, "95": 0.95, "97": 0.97, "99": 0.99, "99.5": 0.995, "99.9": 0.999}
"""Shares of right fields that one may ask about, in per cent and as they are."""
PER_PIECE = ("1", "5", "9", "20")
"""Fields that a piece may have."""
THRESHOLDS = {"0": 0.0, "60": 60.0, "80": 80.0, "90": 90.0, "95": 95.0, "all": EVERYTHING}
"""Confidences below which somebody may read again."""


class DocumentReading:
    """Invented payslips, read once by tesseract."""

    name = "document-reading"
    title = Message(gettext_noop("A machine that reads documents"))
    announcement = Message(
        gettext_noop(
            "A machine looks at the picture of a payslip and writes down nine fields. It also says"
            " how sure it is. Guess how many it read right, then look."
        )
    )
    minutes = 10
    typed: Set[str] = frozenset()
    origins: Mapping[str, Origin] = {
        "readings": Origin.of(
            OriginKind.SIMULATED,
            gettext_noop(
                "Simulated: 12 payslips that we invented, worn by a program (seed 2026). Read"
                " once by tesseract 5.5.0, language fra, on 28 November 2026; frozen, errors"
                " included."
            ),
        ),
        "seeds": Origin.of(
            OriginKind.SIMULATED,
            gettext_noop(
                "Simulated: the same 12 payslips worn anew with ten other seeds (seed 1 to"
                " seed 10). How much wear there is was settled on seed 1, before seed 2026 was"
                " read."
            ),
        ),
        "formula": Origin.of(
            OriginKind.CITED,
            gettext_noop(
                "Computed: the product rule for independent events, as in Grinstead and Snell,"
                " Introduction to Probability, version of 2006, chapter 4."
            ),
            "https://math.dartmouth.edu/~prob/prob/prob.pdf",
            "GFDL",
        ),
        "net_social": Origin.of(
            OriginKind.CITED,
            gettext_noop(
                "Caf de Haute-Loire, 2023: since 1 January 2024 the net social amount is what"
                " one declares for RSA and prime d’activité."
            ),
            "https://caf.fr/professionnels/offres-et-services/caf-de-haute-loire/partenaires-locaux/"
            "actualites/rsa-prime-d-activite-les-demarches-sont-facilitees-avec-le-montant-net-social",
        ),
        "pace": Origin.of(
            OriginKind.INVENTED,
            gettext_noop(
                "Invented: 15 seconds to compare one field with its picture. Time your own."
            ),
        ),
        "person": Origin.of(
            OriginKind.INVENTED,
            gettext_noop(
                "Invented: this person, this letter and these weeks. What a misread digit does"
                " depends on who looks at it afterwards."
            ),
        ),
    }
    helps: Sequence[Message] = make_messages(
        gettext_noop(
            "On a clean scan it copies every field in seconds, and does not tire: five of"
            " these twelve sheets are read without an error."
        ),
        gettext_noop(
            "It says where it is not sure. Rereading only these fields takes less time than"
            " copying everything, and finds part of the errors."
        ),
    )
    limits: Sequence[Message] = make_messages(
        gettext_noop(
            "Twelve sheets are few, and we chose how worn they are: these shares say nothing of"
            " your mail. Count yours, on pieces as they come."
        ),
        gettext_noop(
            "The machine reads letters; rules that we wrote find the fields by their labels."
            " Some errors are those of the rules. A system that is sold has both, too."
        ),
        gettext_noop(
            "Its confidence is not a probability: it can be sure and wrong. Handwriting, tables"
            " over several pages and other languages are not tried here."
        ),
        gettext_noop(
            "A machine that looks at welds or at surfaces is of the same kind: it says what it"
            " sees and how sure it is. There, too, ask what becomes of the pieces on which it"
            " errs; we have no figures of ours about that."
        ),
    )
    question = Message(
        gettext_noop(
            "Where a machine reads documents at your work: who sees an error first, the one who"
            " checks or the one it happens to?"
        )
    )

    def play(self, entry: Entry, language: str) -> DocumentReadingScene:
        """Show a sheet, and once there is a guess what was read; or one of the other steps."""
        readings = get_readings()
        return DocumentReadingScene(
            read_choice(entry, "step", tuple(STEPS)) or "sheet",
            STEPS,
            readings,
            _view_sheet(entry, readings.sheets),
            list(WEAR_WORDS.items()),
            [(key, words) for key, (words, _numbers) in GUESSES.items()],
            _count_totals(readings),
            _count_thousand(entry),
            _count_rereading(entry, readings),
        )


def _view_sheet(entry: Entry, sheets: Sequence[ReadSheet]) -> SheetView:
    keys = [sheet.key for sheet in sheets]
    key = read_choice(entry, "sheet", keys) or FIRST_SHEET
    guess = read_choice(entry, "guess", tuple(GUESSES))
    sheet = sheets[keys.index(key)]
    fields = draw_fields(sheet)
    wrong = [drawn for drawn in fields if drawn.field.verdict is Verdict.WRONG]
    words, numbers = GUESSES[guess] if guess else (None, None)
    return SheetView(
        sheet,
        WEAR_WORDS[key],
        fields,
        len(wrong),
        len(fields) - sheet.right - len(wrong),
        words,
        None if numbers is None else sheet.right in numbers,
        max(wrong, key=lambda drawn: _get_confidence(drawn.field), default=None),
        keys[(keys.index(key) + 1) % len(keys)],
    )


def _get_confidence(field: ReadField) -> float:
    return field.reading.confidence if field.reading else 0.0


def _count_totals(readings: FrozenReadings) -> TotalsView:
    right = [field.key for field in readings.fields if field.verdict is Verdict.RIGHT]
    return TotalsView(
        len(right),
        len(readings.fields),
        sum(sheet.faultless for sheet in readings.sheets),
        [(WEAR_WORDS[sheet.key], sheet) for sheet in readings.sheets],
        [
            FieldTotal(number, words, right.count(key))
            for number, (key, words) in enumerate(FIELD_WORDS.items(), 1)
        ],
        get_seed_spread(),
    )


def _count_thousand(entry: Entry) -> ThousandView:
    key = read_choice(entry, "share", tuple(SHARES)) or "95"
    per_piece = int(read_choice(entry, "fields", PER_PIECE) or "9")
    numbers = [int(number) for number in PER_PIECE]
    rows = [
        ShareRow(name, share, [(each, count_pieces_with_error(share, each)) for each in numbers])
        for name, share in SHARES.items()
    ]
    chosen = next(row for row in rows if row.key == key)
    squares = Squares(round(dict(chosen.cells)[per_piece]))
    return ThousandView(chosen, per_piece, squares, rows, numbers)


def _count_rereading(entry: Entry, readings: FrozenReadings) -> RereadingView:
    chosen = read_choice(entry, "below", tuple(THRESHOLDS)) or "80"
    rows = [(key, count_reread(readings.sheets, below)) for key, below in THRESHOLDS.items()]
    bars = draw_confidences(readings.fields)
    axis = bars[0].axis
    wrong = [field for field in readings.fields if field.verdict is Verdict.WRONG]
    return RereadingView(
        chosen,
        dict(rows)[chosen],
        rows,
        bars,
        sum(field.verdict is Verdict.BLANK for field in readings.fields),
        check_sums(readings.sheets),
        max(wrong, key=_get_confidence),
        axis,
        axis + max(bar.down for bar in bars) + 10,
        round(min(THRESHOLDS[chosen], 100.0) * UNIT),
    )
