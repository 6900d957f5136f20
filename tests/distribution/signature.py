"""Checksums of a release and their signature, by OpenSSH, which every Debian has."""

import subprocess
from hashlib import sha256
from pathlib import Path

NAMESPACE = "vecu-release"
SIGNER = "releases@vecu"
SUMS, SIGNATURE, SIGNERS = "SHA256SUMS", "SHA256SUMS.sig", "allowed_signers"


def write_sums(folder: Path) -> Path:
    """List the SHA-256 of every file of a folder, as `sha256sum --check` reads it."""
    files = sorted(each for each in folder.iterdir() if each.name not in {SUMS, SIGNATURE, SIGNERS})
    lines = (f"{sha256(each.read_bytes()).hexdigest()}  {each.name}\n" for each in files)
    (folder / SUMS).write_text("".join(lines), "utf-8")
    return folder / SUMS


def sign(folder: Path, key: Path) -> None:
    """Sign the checksums; leave the public key beside them, which proves nothing by itself."""
    command = ["ssh-keygen", "-q", "-Y", "sign", "-f", str(key), "-n", NAMESPACE, SUMS]
    (folder / SIGNATURE).unlink(missing_ok=True)
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    public = key.with_name(f"{key.name}.pub").read_text("utf-8").split()[:2]
    line = f'{SIGNER} namespaces="{NAMESPACE}" {" ".join(public)}\n'
    (folder / SIGNERS).write_text(line, "utf-8")


def verify(folder: Path, signers: Path) -> bool:
    """Return whether a signer signed the checksums, and every file is what they say."""
    command = [
        *("ssh-keygen", "-q", "-Y", "verify", "-f", str(signers), "-I", SIGNER),
        *("-n", NAMESPACE, "-s", SIGNATURE),
    ]
    with (folder / SUMS).open("rb") as sums:
        signed = subprocess.run(command, cwd=folder, stdin=sums, capture_output=True, check=False)
    check = ["sha256sum", "--check", "--strict", "--quiet", SUMS]
    same = subprocess.run(check, cwd=folder, capture_output=True, check=False)
    return signed.returncode == 0 and same.returncode == 0
