"""What members note, change, remove and undo: one history for all rooms."""
