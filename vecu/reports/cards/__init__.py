"""Cards: one claim each, on one screen of a phone; the same record wherever a claim is shown."""
