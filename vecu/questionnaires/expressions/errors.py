"""The one error of this package."""

from vecu.errors import VecuError


class ExpressionError(VecuError):
    """An expression cannot be read or used; the message says where, what was found, what to do."""
