"""AI systems at work: what they are for, what became of them, who chose and who took part."""
