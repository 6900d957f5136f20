"""`./run dev`: the demonstration, served anew whenever a file of the product changes."""

import os
import sys

import django
from watchfiles import run_process

ADDRESS = "127.0.0.1", 8000
SERVE = f"{sys.executable} -m vecu.site.cli serve --no-work --workers 1"


def main() -> int:
    """Make the demonstration, then serve it, and again after each change."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vecu.site.settings")
    django.setup()
    from vecu.site.commands.demo import prepare_demo  # noqa: PLC0415 - needs the settings
    from vecu.site.commands.serve import Address, check_free  # noqa: PLC0415

    check_free(Address(*ADDRESS))
    prepare_demo(Address(*ADDRESS))
    return run_process("vecu", "locale", target=SERVE, target_type="command")


if __name__ == "__main__":
    sys.exit(main())
