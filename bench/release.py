"""`./run bench release`: seconds to count the figures of a study, and the size of its public page.

`count_s`: seventeen practices by four breakdowns of thirty columns for 5,000 people, of whom one in
five was not asked: read from the database, conditions evaluated, and counted by cell keys, as a
new extract is. The best of three, in processor seconds, which depend less on other work on the
machine.

`page_kb`: the demonstration's public page with twelve figures, as the server sends it, in thousands
of bytes; a proxy may compress it to a fifth.
"""

import json

from bench._laboratory import Laboratory, laboratory
from bench._respondent import Wire

RUN = "from bench._release import {0}; {0}()"


def main() -> None:
    with laboratory() as lab:
        print(
            json.dumps({"count_s": float(lab.python(RUN.format("count_practices"))), **page(lab)})
        )


def page(lab: Laboratory) -> dict[str, float]:
    """Release twelve figures of the demonstration's study, and fetch its public page."""
    slug = lab.python(RUN.format("release_figures")).split()[-1]
    found = Wire(lab.port).request("GET", f"/en/findings/{slug}/", {})
    return {"page_kb": round(len(found.body) / 1000, 1)}


if __name__ == "__main__":
    main()
