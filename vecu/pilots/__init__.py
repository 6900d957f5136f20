"""Small AI systems that professionals use and everybody observes, behind one interface."""
