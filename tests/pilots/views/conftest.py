"""An agent's browser, and the page that it has in front of it."""

import html
import re
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from tests.fieldlog.factories import draw_pile
from tests.pilots.factories import CHECK, make_pilot_log, make_pilot_system
from vecu.credentials import LocalRateLimiter, TokenBucket
from vecu.fieldlog.models import FieldLog
from vecu.fieldlog.views import diary_session
from vecu.register.models import System
from vecu.surveys.guess_limits import CodeGuessLimiter

_HIDDEN = re.compile(r'<input type="hidden" name="([\w-]+)" value="([^"]*)">')


@dataclass
class Agent:
    """Somebody who presses buttons: what a form carries goes with each press."""

    client: Client
    address: str = CHECK
    page: Any = field(default=None)

    def paste(self, text: str, **others: str) -> HttpResponse:
        self.page = self.client.post(self.address, {"text": text, **others})
        return self.page

    def open(self, key: str) -> HttpResponse:
        self.address = f"{CHECK}{key}/"
        self.page = self.client.get(self.address)
        return self.page

    def press(self, name: str, value: str = "yes", **changed: str) -> HttpResponse:
        self.page = self.client.post(self.address, {**self.fields, name: value, **changed})
        return self.page

    @property
    def fields(self) -> dict[str, str]:
        """The hidden fields of the page."""
        return {name: html.unescape(value) for name, value in _HIDDEN.findall(self.text)}

    @property
    def text(self) -> str:
        return self.page.content.decode()

    def reads(self, words: str) -> bool:
        """Whether somebody reads these words on the page."""
        shown = re.sub(r"<[^>]+>", "", self.text)
        return words in " ".join(html.unescape(shown).split())


@pytest.fixture
def system() -> System:
    return make_pilot_system()


@pytest.fixture
def log(system) -> FieldLog:
    return make_pilot_log(system)


@pytest.fixture
def codes(log) -> list[str]:
    return draw_pile(log)


@pytest.fixture
def visitor(client, system) -> Agent:
    """Anybody."""
    return Agent(client)


@pytest.fixture
def agent(client, codes) -> Agent:
    """Somebody who has entered a diary code."""
    client.post(CHECK, {"text": "", "code": codes[0], "enter": "yes"})
    return Agent(client)


@pytest.fixture(autouse=True)
def limiter(monkeypatch):
    """Wrong codes of one test do not slow another, and no test sleeps."""
    fresh = CodeGuessLimiter(LocalRateLimiter(TokenBucket(allowed=3)), sleep=lambda _seconds: None)
    monkeypatch.setattr(diary_session, "guesses", fresh)
