"""Learning groups: members, hypotheses, rounds of positions."""
