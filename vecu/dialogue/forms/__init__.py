"""Forms of dialogue: one for each kind of entry, one for an avis, one for an end."""
