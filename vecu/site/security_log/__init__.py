"""What members do and what is refused to them, one line each, for an organisation's own collector.

Off unless a setting names a place. Nothing here is about those who answer.
"""
