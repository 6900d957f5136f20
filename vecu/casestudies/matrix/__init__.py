"""The cross-case matrix: cases × themes, a sentence in each cell, the passages behind it."""
