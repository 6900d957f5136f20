"""Name a browser as coarsely as its owner needs to recognise it: "Firefox, Windows"."""

import re

_BROWSERS = (
    ("Edge", r"\bEdgA?/|\bEdgiOS/"),
    ("Opera", r"\bOPR/"),
    ("Firefox", r"\bFirefox/|\bFxiOS/"),
    ("Chrome", r"\bChrome/|\bChromium/|\bCriOS/"),
    ("Safari", r"\bVersion/[\d.]+ .*\bSafari/"),
)
_SYSTEMS = (
    ("Android", r"\bAndroid\b"),
    ("iPhone", r"\biPhone\b"),
    ("iPad", r"\biPad\b"),
    ("Windows", r"\bWindows\b"),
    ("macOS", r"\bMacintosh\b"),
    ("Linux", r"\bLinux\b|\bX11\b"),
)
"""What a browser says of itself, from the particular to the usual: many also name another one."""


def name_browser(user_agent: str) -> str:
    """Return the browser and the system, or the one that is known; '' for anything else."""
    return ", ".join(filter(None, (_find(_BROWSERS, user_agent), _find(_SYSTEMS, user_agent))))


def _find(known: tuple[tuple[str, str], ...], user_agent: str) -> str:
    return next((name for name, form in known if re.search(form, user_agent)), "")
