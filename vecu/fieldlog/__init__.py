"""What AI systems proposed, what people decided and why, without watching anybody."""
