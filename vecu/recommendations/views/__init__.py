"""Pages on which recommendations and cards are written, and answers given."""
