"""URLs of studies: first respondents' pages, then members' pages."""

from django.urls import URLPattern, path

from vecu.surveys import converters  # noqa: F401 - registers <file:…>
from vecu.surveys.views import (
    authoring,
    card_entry,
    cards,
    deletion,
    interview_modes,
    interviews,
    media,
    members,
    preview,
    promise_versions,
    question_library,
    relays,
    results,
    resume_and_receipt,
    studies,
    versions,
)
from vecu.surveys.views import respondent as taking

app_name = "surveys"

respondents: list[URLPattern] = [
    path("take/", taking.home, name="home"),
    path("card/", card_entry.enter_any_card, name="any-card"),
    path("take/<slug:slug>/", taking.welcome, name="welcome"),
    path("take/<slug:slug>/by/<slug:relay>/", taking.welcome, name="by"),
    path("take/<slug:slug>/card/", card_entry.enter_card, name="card"),
    path("take/<slug:slug>/q/<str:key>/", taking.question, name="question"),
    path("take/<slug:slug>/media/<uuid:version>/<file:name>", media.serve_media, name="media"),
    path("take/<slug:slug>/review/", taking.review, name="review"),
    path("take/<slug:slug>/save/", resume_and_receipt.save_for_later, name="save"),
    path("take/<slug:slug>/resume/", resume_and_receipt.resume_page, name="resume"),
    path("take/<slug:slug>/leave/", resume_and_receipt.quick_exit, name="leave"),
    path("take/<slug:slug>/mine/", resume_and_receipt.show_receipt, name="mine"),
]

staff: list[URLPattern] = [
    path("studies/", studies.list_member_studies, name="studies"),
    path("studies/new/", authoring.create_study_page, name="begin"),
    path("studies/library/", question_library.browse_library, name="library"),
    path("studies/invented/remove/", deletion.remove_fictional_page, name="remove-fictional"),
    path("studies/<slug:slug>/", studies.overview, name="study"),
    path("studies/<slug:slug>/link/", studies.show_link, name="link"),
    path("studies/<slug:slug>/danger/", studies.show_danger, name="danger"),
    path("studies/<slug:slug>/state/", studies.change_state, name="state"),
    path("studies/<slug:slug>/about/", authoring.edit_description, name="about"),
    path("studies/<slug:slug>/preview/", preview.preview_version, name="preview"),
    path(
        "studies/<slug:slug>/preview/<int:number>/", preview.preview_version, name="preview-version"
    ),
    path("studies/<slug:slug>/questionnaire/", versions.questionnaire, name="questionnaire"),
    path(
        "studies/<slug:slug>/questionnaire/<int:number>/",
        versions.show_version_diff,
        name="differences",
    ),
    path(
        "studies/<slug:slug>/questionnaire/<int:number>/workbook/",
        versions.download_workbook,
        name="workbook",
    ),
    path(
        "studies/<slug:slug>/questionnaire/<int:number>/files/",
        versions.download_bundle,
        name="bundle",
    ),
    path(
        "studies/<slug:slug>/questionnaire/<int:number>/files/<file:name>",
        versions.download_attachment,
        name="attachment",
    ),
    path("studies/<slug:slug>/stories/", results.list_respondents, name="people"),
    path("studies/<slug:slug>/stories/<uuid:answer_id>/", results.show_respondent, name="person"),
    path(
        "studies/<slug:slug>/stories/<uuid:answer_id>/delete/",
        deletion.delete_answer_page,
        name="delete-answer",
    ),
    path(
        "studies/<slug:slug>/stories/<uuid:answer_id>/<file:name>",
        results.download_file,
        name="file",
    ),
    path(
        "studies/<slug:slug>/promise/<int:number>/", promise_versions.show_promise, name="promise"
    ),
    path("studies/<slug:slug>/interviews/", interview_modes.show_modes, name="interviews"),
    path("studies/<slug:slug>/statement/", interview_modes.write_statement_page, name="statement"),
    path("studies/<slug:slug>/call-cards/", interview_modes.download_call_cards, name="call-cards"),
    path("studies/<slug:slug>/call/", interviews.conduct_interview, name="interview"),
    path("studies/<slug:slug>/figures/", results.show_figures, name="figures"),
    path("studies/<slug:slug>/completion/", results.show_completion, name="completion"),
    path("studies/<slug:slug>/relays/", relays.list_relays, name="relays"),
    path("studies/<slug:slug>/poster/", relays.download_poster, name="poster"),
    path("studies/<slug:slug>/relays/<slug:relay>/", relays.show_relay, name="relay"),
    path(
        "studies/<slug:slug>/relays/<slug:relay>/remove/",
        relays.remove_relay_page,
        name="remove-relay",
    ),
    path("studies/<slug:slug>/cards/draw/", cards.issue_batch, name="draw-cards"),
    path("studies/<slug:slug>/cards/revoke/", cards.revoke_batch, name="revoke-cards"),
    path("studies/<slug:slug>/members/", members.members, name="members"),
    path("studies/<slug:slug>/members/remove/", members.remove_member, name="remove-member"),
    path("studies/<slug:slug>/members/invite/", members.invite, name="invite"),
    path("studies/<slug:slug>/members/revoke/", members.revoke, name="revoke-link"),
    path("studies/<slug:slug>/members/link/", members.make_link, name="password-link"),
    path("studies/<slug:slug>/audit/", studies.audit, name="audit"),
    path("studies/<slug:slug>/delete/", deletion.delete_study_page, name="delete"),
]

urlpatterns = [*respondents, *staff]
