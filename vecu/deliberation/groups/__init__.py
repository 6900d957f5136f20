"""Learning groups: mandate, members, calendar, hypotheses and rounds of positions."""
