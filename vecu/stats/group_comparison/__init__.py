"""Two small groups beside each other: whether they differ at all, and in what."""
