"""Somebody who answers a study over HTTPS, for tests that reach a laboratory by its proxy.

Run as `python -m tests.site.visitor PORT HOST CERTIFICATE STUDY`; writes the receipt code.
"""

import re
import ssl
import sys

from bench._respondent import HttpRespondent, Wire

PASSWORD = "gradient zebra kiosk 41"
OPEN_STUDY = """
vecu study create small --template testimonies --owner anna --kept-until 2099-12-31 \
  --title fr=Essai --asked-by fr=Nous --purpose fr=Essayer --contact labo@exemple.fr \
  --controller Ville --legal-basis consent --special-basis research --server-run-by third-party
vecu study open small
"""
"""What a team runs before people answer; `anna` has an account."""


def answer(wire: Wire, study: str) -> str:
    """Answer a study to its end; return the receipt code."""
    respondent = HttpRespondent(wire)
    respondent.start(study)
    while not respondent.at_review:
        respondent.fill_in(respondent.follow(respondent.send()))
    sent = respondent.request("POST", respondent.page, b"")
    code = re.search(r"\b[A-Z0-9]{4}(-[A-Z0-9]{4}){2}\b", sent.body.decode())
    if sent.status != 200 or code is None:
        raise RuntimeError(f"The answer was not accepted: {sent.status}")
    return code[0]


def connect(port: int, host: str, certificate: str) -> Wire:
    """Return a connection to this machine that trusts one certificate."""
    return Wire(port, host, ssl.create_default_context(cafile=certificate))


if __name__ == "__main__":
    port, host, certificate, study = sys.argv[1:]
    sys.stdout.write(answer(connect(int(port), host, certificate), study) + "\n")
