"""Statistical disclosure control: which counts may be published, and what they would give away."""
