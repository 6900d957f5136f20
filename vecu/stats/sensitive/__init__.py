"""What people hide: shares estimated from answers that give nobody away."""
