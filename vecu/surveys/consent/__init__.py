"""What people consent to: the promise they read before they answer, its texts and its numbers."""
