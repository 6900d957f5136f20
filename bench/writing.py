"""`./run bench writing`: what stands between a machine's writing and the person who signs it.

`compare_ms`: two texts of 3,000 words compared in the comparing file, from the press of the button
until the marks are painted, in a browser whose processor is slowed down six times; the median of
five pairs. `page_kb`: that file, which needs nothing else, in thousands of bytes. `fill_ms`: an
invented form filled, from the papers of a household to the PDF with its provenance, the median of
60 households, of the form that takes longer.
"""

from bench._benchmark import report, say
from bench._comparison import measure_comparison
from bench._form_filling import measure_filling


def main() -> None:
    say("comparing")
    compared = measure_comparison()
    say("filling forms")
    report({**compared, **measure_filling()})


if __name__ == "__main__":
    main()
