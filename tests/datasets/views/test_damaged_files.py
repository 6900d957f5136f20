"""A file that crashes its reader, or asks for too much, is answered with a sentence.

The files are .sav files of which some bytes were changed at random, named by the seed
(`python -m bench.mutate_files` makes such); each ends a process that reads it by pyreadstat 1.3.7.
"""

import gzip
import io
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import Workbook

from tests.datasets.views.test_importing import ada, address, send, uploaded  # noqa: F401
from vecu import statistical_files
from vecu.accounts.actions import create_member
from vecu.bounded_process import ChildExceededLimits, ChildrenBusy
from vecu.datasets.models import Upload
from vecu.site.cli import PlainErrors
from vecu.site.commands.estimate import estimate
from vecu.surveys.queries import Study

pytestmark = [pytest.mark.data, pytest.mark.django_db]
DAMAGED = sorted((Path(__file__).parents[1] / "importing/damaged_files").glob("*.sav.gz"))
READ = "import sys, pyreadstat; pyreadstat.read_sav(sys.argv[1])"


def damaged(file: Path = DAMAGED[0]) -> bytes:
    return gzip.decompress(file.read_bytes())


def test_such_a_file_ends_the_process_that_reads_it(tmp_path: Path) -> None:
    """Otherwise the files here say nothing, and a newer reader deserves newer ones."""
    (tmp_path / "file.sav").write_bytes(damaged())
    ended = subprocess.run([sys.executable, "-c", READ, str(tmp_path / "file.sav")], check=False)
    assert ended.returncode == -signal.SIGSEGV


@pytest.mark.parametrize("file", DAMAGED, ids=lambda file: file.name)
def test_a_file_that_crashes_its_reader_is_refused_and_the_server_lives(
    ada: Client,  # noqa: F811
    file: Path,
) -> None:
    response = send(ada, damaged(file), "answers.sav")
    assert response.status_code == 422
    assert "it is damaged or of an unknown version" in response.text
    assert not Upload.objects.exists()


def test_no_study_begins_with_such_a_file(db: None) -> None:
    client = Client(headers={"accept-language": "fr"})
    client.force_login(create_member("eve", "a long pass phrase of ours", may_create_studies=True))
    file = SimpleUploadedFile("answers.sav", damaged())
    begin = reverse("datasets:begin").replace("/en/", "/fr/")
    response = client.post(begin, {"file": file, "wording": "en"})
    assert response.status_code == 422
    assert "il est endommagé" in response.text
    assert not Upload.objects.exists()


def test_no_estimate_is_made_of_such_a_file(tmp_path: Path) -> None:
    (tmp_path / "file.sav").write_bytes(damaged())
    group = PlainErrors("vecu", commands=[estimate])
    found = CliRunner().invoke(group, ["estimate", str(tmp_path / "file.sav"), "--mean", "q1"])
    assert found.exit_code == 2
    assert "file.sav: the file is damaged" in found.output


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (ChildExceededLimits, "takes too much time or memory"),
        (ChildrenBusy, "Upload yours again in a minute"),
    ],
)
def test_a_file_that_takes_too_much_or_comes_when_all_read_is_refused_with_what_to_do(
    ada: Client,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
    error: type[Exception],
    sentence: str,
) -> None:
    def fail(*_what: object, **_how: object) -> None:
        raise error

    monkeypatch.setattr(statistical_files, "run_bounded", fail)
    response = send(ada, damaged(), "answers.sav")
    assert response.status_code == 422
    assert sentence in response.text


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"{}",
        b"[" * 100_000,
        b'{"names": ["a"], "rows": 1}',
        b'{"names": ["a"], "rows": 1, "formats": {"a": "F8"}, "texts": [], "widths": {"a": 8},'
        b' "labels": {"a": ""}, "value_labels": {}, "missing": {}}\n[[[1]]]\nnull\n',
        b'{"names": ["a"], "rows": 1, "formats": {"a": "F8"}, "texts": ["a"], "widths": {"a": 8},'
        b' "labels": {"a": ""}, "value_labels": {}, "missing": {"a": [["x", 1]]}}\n[["x"]]\nnull\n',
    ],
)
def test_what_a_child_answers_is_believed_no_more_than_the_file(
    ada: Client,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
    line: bytes,
) -> None:
    monkeypatch.setattr(statistical_files, "run_bounded", lambda *_, **__: io.BytesIO(line))
    response = send(ada, damaged(), "answers.sav")
    assert response.status_code == 422


def test_a_file_that_cannot_be_read_a_second_time_is_explained(
    ada: Client,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
    study: Study,
) -> None:
    mapping, _check = uploaded(ada)
    Upload.objects.update(content=damaged())
    response = ada.get(mapping)
    assert response.status_code == 422
    assert "it is damaged" in response.text


def far_cell() -> bytes:
    """Return a workbook with two columns and two rows, and one more cell in the last corner."""
    book = Workbook()
    sheet = book.active
    sheet.append(["task", "sector"])
    sheet.append(["mails", "health"])
    sheet["XFD1048576"] = "x"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_cell_in_the_last_corner_of_a_sheet_costs_nothing(ada: Client) -> None:  # noqa: F811
    response = send(ada, far_cell(), "answers.xlsx")
    assert response.status_code == 302
    page = ada.get(response["Location"])
    assert "<td>mails</td>" in page.text
