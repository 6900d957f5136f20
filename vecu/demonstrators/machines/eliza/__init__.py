"""ELIZA (1966) with a script of our own: talk to it, tell it from people, read its author."""
