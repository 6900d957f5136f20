"""The comparing file on the test phone: a processor six times slower than here, no network."""

import os
import random
import shutil
import statistics
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from bench._benchmark import size
from vecu.fieldlog.comparison import FILE_NAME, build_file

SLOWER = 6
WORDS, TIMES = size((3_000, 5), (120, 1))
COMPARE = """texts => new Promise(resolve => {
  for (const side of ["draft", "final"]) {
    document.getElementById(side).value = texts[side];
    document.getElementById(side).dispatchEvent(new Event("input"));
  }
  const began = performance.now();
  document.getElementById("compare").click();
  requestAnimationFrame(() => setTimeout(() => {
    const took = performance.now() - began;
    const marks = document.querySelectorAll("#draft-text [data-n]").length;
    document.getElementById("change").click();
    resolve([took, marks]);
  }));
})"""
"""From the press of the button until the marks are painted."""


def measure_comparison() -> dict[str, float]:
    """Return `compare_ms`, the median of some pairs, and `page_kb`, which is all that there is."""
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        path = Path(folder) / FILE_NAME
        path.write_bytes(build_file())
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        context = browser.new_context(offline=True, viewport={"width": 390, "height": 844})
        page = context.new_page()
        page.goto(path.as_uri())
        phone = context.new_cdp_session(page)
        phone.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        took = []
        for number in range(TIMES):
            texts, differences = make_texts(number)
            milliseconds, marks = page.evaluate(COMPARE, texts)
            if marks < differences // 2:
                raise AssertionError(marks)
            took.append(milliseconds)
        browser.close()
    return {
        "compare_ms": round(statistics.median(took)),
        "page_kb": round(len(build_file()) / 1000, 1),
    }


def make_texts(number: int) -> tuple[dict[str, str], int]:
    """Return a draft and its final text, in which every fifth sentence differs."""
    chance = random.Random(number)
    stems = [f"{a}{b}" for a in "bcdfglmnprstv" for b in ("ain", "elle", "ond", "ure", "ité")]
    draft, final, differences = [], [], 0
    for place in range(WORDS // 15):
        words = chance.choices(stems, k=15)
        draft.append(" ".join(words).capitalize() + ".")
        if place % 5 == 0:
            differences += 1
            words[7:9] = ["corrigé"] if place % 2 else []
        final.append(" ".join(words).capitalize() + ".")
    return {"draft": " ".join(draft), "final": " ".join(final)}, differences
