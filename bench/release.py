"""`./run bench release`: seconds to count the figures of a study, and the size of its public page.

`count_s`: seventeen practices by four breakdowns of thirty columns for 5,000 people, of whom one in
five was not asked: read from the database, conditions evaluated, and counted by cell keys, as a
new extract is. The best of three, in processor seconds, which depend less on other work on the
machine.

`page_kb`: the public page with twelve figures of the demonstration's people, as the server sends
it, in thousands of bytes; a proxy may compress it to a fifth.
"""

from bench._benchmark import report, size
from bench._laboratory import Laboratory, laboratory
from bench._respondent import Wire

PEOPLE, TIMES = size((5_000, 3), (20, 1))
RELEASED, FIGURES = size((300, 12), (20, 1))


def main() -> None:
    with laboratory() as lab:
        counted = lab.call("_release.count_practices", PEOPLE, TIMES)
        report({"count_s": counted, "page_kb": measure_page(lab)})


def measure_page(lab: Laboratory) -> float:
    """Release figures, and fetch their public page."""
    slug = lab.call("_release.release_figures", RELEASED, FIGURES)
    found = Wire(lab.port).request("GET", f"/en/findings/{slug}/", {})
    assert found.status == 200, found.status
    return round(len(found.body) / 1000, 1)


if __name__ == "__main__":
    main()
