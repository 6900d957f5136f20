"""What is wrong with a laboratory's server, and what to do: the checks of `vecu doctor`."""

from vecu.site.doctor.check_outcome import CheckOutcome, Health
from vecu.site.doctor.checks import run_checks

__all__ = ["CheckOutcome", "Health", "run_checks"]
