"""Filters of the pages of matrices."""
