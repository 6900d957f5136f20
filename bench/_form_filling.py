"""What `bench.writing` measures of forms: from the papers of a household to its file."""

import statistics
import time

from bench._benchmark import size
from vecu.pilots.cold_writing.filled_form import fill_form
from vecu.pilots.cold_writing.form_book import FormDescription, load_form_book
from vecu.pilots.cold_writing.form_files import fill_form_file
from vecu.pilots.cold_writing.households import list_households

HOUSEHOLDS = size(60, 3)


def measure_filling() -> dict[str, object]:
    """Return the median of some households, of the form that takes longer."""
    return {"fill_ms": round(max(time_form(form) for form in load_form_book().forms))}


def time_form(form: FormDescription) -> float:
    """Return the median milliseconds of a form; cases that stop before anything do not count."""
    took = []
    for household in [one for one in list_households() if not one.never][:HOUSEHOLDS]:
        before = time.perf_counter()
        fill_form_file(fill_form(form, household))
        took.append((time.perf_counter() - before) * 1000)
    return statistics.median(took)
