"""Summaries of invented care records that named models wrote, with the gender swapped."""
