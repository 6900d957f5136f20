"""What groups recommend, whom it is addressed to, and what suppliers promised."""
