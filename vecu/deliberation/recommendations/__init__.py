"""Recommendations, landmarks and suppliers' cards of learning groups, and what is answered."""
