"""Dialogue about AI systems at work: workshops, consultations, negotiations, review clauses."""
