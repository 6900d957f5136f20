"""Exposure of a job: what early studies would have concluded, and what two indices published."""
