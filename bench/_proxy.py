"""The proxy of the container, without its container, before a laboratory that is measured."""

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from bench._laboratory import Laboratory, wait_for
from tests.postgres import free_port

DEPLOY = Path(__file__).parents[1] / "deploy"
CERTIFICATE = (
    "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -addext "
    "subjectAltName=DNS:localhost -keyout key.pem -out certificate.pem"
)


def has_proxy() -> bool:
    return shutil.which("nginx") is not None


@contextmanager
def proxied(lab: Laboratory) -> Iterator[Laboratory]:
    """Yield the same laboratory, reached by nginx with the configuration of the image."""
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="vecu-proxy-") as folder:
        Path(folder).chmod(0o755)  # nginx gives up root
        subprocess.run(CERTIFICATE.split(), cwd=folder, check=True, capture_output=True)
        changes = {
            "/tmp/": f"{folder}/",  # noqa: S108 - of the container
            "web:8000": f"127.0.0.1:{lab.port}",
            "listen 8443": f"listen 127.0.0.1:{port}",
            "listen 8080": f"listen 127.0.0.1:{free_port()}",
            "/run/secrets/certificate_key": f"{folder}/key.pem",
            "/run/secrets/certificate": f"{folder}/certificate.pem",
            "snippets/": f"{DEPLOY}/nginx/",
        }
        configuration = (DEPLOY / "image/nginx.conf").read_text()
        for before, after in changes.items():
            configuration = configuration.replace(before, after)
        Path(folder, "nginx.conf").write_text(configuration)
        command = ["nginx", "-c", f"{folder}/nginx.conf", "-g", "daemon off;"]
        with subprocess.Popen(command) as nginx:
            try:
                wait_for(port)
                yield replace(lab, port=port, certificate=f"{folder}/certificate.pem")
            finally:
                nginx.terminate()
