"""Systems followed with people over time; it begins with the evaluation of a writing tool."""
