"""A respondent made of HTTP: reads the form on a page, fills it in, presses Continue."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.client import HTTPConnection, HTTPResponse
from urllib.parse import urlencode

HEADERS = {"Accept-Encoding": "identity", "Host": "localhost"}
WORDS = "I asked it to draft the letter, then wrote it again with the family’s own words."


class Form(HTMLParser):
    """The inputs of a page: texts to write, and the first option of each choice."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.fields: dict[str, str] = {}
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        name, kind = given.get("name", ""), given.get("type", "text")
        if not name or name == "then":
            return
        if tag == "textarea" or (tag == "input" and kind == "text"):
            self.fields[name] = WORDS
        # "no" where there is one: no second story, no end to the interview otherwise.
        elif kind in {"radio", "checkbox"} and (
            name not in self.fields or given.get("value") == "no"
        ):
            self.fields[name] = given.get("value", "")


@dataclass
class Respondent:
    """One browser: a connection kept alive, and the cookie of its draft."""

    connection: HTTPConnection
    cookie: str = ""
    page: str = ""
    html: str = field(default="", repr=False)

    def request(
        self, method: str, address: str, form: dict[str, str] | None = None
    ) -> HTTPResponse:
        headers = {**HEADERS, **({"Cookie": self.cookie} if self.cookie else {})}
        if form is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        body = urlencode(form) if form is not None else None
        self.connection.request(method, address, body, headers)
        response = self.connection.getresponse()
        self.html = response.read().decode()
        return response

    def start(self, study: str) -> None:
        """Press Start and open the first page."""
        response = self.request("POST", f"/en/take/{study}/", {})
        self.cookie = response.headers["Set-Cookie"].split(";")[0]
        self.follow(response)

    def follow(self, response: HTTPResponse) -> None:
        assert response.status == 303, (response.status, self.html[:2000])
        self.page = response.headers["Location"]
        shown = self.request("GET", self.page)
        assert shown.status == 200, (shown.status, self.page)

    def press_continue(self) -> None:
        """Answer the page at hand; returns when the next one has been read."""
        self.follow(self.request("POST", self.page, Form(self.html).fields))

    @property
    def at_review(self) -> bool:
        return self.page.endswith("/review/")
