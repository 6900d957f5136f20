"""Limits shared by the processes of a server, and its address."""

import os
import socket
from importlib import import_module

import pytest
from click.testing import CliRunner
from django.conf import settings
from granian import cli

from vecu.site.commands import demo, serve
from vecu.site.commands.serve import Address, run_server

SERVE_MODULE = import_module("vecu.site.commands.serve")
"""The module, whose name in its package is that of the command."""
DRAWN = ("VECU_PROCESSES", "VECU_THREADS", "VECU_SERVER")


def test_the_processes_know_how_many_they_are(monkeypatch):
    monkeypatch.setattr(settings, "PROCESSES", 1)
    monkeypatch.setattr(settings, "THREADS", 1)
    monkeypatch.setattr(cli, "cli", lambda arguments, **_: None)
    for name in DRAWN:
        monkeypatch.delenv(name, raising=False)

    run_server(Address("127.0.0.1", 8000), threads=2, workers=3)

    assert os.environ["VECU_PROCESSES"] == "3"
    assert (settings.PROCESSES, settings.THREADS) == (3, 2)
    for name in DRAWN:
        os.environ.pop(name)


@pytest.fixture
def served(monkeypatch):
    """The addresses at which `vecu serve` would have listened; nothing is prepared or served."""
    addresses = []
    monkeypatch.setattr(SERVE_MODULE, "make_ready", lambda: None)
    monkeypatch.setattr(
        SERVE_MODULE, "run_server", lambda address, *_, **__: addresses.append(address)
    )
    return addresses


def run_serve(address):
    return CliRunner().invoke(serve, ["--address", address])


@pytest.mark.parametrize(
    ("typed", "host", "shown"),
    [
        ("127.0.0.1:{}", "127.0.0.1", "127.0.0.1:{}"),
        ("localhost:{}", "127.0.0.1", "127.0.0.1:{}"),
        ("[::1]:{}", "::1", "[::1]:{}"),
        (":{}", "127.0.0.1", "127.0.0.1:{}"),
        ("{}", "127.0.0.1", "127.0.0.1:{}"),
    ],
)
def test_an_address_is_a_host_by_name_or_number_and_a_port(served, typed, host, shown):
    with socket.create_server(("127.0.0.1", 0)) as lent:
        port = lent.getsockname()[1]

    assert run_serve(typed.format(port)).exit_code == 0
    (address,) = served
    assert (address.host, address.port, str(address)) == (host, port, shown.format(port))


def test_a_server_never_offers_the_tour_of_the_demonstration(served, monkeypatch):
    monkeypatch.setenv("VECU_TOUR", "open")
    with socket.create_server(("127.0.0.1", 0)) as lent:
        port = lent.getsockname()[1]

    assert run_serve(f"127.0.0.1:{port}").exit_code == 0
    assert "VECU_TOUR" not in os.environ


@pytest.mark.parametrize(
    "typed", ["foo", "localhost:99999", "localhost:0", "localhost:-1", "localhost:١", "", "a b:80"]
)
def test_what_is_no_address_is_refused_in_a_sentence(served, typed):
    refused = run_serve(typed)

    assert refused.exit_code == 2
    assert "127.0.0.1:8" in refused.output
    assert "Traceback" not in refused.output
    assert not served


@pytest.mark.parametrize("shared", [False, True], ids=["another program", "another Vécu"])
def test_a_port_that_is_taken_is_reported_before_anything_is_prepared_or_a_password_drawn(
    monkeypatch, shared
):
    monkeypatch.setattr(SERVE_MODULE, "make_ready", pytest.fail)
    monkeypatch.setattr(import_module("vecu.site.commands.demo"), "make_ready", pytest.fail)
    with socket.socket() as taken:
        if shared:  # as Vécu's own server listens, with a process beside another
            taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        address = f"127.0.0.1:{taken.getsockname()[1]}"
        for command in (serve, demo):
            refused = CliRunner().invoke(command, ["--address", address])
            assert refused.exit_code == 2
            assert "another program listens there already" in refused.output
            assert "--address 127.0.0.1:8001" in refused.output


def test_an_address_of_another_machine_is_reported(served):
    refused = run_serve("192.0.2.1:8000")  # kept for documents by RFC 5737: nobody has it

    assert refused.exit_code == 2
    assert "this machine has no such address" in refused.output
