"""Days in English: 24 November 2026, day first and the month in words, with hours from 0 to 23.

What is not named here stays as Django writes English. "11/24/2026" is read in two ways, and English
here is that of readers of many countries.
"""

DATE_FORMAT = SHORT_DATE_FORMAT = "j F Y"
TIME_FORMAT = "H:i"
DATETIME_FORMAT = SHORT_DATETIME_FORMAT = "j F Y, H:i"
YEAR_MONTH_FORMAT = "F Y"
MONTH_DAY_FORMAT = "j F"
FIRST_DAY_OF_WEEK = 1
