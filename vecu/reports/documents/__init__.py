"""Documents for paper: what is published, as a brief of two pages and in full, as PDF. Pure."""
