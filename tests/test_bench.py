"""Each benchmark runs at its smallest size, and its docstring says what its figures are."""

import ast
import json
import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from pathlib import Path

import pytest

from bench._laboratory import SHARED, laboratory
from tests.__main__ import BYTECODE, ONE_THREAD

BENCH = Path(__file__).parents[1] / "bench"
NAMES = sorted(path.stem for path in BENCH.glob("[!_]*.py"))


@pytest.fixture(scope="module")
def results(tmp_path_factory) -> dict[str, subprocess.CompletedProcess[str]]:
    """Run all benchmarks; one laboratory, which starts beside the others, serves the rest."""
    alone = {"XDG_CACHE_HOME": str(tmp_path_factory.mktemp("cache")), **ONE_THREAD, **BYTECODE}
    with ThreadPoolExecutor(3) as pool:
        begun = {
            name: pool.submit(run, name, alone) for name in NAMES if not needs_laboratory(name)
        }
        with laboratory(None, "--workers", "1", "--no-work") as lab:
            shared = {**alone, SHARED: json.dumps(asdict(lab))}
            begun |= {name: pool.submit(run, name, shared) for name in set(NAMES) - set(begun)}
            return {name: each.result() for name, each in begun.items()}


def needs_laboratory(name: str) -> bool:
    return "bench._laboratory" in (BENCH / f"{name}.py").read_text()


def run(name: str, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", f"bench.{name}", "--smallest"],
        cwd=BENCH.parent,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("name", NAMES)
def test_a_benchmark_runs_and_its_docstring_names_each_figure(name, results):
    """What is in backticks and could be a name is a key of the JSON on the last line."""
    docstring = ast.get_docstring(ast.parse((BENCH / f"{name}.py").read_text())) or ""

    assert results[name].returncode == 0, results[name].stderr
    last = results[name].stdout.splitlines()[-1]
    json.loads(last)
    assert set(re.findall(r'"([a-z]\w*)":', last)) == set(re.findall(r"`([a-z]\w*)`", docstring))
