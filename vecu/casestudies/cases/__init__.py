"""Cases: a system in one place, how its door was opened, and who speaks of it."""
