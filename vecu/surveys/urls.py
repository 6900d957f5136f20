"""The addresses of inquiries: first those of the people who answer, then those of the staff."""

from django.urls import URLPattern, path, register_converter
from django.urls.converters import StringConverter

from vecu.surveys.views import (
    authoring,
    cards,
    client_files,
    codes,
    entering,
    library,
    media,
    previewing,
    relays,
    stories,
    studies,
    submitting,
    versions,
)
from vecu.surveys.views import openrosa as clients
from vecu.surveys.views import respondents as taking

app_name = "surveys"


class FileName(StringConverter):
    """The name of a file, which holds no NUL: PostgreSQL does not even look for one with it."""

    regex = r"[^/\x00]+"


register_converter(FileName, "file")

respondents: list[URLPattern] = [
    path("", taking.home, name="home"),
    path("card/", entering.any_card, name="any-card"),
    path("take/<slug:slug>/", taking.welcome, name="welcome"),
    path("take/<slug:slug>/by/<slug:relay>/", taking.welcome, name="by"),
    path("take/<slug:slug>/card/", entering.card, name="card"),
    path("take/<slug:slug>/q/<str:key>/", taking.question, name="question"),
    path("take/<slug:slug>/media/<uuid:version>/<file:name>", media.media, name="media"),
    path("take/<slug:slug>/review/", taking.review, name="review"),
    path("take/<slug:slug>/save/", codes.save, name="save"),
    path("take/<slug:slug>/resume/", codes.resume, name="resume"),
    path("take/<slug:slug>/leave/", codes.leave, name="leave"),
    path("take/<slug:slug>/mine/", codes.mine, name="mine"),
]

staff: list[URLPattern] = [
    path("studies/", studies.studies, name="studies"),
    path("studies/new/", authoring.begin, name="begin"),
    path("studies/library/", library.library, name="library"),
    path("studies/<slug:slug>/", studies.overview, name="study"),
    path("studies/<slug:slug>/state/", studies.change_state, name="state"),
    path("studies/<slug:slug>/about/", authoring.about, name="about"),
    path("studies/<slug:slug>/preview/", previewing.preview, name="preview"),
    path("studies/<slug:slug>/preview/<int:number>/", previewing.preview, name="preview-version"),
    path("studies/<slug:slug>/questionnaire/", versions.questionnaire, name="questionnaire"),
    path(
        "studies/<slug:slug>/questionnaire/<int:number>/",
        versions.differences,
        name="differences",
    ),
    path(
        "studies/<slug:slug>/questionnaire/<int:number>/workbook/",
        versions.workbook,
        name="workbook",
    ),
    path("studies/<slug:slug>/questionnaire/<int:number>/files/", versions.bundle, name="bundle"),
    path(
        "studies/<slug:slug>/questionnaire/<int:number>/files/<file:name>",
        versions.attachment,
        name="attachment",
    ),
    path("studies/<slug:slug>/stories/", stories.people, name="people"),
    path("studies/<slug:slug>/stories/<uuid:answer_id>/", stories.person, name="person"),
    path("studies/<slug:slug>/stories/<uuid:answer_id>/<file:name>", stories.file, name="file"),
    path("studies/<slug:slug>/figures/", stories.figures, name="figures"),
    path("studies/<slug:slug>/completion/", stories.completed, name="completion"),
    path("studies/<slug:slug>/relays/", relays.ways_in, name="relays"),
    path("studies/<slug:slug>/poster/", relays.poster, name="poster"),
    path("studies/<slug:slug>/relays/<slug:relay>/", relays.relay, name="relay"),
    path("studies/<slug:slug>/relays/<slug:relay>/remove/", relays.remove, name="remove-relay"),
    path("studies/<slug:slug>/cards/draw/", cards.draw, name="draw-cards"),
    path("studies/<slug:slug>/cards/revoke/", cards.revoke, name="revoke-cards"),
    path("studies/<slug:slug>/members/", studies.members, name="members"),
    path("studies/<slug:slug>/members/remove/", studies.remove_member, name="remove-member"),
    path("studies/<slug:slug>/audit/", studies.audit, name="audit"),
]

openrosa: list[URLPattern] = [
    path("formList", clients.form_list, name="form-list"),
    path("forms/<int:number>.xml", clients.form, name="form"),
    path("forms/<int:number>/manifest", client_files.manifest, name="manifest"),
    path("forms/<int:number>/files/<file:name>", client_files.file, name="file"),
    path("submission", submitting.submission, name="submission"),
]
"""What other programs speak to; the address of a study is its server for them."""

urlpatterns = [*respondents, *staff]
