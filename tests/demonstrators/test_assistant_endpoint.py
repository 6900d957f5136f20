"""A prompt of a member leaves only once it was said what leaves, and nothing of it stays here."""

import json
import re
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from logging import DEBUG
from threading import Thread
from unittest.mock import patch

import pytest
from django.core.management import call_command

from tests.surveys.factories import make_member
from vecu.demonstrators import chat_client
from vecu.demonstrators.chat_client import (
    AssistantFailed,
    ChatEndpoint,
    is_safe_address,
    request_answer,
)
from vecu.demonstrators.prompt_form import MOST_CHARACTERS
from vecu.demonstrators.views.try_assistant import PROMPTS_PER_HOUR, prompts

PAGE = "/en/demonstrators/generative-assistant/try/"
PROMPT, KEY, ANSWER = "Write about a maple desk.", "sk-secret-key", "The desk is <b>oak</b>."
NOTHING_LISTENS = "http://127.0.0.1:9/v1"
CHAT = {"choices": [{"message": {"role": "assistant", "content": ANSWER}}]}


class Machine(BaseHTTPRequestHandler):
    """Answers as its server was told to, and remembers what it received."""

    server: "MachineServer"

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.received.append((self.path, dict(self.headers), json.loads(body)))
        status, headers, content = self.server.answer
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        for piece in content:
            self.wfile.write(piece)
            self.wfile.flush()

    def log_message(self, *_):
        """Write nothing."""


class MachineServer(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    answer = (200, {}, [json.dumps(CHAT).encode()])

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Machine)
        self.received = []

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_port}/v1"

    def handle_error(self, *_):
        """A client that went away is no error here."""


@contextmanager
def running_machine() -> Iterator[MachineServer]:
    with MachineServer() as server:
        Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        yield server
        server.shutdown()


@pytest.fixture
def machine() -> Iterator[MachineServer]:
    with running_machine() as server:
        yield server


@pytest.fixture
def endpoint(machine):
    return ChatEndpoint(machine.url, "small-model", KEY)


@pytest.fixture
def member(db, client, settings, machine):
    """A member of a laboratory that set an assistant, signed in."""
    settings.ASSISTANT_URL, settings.ASSISTANT_MODEL = machine.url, "small-model"
    settings.ASSISTANT_KEY = KEY
    prompts._tries.clear()
    client.force_login(make_member("ana"))
    return client


def send(client, prompt=PROMPT, **fields):
    return client.post(PAGE, {"prompt": prompt, "cleared": "on", **fields})


def refuse(endpoint, **limits) -> AssistantFailed:
    with pytest.raises(AssistantFailed) as caught:
        request_answer(endpoint, PROMPT, **limits)
    return caught.value


# What travels.


def test_the_words_the_model_and_the_key_are_all_that_is_sent(machine, endpoint):
    assert request_answer(endpoint, PROMPT) == ANSWER
    ((path, headers, body),) = machine.received
    assert path == "/v1/chat/completions"
    message = {"role": "user", "content": PROMPT}
    assert body == {"model": "small-model", "messages": [message], "stream": False}
    assert headers.pop("Authorization") == f"Bearer {KEY}"
    assert set(headers) == {"Host", "Accept-Encoding", "Content-Length", "Content-Type", "Accept"}


def test_no_key_is_sent_where_none_is_set(machine):
    request_answer(ChatEndpoint(machine.url, "small-model"), PROMPT)
    assert "Authorization" not in machine.received[0][1]


def test_no_proxy_of_the_environment_gets_the_words(machine, endpoint, monkeypatch):
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
        monkeypatch.setenv(name, NOTHING_LISTENS)
    assert request_answer(endpoint, PROMPT) == ANSWER


@pytest.mark.parametrize(
    ("url", "safe"),
    [
        ("https://models.example.org/v1", True),
        ("https://models.example.org:8443/v1/", True),
        ("http://127.0.0.1:11434/v1", True),
        ("http://localhost:8000", True),
        ("http://[::1]:8000/v1", True),
        ("http://models.example.org/v1", False),
        ("http://127.0.0.1.example.org/v1", False),
        ("http://localhost@models.example.org/v1", False),
        ("https://user:password@models.example.org/v1", False),
        ("https://models.example.org/v1?key=secret", False),
        ("https://models.example.org:port/v1", False),
        ("file:///etc/passwd", False),
        ("https:///v1", False),
        ("models.example.org", False),
        ("https://models..example.org/v1", False),
        (f"https://{'a' * 64}.example.org/v1", False),
        ("https://models.example.org/v1 /x", False),
        ("https://models.example.org/é", False),
        ("https://models.example.org/\r\nX: y", False),
    ],
)
def test_words_go_by_https_or_to_this_machine_itself(url, safe):
    assert is_safe_address(url) is safe


def test_nothing_is_sent_to_an_address_that_is_not_safe():
    with pytest.raises(ValueError, match="models"):
        request_answer(ChatEndpoint("http://models.example.org/v1", "m"), PROMPT)


@pytest.mark.parametrize(
    ("url", "host", "port"),
    [
        ("http://[::1]/v1", "::1", 80),
        ("https://[2001:db8::5]/v1", "2001:db8::5", 443),
        ("https://[2001:db8::5]:8443/v1", "2001:db8::5", 8443),
        ("https://models.example.org/v1", "models.example.org", 443),
    ],
)
def test_words_go_to_the_host_and_port_that_the_address_names(url, host, port):
    """The last digits of an IPv6 address are no port."""
    with patch.object(socket, "create_connection", side_effect=OSError) as connect:
        refuse(ChatEndpoint(url, "m"))
    assert connect.call_args.args[0] == (host, port)


def test_an_endless_handshake_ends():
    """A byte now and then holds a turn no longer than the whole answer may take."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = f"https://127.0.0.1:{server.getsockname()[1]}/v1"
        thread = Thread(target=shake_hands_slowly, args=(server,), daemon=True)
        thread.start()
        began = time.monotonic()
        assert "half a minute" in str(refuse(ChatEndpoint(address, "m"), seconds=0.1))
        assert time.monotonic() - began < 1
        thread.join()


def shake_hands_slowly(server):
    connected, _address = server.accept()
    with connected, suppress(OSError):
        connected.sendall(b"\x16\x03\x03\x40\x00")
        for _ in range(100):
            time.sleep(0.02)
            connected.sendall(b"\x02")


@pytest.fixture
def encrypted(machine, tmp_path):
    """The machine behind TLS, and the file of the certificate of `localhost` that it shows."""
    both = tmp_path / "both.pem"
    command = ["openssl", "req", "-x509", "-nodes", "-newkey", "ec", "-pkeyopt"]
    command += ["ec_paramgen_curve:prime256v1", "-subj", "/CN=localhost", "-keyout", str(both)]
    command += ["-addext", "subjectAltName=DNS:localhost", "-out", str(tmp_path / "it.pem")]
    subprocess.run(command, check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "it.pem", both)
    machine.socket = context.wrap_socket(machine.socket, server_side=True)
    return tmp_path / "it.pem"


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl makes the certificate")
def test_encrypted_words_go_only_to_the_name_on_a_certificate_that_is_trusted(
    machine, encrypted, monkeypatch
):
    endpoint = ChatEndpoint(f"https://localhost:{machine.server_port}/v1", "small-model", KEY)
    assert "cannot be reached" in str(refuse(endpoint))

    monkeypatch.setenv("SSL_CERT_FILE", str(encrypted))
    other_name = ChatEndpoint(f"https://127.0.0.1:{machine.server_port}/v1", "small-model", KEY)
    assert "cannot be reached" in str(refuse(other_name))
    assert not machine.received

    assert request_answer(endpoint, PROMPT) == ANSWER
    assert machine.received[0][1]["Host"] == endpoint.host


def test_the_key_stands_in_no_representation(endpoint):
    assert KEY not in repr(endpoint)


# What goes wrong, in words.


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ((401, {}, [b"{}"]), "refuses the laboratory’s key"),
        ((403, {}, [b"{}"]), "refuses the laboratory’s key"),
        ((429, {}, [b"{}"]), "accepts no more prompts for now"),
        ((500, {}, [PROMPT.encode()]), "error 500"),
        ((404, {}, [b"no such model"]), "error 404"),
        ((302, {"Location": "http://127.0.0.1:9/"}, []), "redirects to another address"),
        ((200, {}, [b"<html>Welcome</html>"]), "not a readable answer"),
        ((200, {}, [b"[" * 100_000]), "not a readable answer"),
        ((200, {}, [b'{"choices": []}']), "not a readable answer"),
        ((200, {}, [b'{"choices": [{"message": {"content": null}}]}']), "not a readable answer"),
        (
            (200, {}, [b'{"choices": [{"message": {"content": " \\u0000 "}}]}']),
            "not a readable answer",
        ),
        ((200, {}, [b"\xff\xfe\xfd"]), "not a readable answer"),
        ((200, {"Transfer-Encoding": "chunked"}, [b"-5\r\nabc\r\n0\r\n\r\n"]), "cannot be reached"),
        ((200, {}, [b"a" * (chat_client.MOST_BYTES + 1)]), "too long"),
    ],
    ids=lambda value: value if isinstance(value, str) else str(value[0]),
)
def test_what_no_answer_comes_of_is_explained(machine, endpoint, answer, words):
    machine.answer = answer
    failed = refuse(endpoint)
    assert words in str(failed)
    assert endpoint.host in failed.say("fr")
    assert PROMPT not in str(failed)
    assert failed.may_have_left


def test_a_redirection_is_not_followed(machine, endpoint):
    with running_machine() as other:
        machine.answer = (307, {"Location": f"{other.url}/chat/completions"}, [])
        refuse(endpoint)
        assert not other.received


def test_a_machine_that_is_not_there_is_unreachable():
    assert "cannot be reached" in str(refuse(ChatEndpoint(NOTHING_LISTENS, "m")))


def drip():
    """An answer of which a byte comes before each limit of a socket ends."""
    for _ in range(100):
        time.sleep(0.02)
        yield b" "


@pytest.mark.parametrize("announced", [{}, {"Content-Length": "5000"}])
def test_a_machine_that_answers_drop_by_drop_is_too_slow(machine, endpoint, announced):
    machine.answer = (200, announced, drip())
    began = time.monotonic()
    assert "half a minute" in str(refuse(endpoint, seconds=0.1))
    assert time.monotonic() - began < 1


def test_a_few_wait_at_a_time_and_others_are_sent_nowhere(machine, endpoint):
    for _ in range(chat_client.AT_ONCE):
        chat_client._turns.acquire()
    try:
        failed = refuse(endpoint)
    finally:
        chat_client._turns.release(chat_client.AT_ONCE)
    assert "Nothing was sent" in str(failed)
    assert not failed.may_have_left
    assert not machine.received
    assert request_answer(endpoint, PROMPT) == ANSWER


# The page.


@pytest.mark.django_db
def test_whoever_is_not_signed_in_is_sent_to_sign_in(client, settings, machine):
    settings.ASSISTANT_URL, settings.ASSISTANT_MODEL = machine.url, "small-model"
    for response in (client.get(PAGE), send(client)):
        assert response.status_code == 302
        assert "/sign-in/" in response["Location"]
    assert not machine.received


@pytest.mark.django_db
def test_where_nothing_is_set_there_is_a_sentence_and_no_way_to_it(client):
    client.force_login(make_member("ana"))
    for response in (client.get(PAGE), send(client)):
        assert response.status_code == 404
        assert "no assistant has been set up" in response.text
    assert PAGE not in client.get("/en/demonstrators/generative-assistant/").text


def test_a_guest_of_the_tour_sends_nothing(member, machine):
    """Their session began without a password, in an account that all guests share."""
    member.force_login(make_member("guest"), backend="vecu.site.tour.sessions.TourSessions")
    with patch("vecu.site.tour.sessions.is_offered", return_value=True):
        for response in (member.get(PAGE), send(member)):
            assert response.status_code == 404
            assert "The tour sends no words anywhere" in response.text
    assert not machine.received


def test_what_leaves_stands_before_the_form_and_opening_the_page_sends_nothing(member, machine):
    assert PAGE in member.get("/en/demonstrators/generative-assistant/").text
    page = member.get(PAGE).text
    host = machine.url.split("/")[2]
    said_first, form = page.split("<textarea")
    for words in ("What leaves the laboratory", host, "small-model", "Never write anything about"):
        assert words in said_first
    assert f"Send these words to {host}" in form
    assert KEY not in page
    assert not machine.received


def test_an_answer_is_called_a_machines_escaped_and_warned_of(member):
    page = send(member)
    assert page.status_code == 200
    assert "What a machine answered (small-model)" in page.text
    assert "The desk is &lt;b&gt;oak&lt;/b&gt;." in page.text
    assert "Any sentence of it may be invented" in page.text
    assert "no-store" in page["Cache-Control"]
    assert not re.search(r"<input[^>]* checked", page.text)


@pytest.mark.parametrize(
    "fields",
    [{"cleared": ""}, {"prompt": PROMPT + "a" * MOST_CHARACTERS}, {"prompt": " \x00 "}],
)
def test_bad_input_keeps_what_was_typed_and_sends_nothing(member, machine, fields):
    page = send(member, **fields)
    assert page.status_code == 422
    assert fields.get("prompt", PROMPT).strip(" \x00") in page.text
    assert 'role="alert"' in page.text
    assert not machine.received


def test_a_prompt_of_the_greatest_length_is_sent_whatever_its_line_breaks(member, machine):
    """2,000 characters as a browser counts them: it sends each line break as two."""
    prompt = "a\n" * (MOST_CHARACTERS // 2 - 1) + "bb"
    assert send(member, prompt.replace("\n", "\r\n")).status_code == 200
    assert machine.received[0][2]["messages"][0]["content"] == prompt


def test_an_error_of_the_machine_keeps_what_was_typed(member, machine):
    machine.answer = (401, {}, [b"{}"])
    page = send(member)
    assert page.status_code == 502
    assert PROMPT in page.text
    assert "may have arrived" in page.text


def test_an_account_asks_ten_times_at_once_then_every_six_minutes(member, machine):
    """That is what its page says; in one hour it may be twenty."""
    assert "10 at once, then one every 6 minutes" in member.get(PAGE).text
    found = [send(member).status_code for _ in range(PROMPTS_PER_HOUR + 1)]
    assert found == [200] * PROMPTS_PER_HOUR + [429]
    assert len(machine.received) == PROMPTS_PER_HOUR
    assert "in 6 minutes" in send(member).text
    with patch("vecu.demonstrators.views.try_assistant.monotonic", lambda: time.monotonic() + 361):
        assert [send(member).status_code for _ in range(2)] == [200, 429]
    member.force_login(make_member("bob"))
    assert send(member).status_code == 200


def test_nobody_notes_that_a_member_sent_a_prompt(member, machine, tmp_path):
    """Not who, not when, not how often: what is stored before is what is stored afterwards."""
    before, after = tmp_path / "before.json", tmp_path / "after.json"
    member.get(PAGE)
    call_command("dumpdata", output=str(before))
    assert send(member).status_code == 200
    call_command("dumpdata", output=str(after))
    assert machine.received
    assert after.read_text() == before.read_text()


def test_nothing_that_was_sent_or_answered_stays(member, machine, caplog, tmp_path):
    caplog.set_level(DEBUG)
    send(member)
    machine.answer = (200, {}, [b"broken"])
    send(member)
    call_command("dumpdata", output=str(tmp_path / "all.json"))
    for words in (PROMPT, "maple", ANSWER, "oak", KEY):
        assert words not in caplog.text
        assert words not in (tmp_path / "all.json").read_text()
