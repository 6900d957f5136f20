"""Which counts of a scope may be published: items, tables, and what is hidden in them. Pure."""
