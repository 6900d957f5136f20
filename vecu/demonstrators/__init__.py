"""Machines to try, and a session of 90 minutes around them."""
