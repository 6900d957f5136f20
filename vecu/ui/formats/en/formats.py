"""Dates in English: 24 November 2026, day first and the month as a word; 24-hour times.

Other formats remain Django's for English. "11/24/2026" is ambiguous: English is read in many
countries here.
"""

DATE_FORMAT = SHORT_DATE_FORMAT = "j F Y"
TIME_FORMAT = "H:i"
DATETIME_FORMAT = SHORT_DATETIME_FORMAT = "j F Y, H:i"
YEAR_MONTH_FORMAT = "F Y"
MONTH_DAY_FORMAT = "j F"
FIRST_DAY_OF_WEEK = 1
