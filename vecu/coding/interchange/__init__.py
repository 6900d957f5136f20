"""Between the tables of coding and files of other programs. Pure: no Django, no tables.

export: export_record (a text with its codes) ──► export_project (REFI-QDA)
                                         └─► export_tables (CSV, XLSX), with closed_answers
import: read_file (any file) ──► code_table ──► match_codes (which codes are new or differ)
                             └─► match_texts (known texts) ──► import_plan (who coded what)
"""
