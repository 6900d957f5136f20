"""What is wrong with a laboratory's server, and what to do: the checks of `vecu doctor`."""

from vecu.site.doctor.checks import run_checks
from vecu.site.doctor.finding import Finding, Health

__all__ = ["Finding", "Health", "run_checks"]
