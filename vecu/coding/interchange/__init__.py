"""Between what the coding room keeps and the files of other programs. Pure: no Django, no tables.

out: leaving (a text with its codes) ──► project (REFI-QDA) · sheets (CSV, XLSX), with closed
in:  incoming (any file) ──► codesheet ──► codebooks (which codes are new, which differ)
                         └─► matching (which texts are ours) ──► bringing (who coded what)
"""
