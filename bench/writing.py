"""`./run bench writing`: what stands between a machine's writing and the person who signs it.

`compare_ms`: two texts of 3,000 words compared in the comparing file, from the press of the button
until the marks are painted, in a browser whose processor is slowed down six times; the median of
five pairs. `page_kb`: that file, which needs nothing else, in thousands of bytes.
"""

from bench._benchmark import report, say
from bench._comparison import measure_comparison


def main() -> None:
    say("comparing")
    report(measure_comparison())


if __name__ == "__main__":
    main()
