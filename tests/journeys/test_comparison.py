"""A draft and a signed text are compared where nothing can leave; only numbers are typed here."""

import re
from datetime import timedelta
from secrets import token_bytes

import pytest
from django.utils import timezone

from tests.fieldlog.factories import draw_pile, make_log
from tests.fieldlog.planted_drafts import plant_draft
from tests.journeys.conftest import DESKTOP, PHONE, axe_violations
from tests.register.factories import make_confirmed, make_public_system
from vecu.fieldlog.actions import agree_to_month, close_months
from vecu.fieldlog.comparison import FILE_NAME, build_file
from vecu.fieldlog.diary import take_totals
from vecu.fieldlog.diary_codes import derive_diary_token
from vecu.fieldlog.diary_notes import NoteNames
from vecu.fieldlog.models import ClosedMonth, TypedTotals
from vecu.fieldlog.months import get_month
from vecu.fieldlog.rules import AgreementSide
from vecu.fieldlog.typed_totals import SheetTotals
from vecu.fieldlog.vocabulary import TotalsSheet

PAIRS = 100
PASTE = "(field, text) => { field.value = text; field.dispatchEvent(new Event('input')); }"
KEYWORDS = "pleurs, appels, 40 €, petits, 12 décembre"
READ_MARKS = """side => [...document.querySelectorAll(`#${side}-text [data-n]`)].map(mark => {
  const copy = mark.cloneNode(true);
  copy.querySelectorAll("b, i, [data-w]").forEach(each => each.remove());
  return copy.textContent;
})"""
READ_REST = """side => {
  const copy = document.getElementById(`${side}-text`).cloneNode(true);
  copy.querySelectorAll("[data-n]").forEach(each => each.remove());
  return copy.textContent;
}"""
READ_STORES = """async () => [localStorage.length, sessionStorage.length, document.cookie,
  (await indexedDB.databases()).length].join()"""
TOO_NEW = re.compile(
    r"""\?\. | \?\? | \(\?< | \\p\{ | /[gimu]*[sdv][a-z]*[,;).] | [,{][ ]*\.\.\. | catch[ ]*\{
    | \.(flat|flatMap|matchAll|at|replaceAll|fromEntries|finally|trimEnd|trimStart)\(""",
    re.VERBOSE,
)
"""What engines of 2017 cannot read, as far as it could be written here."""
SENDS = re.compile(
    r"""fetch | XMLHttp | sendBeacon | WebSocket | EventSource | import[ ]*\( | \.src\b | \.href
    | location | open\( | postMessage | Storage | indexedDB | cookie | caches | serviceWorker
    | clipboard | RTC | WebTransport""",
    re.VERBOSE,
)


@pytest.fixture
def cut_off(browser, tmp_path):
    """Return what opens the file in a browser without a network, and lists all that it asks for."""
    contexts, requests = [], []
    path = tmp_path / FILE_NAME
    path.write_bytes(build_file())

    def open_file(language: str, *, phone: bool, offline: bool = True):
        context = browser.new_context(
            viewport=PHONE if phone else DESKTOP,
            locale={"fr": "fr-FR", "en": "en-GB"}[language],
            offline=offline,
        )
        contexts.append(context)
        context.on("request", lambda request: requests.append(request.url))
        page = context.new_page()
        page.on("websocket", lambda socket: requests.append(socket.url))
        page.on("pageerror", lambda error: requests.append(f"error: {error}"))
        page.goto(path.as_uri())
        return page

    yield open_file, requests
    for context in contexts:
        context.close()


def compare(page, draft: str, final: str, keywords: str = "") -> None:
    if page.locator("#change").is_visible():
        page.locator("#change").click()
    for name, text in (("draft", ""), ("keywords", keywords), ("draft", draft), ("final", final)):
        page.locator(f"#{name}").evaluate(PASTE, text)
    page.locator("#compare").click()


def strip(text: str) -> str:
    """Return the words of a text: signs and apostrophes may be on either side of a mark."""
    return " ".join(re.findall(r"[\w€]+", text.replace("’", "'")))


@pytest.mark.parametrize("language", ["fr", "en"])
def test_each_planted_difference_is_marked_in_both_texts_and_nothing_else(cut_off, language):
    open_file, requests = cut_off
    page = open_file(language, phone=False)
    for number in range(PAIRS // 2):
        planted = plant_draft(number, language)
        compare(page, planted.draft, planted.final)
        marks = zip(*(page.evaluate(READ_MARKS, side) for side in ("draft", "final")), strict=True)
        assert [tuple(map(strip, each)) for each in marks] == [
            tuple(map(strip, each)) for each in planted.differences
        ], number
        rest = {strip(page.evaluate(READ_REST, side)) for side in ("draft", "final")}
        assert len(rest) == 1, number
    assert len(requests) == 1  # the file itself


def test_the_file_has_nothing_by_which_it_could_send_or_store_and_old_phones_read_it():
    page = build_file().decode()
    assert len(page.encode()) < 120_000
    script = page.split("<script>")[1].split("</script>")[0]
    code = re.sub(r"const WORDS=.*\n", "", script)
    assert SENDS.findall(code) == []
    assert TOO_NEW.findall(code) == []
    assert not re.search(r"https?:|<link|<img|<form|\son\w+=|style=", page)
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', page)[1]
    names = {each.split()[0]: each.split()[1:] for each in policy.split("; ")}
    for closed in ("default-src", "connect-src", "form-action", "base-uri"):
        assert names.pop(closed) == ["'none'"]
    assert sorted(names) == ["script-src", "style-src"]
    assert all(re.fullmatch(r"'sha256-[\w+/]+=*'", value) for [value] in names.values())


def test_a_sentence_answers_what_is_pasted_wrong(cut_off):
    """An empty text, the same twice, another language, a hundred pages."""
    open_file, _requests = cut_off
    page = open_file("en", phone=True)
    message = page.locator("#message")
    compare(page, "A draft.", " ")
    assert message.inner_text() == "Paste both texts: the draft and yours."
    compare(page, "It's  the same.", "It’s the same.\n")
    assert message.inner_text() == "The words of the two texts do not differ."
    planted = plant_draft(1, "fr")
    compare(page, planted.draft, plant_draft(1, "en").final)
    assert "in another language" in message.inner_text()
    pages = "\n".join(f"{number}. {planted.final}" for number in range(500))
    compare(page, pages.replace("Le dossier", "Ce dossier", 1), pages)
    assert page.locator("#nth").inner_text() == "Difference 1 of 1"


def test_corrections_are_counted_without_a_text_leaving_and_read_once_the_month_closed(
    cut_off, person
):
    system = make_public_system()
    make_confirmed(system)
    log = make_log(system)
    codes = draw_pile(log)
    open_file, requests = cut_off
    page = open_file("fr", phone=True, offline=False)
    judge(page)
    totals = page.eval_on_selector_all(
        "[data-total]", "all => Object.fromEntries(all.map(e => [e.dataset.total, e.textContent]))"
    )
    assert axe_violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert page.evaluate(READ_STORES) == "0,0,,0"
    assert len(requests) == 1

    worker = person(language="fr", phone=True, scripts=False)
    worker.go("compare-a-draft/")
    worker.go(f"at-work/{system.slug}/diary/")
    worker.write(codes[0])
    worker.page.locator("main form .btn").click()
    worker.press("Totals")
    for name, number in totals.items():
        worker.page.locator(f"#corrections-{name}").fill(number)
    worker.choose("not_known")
    worker.press("Note the corrections")
    worker.reads("Nothing you noted earlier is shown here.")
    stored = {name: int(number) for name, number in totals.items() if int(number)}
    assert TypedTotals.objects.get().amounts == stored
    worker.choose("case_work")
    worker.page.locator("#upkeep-data").fill("1,5")
    worker.press("Note the hours")
    worker.reads("Noted.")

    type_for_others(log, codes[1:7])
    month = close_this_month(log)
    visitor = person(language="en", phone=False)
    visitor.go(f"at-work/{system.slug}/")
    assert visitor.page.locator("#figure-upkeep-" + month).count() == 0
    agree_to_month(
        ClosedMonth.objects.get(), AgreementSide.STAFF, group="CST", by="rep", now=timezone.now()
    )
    agree_to_month(
        ClosedMonth.objects.get(), AgreementSide.OWNER, group="Board", by="o", now=timezone.now()
    )
    visitor.go(f"at-work/{system.slug}/?month={month}")
    words = visitor.page.locator("main").inner_text()
    assert "The system took 38 h of upkeep" in words  # 6 × 4 × 1.5, and 1.5
    assert "are left after checking and correcting" in words
    assert "neither says how many posts are needed" in words


def judge(page) -> None:
    """Compare two texts and judge each difference; another person stops everything meanwhile."""
    draft = "Elle a appelé lundi. Son conjoint ne verse rien. Il paraît triste. Rendez-vous pris."
    final = "Elle a appelé lundi, puis payé 40 €. Il rit. Rendez-vous pris."
    compare(page, draft, final)
    assert page.locator("[value=omitted]").is_disabled()  # no keyword was written first
    compare(page, draft, final, KEYWORDS)
    assert page.locator("#nth").inner_text() == "Différence 1 sur 3"
    page.locator("#ticks label", has_text="Oublié").click()
    page.locator("#next").click()
    page.locator("#ticks label", has_text="Autre personne").click()
    assert "Prévenez aujourd’hui" in page.locator("#stop").inner_text()
    assert page.locator("[data-total]").count() == 0
    assert not page.locator("#totals").is_visible()
    assert axe_violations(page) == []
    page.locator("#undo").click()
    page.locator("#ticks label", has_text="Inventé").click()
    page.locator("#next").click()
    page.locator("#ticks label", has_text="Supposé").click()
    page.locator("#ticks label", has_text="Autre ton").click()
    for name, minutes in (("saved", "25"), ("checking", "12"), ("correcting", "9")):
        page.locator(f"#{name}").fill(minutes)
    assert "Reste\N{NO-BREAK SPACE}: 4 minutes." in page.locator("#left").inner_text()


def type_for_others(log, codes: list[str]) -> None:
    """Have six more people type what they found, four times in the month."""
    corrections = {"texts": 2, "invented": 2, "saved": 40, "checking": 16, "correcting": 8}
    sheets = [
        SheetTotals(TotalsSheet.CORRECTIONS, "more_time", corrections),
        SheetTotals(TotalsSheet.UPKEEP, "case_work", {"data": 1.5}),
    ]
    now = timezone.now()
    for code in codes:
        for number in range(8):
            names = NoteNames(derive_diary_token(log, code), f"{number:032x}")
            month = get_month(timezone.localdate(now))
            take_totals(
                log, sheets[number % 2], names, month=month, now=now, random_bytes=token_bytes
            )


def close_this_month(log) -> str:
    """Close the month as if the 8th of the next had come; return it."""
    now = timezone.now()
    close_months(now + timedelta(days=40))
    return str(get_month(timezone.localdate(now)))
