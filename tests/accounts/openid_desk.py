"""A real OpenID Connect provider, started once, and somebody who walks through its pages.

What it is told at its desk (`server.mjs`): who exists, what it lies about, whether it answers.
"""

import json
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import requests

from vecu.accounts.openid.configuration import read_configuration

FOLDER = Path(__file__).parent / "openid_provider"
SITE = "http://testserver"
SECRET = "a client secret of thirty-two signs"
_HOPS = 12


@dataclass
class ProviderDesk:
    """Two providers, `plain` and `proconnect`, by their issuers; `address` takes what to say."""

    plain: str
    proconnect: str
    address: str
    people: dict[str, Any] = field(default_factory=dict)

    def reset(self) -> None:
        """Forget who exists, and tell no lies any more."""
        self.people = {}
        requests.delete(self.address, timeout=10)

    def tell(self, **changes: Any) -> dict[str, Any]:
        """Change what the providers do; return all that is so now."""
        answer: dict[str, Any] = requests.post(self.address, json=changes, timeout=10).json()
        return answer

    def add_person(self, name: str, **person: Any) -> None:
        """Let somebody sign in there: `claims`, `acr`, `amr`, `disabled`, a `sub` of their own."""
        self.people[name] = {"claims": {}, **person}
        self.tell(people=self.people)


@contextmanager
def run_provider() -> Iterator[ProviderDesk]:
    """Start the providers and stop them."""
    with subprocess.Popen(
        ["node", "server.mjs"],  # noqa: S607 - as `./run` finds it
        cwd=FOLDER,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as process:
        assert process.stdout is not None
        found = json.loads(process.stdout.readline() or b"{}")
        yield ProviderDesk(found["plain"], found["proconnect"], found["desk"])
        process.terminate()


def sign_in_there(
    address: str, person: str, *, browser: requests.Session | None = None, back_to: str
) -> str:
    """Follow a redirection to the provider as a browser does, be `person`, and return.

    The answer is the address, at `back_to`, to which the provider sends the browser.
    """
    browser = browser or requests.Session()
    response = browser.get(address, allow_redirects=False, timeout=10)
    for _hop in range(_HOPS):
        onward = response.headers.get("location", "")
        if onward.startswith(back_to):
            return onward
        if onward:
            onward = urljoin(response.url, onward)
            response = browser.get(onward, allow_redirects=False, timeout=10)
        elif "/interaction/" in response.url:
            answer = {"person": person}
            response = browser.post(response.url, data=answer, allow_redirects=False, timeout=10)
        else:
            raise AssertionError(f"{response.status_code} {response.url} {response.text[-600:]}")
    raise AssertionError(f"It leads round and round: {onward}")


def configure(
    settings: Any, desk: ProviderDesk, *, proconnect: str = "", site: str = SITE, **more: str
) -> None:
    """Let the laboratory know one of the two providers, and that one the laboratory.

    `proconnect` says how ProConnect signs; without it the provider is the organisation's own.
    """
    settings.OPENID = read_configuration(
        {
            "VECU_OIDC_ISSUER": desk.proconnect if proconnect else desk.plain,
            "VECU_OIDC_CLIENT_ID": f"vecu-{proconnect}" if proconnect else "vecu",
            "VECU_OIDC_CLIENT_SECRET": SECRET,
            "VECU_OIDC_NAME": "fr=le compte de la Ville;en=the City account",
            "VECU_OIDC_PROCONNECT": "true" if proconnect else "",
        }
        | more
    )
    desk.tell(callbacks=[f"{site}/openid/callback/"], goodbyes=[f"{site}/openid/signed-out/"])
