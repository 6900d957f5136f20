"""`./run bench operations`: what a server adds, and how soon it is there.

`sqlite` and `postgres` each have submissions a second as `bench collect` counts them, 8 at once:
`direct_per_s` to the server, `proxied_per_s` through nginx with TLS and the configuration of the
image, both in turns, and the second as a share of the first, `proxied_share`. `sign_ins_per_s` are
passwords given, 8 at once, each to its own account, answered by a redirection, and tried again by
whoever finds sign-in busy; `hashes_per_s` is what one processor would do if there were nothing but
the hash of a password.

`image_first_start_s` is from `podman run` with an empty volume, on SQLite, to the first ok of the
health address: it migrates. `image_start_s` is that of the next start. `help_cpu_s` is the
processor time of `vecu --help`, `python_cpu_s` that of a Python that only imports Django, the
least of five. Null: nginx, or an image that `docker compose build` made, is not on this machine.
"""

import resource
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from urllib.parse import urlencode

from bench._benchmark import SMALLEST, report, say, size
from bench._image import has_image, running_image
from bench._laboratory import DATABASES, Laboratory, laboratory_on
from bench._proxy import has_proxy, proxied
from bench.collect import per_second, small, workbook

CONNECTIONS, TURNS, SIGN_INS, TRIES = 8, *size((3, 40, 5), (1, 2, 1))
BUSY, MOST_TRIES, PAUSE_S = 503, 100, 0.2
PASSWORD = "gradient zebra kiosk 41"  # noqa: S105 - of invented people


def compare_proxy(lab: Laboratory) -> dict[str, object]:
    """Send with and without the proxy, in turns; return the sums."""
    form, direct, through = replace(small(), name="proxied"), [], []
    lab.call("_studies.open_study", form.name, workbook(form.name, form.rows))
    if SMALLEST or not has_proxy():
        speed, _p99 = per_second(lab, form, CONNECTIONS)
        return {"direct_per_s": speed, "proxied_per_s": None, "proxied_share": None}
    with proxied(lab) as behind:
        for turn in range(TURNS):
            say(f"Turn {turn + 1} of {TURNS}, with and without the proxy")
            direct.append(per_second(lab, form, CONNECTIONS)[0])
            through.append(per_second(behind, form, CONNECTIONS)[0])
    share = round(sum(through) / sum(direct), 2)
    return {
        "direct_per_s": round(sum(direct) / TURNS),
        "proxied_per_s": round(sum(through) / TURNS),
        "proxied_share": share,
    }


def sign_in(lab: Laboratory, account: str) -> None:
    """Give the password, again after a pause where the server has too many sign-ins at once."""
    for _try in range(MOST_TRIES):
        response = lab.connect().request(
            "POST",
            "/en/sign-in/",
            {"Content-Type": "application/x-www-form-urlencoded"},
            urlencode({"account": account, "password": PASSWORD}).encode(),
        )
        if response.status != BUSY:
            break
        time.sleep(PAUSE_S)
    assert response.status == 302, (response.status, response.body[:1000])


def count_sign_ins(lab: Laboratory) -> dict[str, object]:
    say(f"{SIGN_INS} sign-ins")
    lab.call("_operations.add_members", SIGN_INS, PASSWORD)
    before = time.perf_counter()
    with ThreadPoolExecutor(min(CONNECTIONS, SIGN_INS)) as pool:
        list(pool.map(lambda number: sign_in(lab, f"agent{number}"), range(SIGN_INS)))
    speed = SIGN_INS / (time.perf_counter() - before)
    alone = 1 / float(lab.call("_operations.time_hash", PASSWORD))
    return {"sign_ins_per_s": round(speed, 1), "hashes_per_s": round(alone, 1)}


def processor_seconds(*arguments: str) -> float:
    """Return the least processor time of several runs of Python."""
    spent = []
    for _try in range(TRIES):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        command = [sys.executable, *arguments]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        spent.append(after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime)
    return round(min(spent), 2)


def main() -> None:
    result: dict[str, object] = {"postgres": None}
    for name in DATABASES:
        say(name)
        with laboratory_on(name) as lab:
            result[name] = compare_proxy(lab) | count_sign_ins(lab)
    result |= {"image_first_start_s": None, "image_start_s": None}
    if not SMALLEST and has_image():
        say("The image starts, twice")
        with running_image() as (first, again):
            result |= {"image_first_start_s": round(first, 1), "image_start_s": round(again, 1)}
    result["help_cpu_s"] = processor_seconds("-m", "vecu.site.cli", "--help")
    result["python_cpu_s"] = processor_seconds("-c", "import django; django.setup")
    report(result)


if __name__ == "__main__":
    main()
