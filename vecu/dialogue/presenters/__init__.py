"""What pages show of dialogues, groups and recommendations, in words."""
