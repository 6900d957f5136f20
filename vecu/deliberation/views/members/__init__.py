"""Pages that members of a learning group reach by their link."""
