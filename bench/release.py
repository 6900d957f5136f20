"""`./run bench release`: seconds to count a study for an extract, and the size of its public page.

`extract_s`: the demonstration's 260 testimonies, each figure alone and by one breakdown, in
processor seconds, the best of three. `page_kb`: a study's public page with twelve figures, as the
server sends it, in thousands of bytes; a proxy may compress it to a fifth.
"""

import json

from bench._laboratory import laboratory
from bench._respondent import Wire

RELEASE_FIGURES = """
import time
from datetime import date
from django.utils import timezone
from vecu.datasets.extract_items import count_study
from vecu.datasets.release_actions import freeze_extract, release
from vecu.datasets.release_queries import list_offers
from vecu.site.commands.demo import STUDY, make_study
from vecu.surveys.queries import get_study
make_study(date.today())
study, now, seconds = get_study(STUDY), timezone.now(), []
for _ in range(3):
    before = time.process_time()
    count_study(study, 1, ["/data/work/known"], {})
    seconds.append(time.process_time() - before)
offers = list_offers(freeze_extract(study, [], by="bench", now=now))[:12]
release(study.scope, offers, group="The bench", by="bench", now=now)
print(min(seconds), len(offers), STUDY)
"""


def main() -> None:
    with laboratory() as lab:
        seconds, figures, study = lab.python(RELEASE_FIGURES).split()[-3:]
        page = Wire(lab.port).request("GET", f"/en/findings/{study}/", {})
    measured = {
        "extract_s": round(float(seconds), 2),
        "page_kb": round(len(page.body) / 1000, 1),
        "figures": int(figures),
    }
    print(json.dumps(measured, indent=2))


if __name__ == "__main__":
    main()
