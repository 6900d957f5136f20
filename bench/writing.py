"""`./run bench writing`: what stands between a machine's writing and the person who signs it.

`compare_ms`: two texts of 3,000 words compared in the comparing file, from the press of the button
until the marks are painted, in a browser whose processor is slowed down six times; the median of
five pairs. `page_kb`: that file, which needs nothing else, in thousands of bytes. `fill_ms`: an
invented form filled, from the papers of a household to the PDF with its provenance, the median of
60 households, of the form that takes longer. `swap_reproduced`: of `swap_published` figures on care
records whose gender was swapped (S. Rickman, 2025), those that come out again from the public data:
20 counts of words and their p, 60 mean differences of tone and theirs, each invented diagnosis; and
what the laboratory shows of them, word for word.
"""

from bench._benchmark import report, say
from bench._comparison import measure_comparison
from bench._form_filling import measure_filling
from bench._swapped_records import measure_swaps


def main() -> None:
    say("comparing")
    compared = measure_comparison()
    say("filling forms")
    filled = measure_filling()
    say("counting the public records again")
    report({**compared, **filled, **measure_swaps()})


if __name__ == "__main__":
    main()
