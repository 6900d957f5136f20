"""What a release is made of is listed as it is, and its signature shows any change."""

import json
import subprocess
import zipfile

import pytest

from tests.distribution.__main__ import build, find_obstacle
from tests.distribution.licences import PAGE, build_page
from tests.distribution.requirements import ROOT, PinnedPackage, iter_packages
from tests.distribution.sbom import build_sbom
from tests.distribution.signature import sign, verify, write_sums


def test_the_page_of_licences_says_what_the_packages_say_of_themselves():
    assert PAGE.read_text("utf-8") == build_page(), "run python -m tests.distribution.licences"


def test_the_bill_lists_each_pinned_package_once_with_all_its_hashes():
    """Counted in the list by other means than those that read it."""
    text = (ROOT / "requirements.txt").read_text("utf-8")
    bill = json.loads(build_sbom("1.0.0", iter_packages()))
    hashes = [
        each["content"]
        for component in bill["components"]
        for each in component["externalReferences"][0]["hashes"]
    ]

    assert len(bill["components"]) == sum("==" in line for line in text.splitlines())
    assert len({each["bom-ref"] for each in bill["components"]}) == len(bill["components"])
    assert len(hashes) == text.count("--hash=sha256:")


def test_the_same_packages_give_the_same_bill_and_others_another():
    one = [PinnedPackage("a", "1", ("0" * 64,))]
    other = [PinnedPackage("a", "1", ("1" * 64,))]

    assert build_sbom("1.0.0", one) == build_sbom("1.0.0", one) != build_sbom("1.0.0", other)


@pytest.fixture
def signed(tmp_path):
    """A release of one file, and the key that signed it."""
    folder, key = tmp_path / "dist", tmp_path / "key"
    folder.mkdir()
    (folder / "vecu.whl").write_bytes(b"the program")
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(key)], check=True)
    write_sums(folder)
    sign(folder, key)
    return folder


def test_a_release_is_verified_by_the_key_that_signed_it(signed):
    assert verify(signed, signed / "allowed_signers")


@pytest.mark.parametrize("change", ["file", "sums", "signature", "signer"])
def test_a_release_that_was_changed_is_refused(signed, tmp_path, change):
    signers = signed / "allowed_signers"
    if change == "file":
        (signed / "vecu.whl").write_bytes(b"another program")
    elif change == "sums":  # the file and its checksum, by somebody without the key
        (signed / "vecu.whl").write_bytes(b"another program")
        write_sums(signed)
    elif change == "signature":
        (signed / "SHA256SUMS.sig").write_text("-----BEGIN SSH SIGNATURE-----\n")
    else:
        other = tmp_path / "other"
        subprocess.run(
            ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(other)], check=True
        )
        sign(signed, other)  # which writes its own allowed_signers
        signers = tmp_path / "trusted"
        public = (tmp_path / "key.pub").read_text()
        signers.write_text(f'releases@vecu namespaces="vecu-release" {public}')

    assert not verify(signed, signers)


@pytest.mark.parametrize(
    ("version", "address", "changes", "obstacle"),
    [
        ("1.0.0", "https://code.org/vecu.git", "", ""),
        ("1.0.0", "https://code.org/vecu.git", " M run", "not committed"),
        ("1.0.0a1", "https://code.org/vecu.git", "", "no version of a release"),
        ("1.0.0", "https://vecu.example/vecu.git", "", "no public address"),
    ],
)
def test_a_release_is_made_only_of_a_commit_that_can_be_one(version, address, changes, obstacle):
    found = find_obstacle(version, address, changes)

    assert obstacle in found
    assert bool(found) == bool(obstacle)


@pytest.mark.slow
def test_two_builds_of_a_commit_are_the_same_and_their_bill_follows_its_schema(tmp_path):
    """The schema is checked by CycloneDX's own library, in an environment of its own."""
    folders = [tmp_path / "one", tmp_path / "two"]
    for folder in folders:
        folder.mkdir()
        clone = tmp_path / f"clone-{folder.name}"
        subprocess.run(["git", "clone", "-q", str(ROOT), str(clone)], check=True)
        build(clone, folder)
    one, two = ({each.name: each.read_bytes() for each in folder.iterdir()} for folder in folders)

    assert one == two
    assert sorted(name.rpartition(".")[2] for name in one) == ["gz", "json", "whl"]
    wheel = next(folders[0].glob("*.whl"))
    assert "vecu/__init__.py" in zipfile.ZipFile(wheel).namelist()

    subprocess.run(["python3", "-m", "venv", str(tmp_path / "env")], check=True)
    pip = [str(tmp_path / "env/bin/pip"), "install", "-q", "cyclonedx-python-lib[json-validation]"]
    subprocess.run(pip, check=True)
    script = (
        "import sys; from cyclonedx.validation.json import JsonStrictValidator as V; "
        "from cyclonedx.schema import SchemaVersion as S; "
        "print(V(S.V1_6).validate_str(open(sys.argv[1]).read()))"
    )
    bill = next(folders[0].glob("*.cdx.json"))
    found = subprocess.run(
        [str(tmp_path / "env/bin/python"), "-c", script, str(bill)],
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    assert found.stdout.strip() == "None"
