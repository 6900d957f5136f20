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

FOLDER = Path(__file__).parent / "openid_provider"
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
