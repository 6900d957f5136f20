"""A group in 90 minutes: programme, screens, counts by hand, record. Pure, and stored nowhere."""
