"""Time and memory to export 100,000 answers of 30 columns as Parquet and as .sav.

`export_parquet_s` and `export_sav_s` are whole exports by the action behind `vecu export`: read
from the database, shuffled, routed, written with codebook, DDI and README, read again and compared.
`export_mb` is the peak of the larger process, Django included. Alone: `python -m bench._exports`.
"""

import json
import os
import subprocess
import sys
import tempfile

PEOPLE = 100_000

MAKE = """
import json, random, sys
import django
django.setup()
from datetime import date, timedelta
from django.core.management import call_command
call_command("migrate", verbosity=0)
from vecu.surveys.actions import StudyInfo, create_study, open_fielding
from vecu.surveys.models import Answer
rows = ["| survey | | | | |", "| | type | name | label | relevant |"]
rows += [f"| | select_one five | opinion{n} | What about {n}? | |" for n in range(8)]
rows += [f"| | text | words{n} | In your words, {n}? | |" for n in range(5)]
rows += [f"| | integer | count{n} | How many {n}? | |" for n in range(4)]
rows += ["| | decimal | hours | How many hours? | |", "| | date | since | Since when? | |"]
rows += ["| | select_multiple tool | tools | Which? | ${opinion0} != 'b' |"]
rows += ["| choices | | | |", "| | list_name | name | label |"]
rows += [f"| | five | {name} | Answer {name} |" for name in "abcde"]
rows += [f"| | tool | {name} | Tool {name} |" for name in "uvw"]
study = create_study("bench", StudyInfo(title={"en": "Bench"}, contact="us@example.org",
    retained_until=date(2099, 12, 31), controller="Bench", legal_basis="consent"),
    workbook="\\n".join(rows).encode(), workbook_name="bench.md")
fielding = study.fieldings.get()
open_fielding(fielding, today=date(2026, 11, 1))
chance = random.Random(1)
vocabulary = "le travail change avec la machine je relis tout deux fois et ça prend".split()
def person():
    values = {f"opinion{n}": chance.choice("abcde") for n in range(8)}
    for n in range(5):
        if chance.random() < 0.8:
            values[f"words{n}"] = " ".join(chance.choices(vocabulary, k=chance.randint(3, 40)))
    values |= {f"count{n}": str(chance.randint(0, 90)) for n in range(4)}
    values["hours"] = f"{chance.random() * 50:.1f}"
    values["since"] = str(date(2020, 1, 1) + timedelta(chance.randint(0, 2000)))
    if values["opinion0"] != "b" and chance.random() < 0.9:
        values["tools"] = " ".join(sorted(chance.sample("uvw", chance.randint(1, 3))))
    return values
for start in range(0, int(sys.argv[1]), 5000):
    Answer.objects.bulk_create(
        Answer(fielding=fielding, day=date(2026, 11, 1), language="fr", values=person())
        for _ in range(min(5000, int(sys.argv[1]) - start)))
"""

EXPORT = """
import json, resource, sys, tempfile, time
import django
django.setup()
from pathlib import Path
from django.utils import timezone
from vecu.datasets.actions import export_data
from vecu.datasets.exporting.package import (Format, ExportOptions,)
from vecu.surveys.queries import get_study
with tempfile.TemporaryDirectory() as out:
    begin = time.perf_counter()
    export_data(get_study("bench"), Path(out), ExportOptions(Format(sys.argv[1])), actor="bench",
                  now=timezone.now())
    seconds = time.perf_counter() - begin
print(json.dumps([seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024]))
"""


def exports(people: int = PEOPLE) -> dict[str, float]:
    """Return the seconds of both exports and the greater peak in MB, on SQLite."""
    with tempfile.TemporaryDirectory(prefix="vecu-bench-") as home:
        environment = {
            **os.environ,
            "VECU_HOME": home,
            "DJANGO_SETTINGS_MODULE": "vecu.site.settings",
        }
        environment.pop("VECU_DATABASE_URL", None)
        _python(environment, MAKE, str(people))
        parquet, parquet_mb = json.loads(_python(environment, EXPORT, "parquet"))
        sav, sav_mb = json.loads(_python(environment, EXPORT, "sav"))
    return {
        "export_parquet_s": round(parquet, 1),
        "export_sav_s": round(sav, 1),
        "export_mb": round(max(parquet_mb, sav_mb)),
    }


def _python(environment: dict[str, str], code: str, *arguments: str) -> str:
    command = [sys.executable, "-c", code, *arguments]
    return subprocess.run(
        command, env=environment, check=True, stdout=subprocess.PIPE, text=True
    ).stdout


if __name__ == "__main__":
    print(json.dumps(exports(*map(int, sys.argv[1:]))))
