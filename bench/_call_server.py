"""Runs functions of `bench` inside a laboratory: `python -m bench._call_server SOCKET`.

Each runs in a fork of one process, which has loaded Django once and never opens the database. So
its time and memory are its own, and it begins at once.
"""

import json
import os
import sys
import traceback
from importlib import import_module
from socketserver import ForkingMixIn, StreamRequestHandler, UnixStreamServer

import django


class FunctionCall(StreamRequestHandler):
    """A line of JSON with a function and its arguments; answers what it returns, or its error."""

    def handle(self) -> None:
        function, arguments = json.loads(self.rfile.readline())
        module, _, name = function.partition(".")
        try:
            returned = getattr(import_module(f"bench.{module}"), name)(*arguments)
            answer = {"returned": returned}
        except Exception:
            answer = {"error": traceback.format_exc()}
        self.wfile.write(json.dumps(answer).encode())


class CallServer(ForkingMixIn, UnixStreamServer):
    request_queue_size = 128


if __name__ == "__main__":
    with CallServer(sys.argv[1], FunctionCall) as server:
        print("listening", flush=True)
        os.dup2(2, 1)  # whoever started this reads no more
        django.setup()
        import_module("bench._studies")  # which most others need
        server.serve_forever()
