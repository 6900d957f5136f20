"""Where an interviewer typed for some, each mode stands apart, and results are told back first."""

import pytest
from django.utils import timezone

from tests.surveys.calls import make_called_study
from tests.surveys.factories import make_member
from vecu.accounts.rules import Role
from vecu.datasets.release_actions import FigureRefused, freeze_extract, release
from vecu.datasets.release_figures import get_count_figure
from vecu.datasets.release_queries import get_counts, list_offers, list_released
from vecu.datasets.releases.planning import FigureRequest
from vecu.surveys.models import Answer, Study
from vecu.surveys.rules import Mode

pytestmark = [pytest.mark.django_db, pytest.mark.data]
FREE = "/data/free"
PEOPLE = {
    Mode.OPEN: {"yes": 25, "no": 25},
    Mode.TELEPHONE: {"yes": 40, "no": 0},
    Mode.INTERPRETER: {"yes": 0, "no": 30},
    Mode.PAPER: {"yes": 3, "no": 2},
}
"""How many said what in which mode: one who adds them up reads that half could say no."""


@pytest.fixture
def study() -> Study:
    """A study that 125 people answered in four modes."""
    made = make_called_study()
    fieldings = {each.mode: each for each in made.fieldings.all()}
    Answer.objects.bulk_create(
        Answer(
            fielding=fieldings[mode],
            day=timezone.localdate(),
            language="fr",
            values={"explained": "no", "free": name},
        )
        for mode, counts in PEOPLE.items()
        for name, count in counts.items()
        for _person in range(count)
    )
    return made


def freeze(study: Study):
    return freeze_extract(study, ["/data/explained"], by="ana", now=timezone.now())


def test_no_figure_adds_the_modes_up_and_a_mode_of_few_shows_nothing(study):
    extract = freeze(study)
    table = get_counts(extract).tables[FREE, "mode"]
    columns = [each.name for each in get_counts(extract).breakdowns["mode"].columns]

    assert {each.breakdown for each in list_offers(extract)} == {"mode"}
    assert columns == ["open", "telephone", "interpreter", "paper"]
    for index, mode in enumerate(PEOPLE):
        for row, name in enumerate(("yes", "no")):
            true, shown = PEOPLE[mode][name], table.rows[row][index]
            assert shown == 10 if true <= 3 else abs(shown - true) <= 8  # noise 6, rounding 2
    with pytest.raises(FigureRefused):
        release(extract.scope, [FigureRequest(FREE)], group="G", by="ana", now=timezone.now())


def test_a_release_asks_whether_results_went_back_and_everybody_reads_it(client, study):
    freeze(study)
    client.force_login(make_member("rosa", study, Role.RESEARCHER))
    offers = client.get("/en/studies/help/releases/new/").context["groups"]
    free = next(
        each.number
        for group in offers
        for each in group.choices
        if each.label == "Could you say no?"
    )
    query = {
        "wave": 1,
        "counted": client.get("/en/studies/help/releases/new/").context["counted"],
        "item": free,
    }
    preview = client.get("/en/studies/help/releases/new/preview/", query)
    typed = {"wave": 1, "seen": preview.context["seen"], "group": "The association"}
    address = preview.wsgi_request.get_full_path()

    refused = client.post(address, typed)
    assert refused.status_code == 422
    assert "or tick that they were not" in refused.text
    assert not list_released(study.scope)
    assert client.post(address, {**typed, "untold": "yes"}).status_code == 302
    assert "not been told back yet" in get_count_figure(list_released(study.scope)[0], "en").origin

    told = "/en/studies/help/releases/1/told/"
    assert client.post(told, {"day": "1/1/2020", "speaker": "Mme Diallo"}).status_code == 422
    today = f"{timezone.localdate():%d/%m/%Y}"
    assert client.post(told, {"day": today, "speaker": "Mme Diallo"}).status_code == 302
    origin = get_count_figure(list_released(study.scope)[0], "en").origin
    assert "by: Mme Diallo." in origin
    assert "telephone through an interpreter" in origin
    assert "Mme Diallo" in client.get("/en/studies/help/releases/").text
