"""What people reply to findings: whether they hold where they work."""
