"""What other programs speak to; the address of a study is its server for them."""

from django.urls import path

from vecu.surveys import converters  # noqa: F401 - registers <file:…>
from vecu.surveys.openrosa.views import form_list, manifest, submission

app_name = "openrosa"
urlpatterns = [
    path("formList", form_list.serve_form_list, name="form-list"),
    path("forms/<int:number>.xml", form_list.serve_form, name="form"),
    path("forms/<int:number>/manifest", manifest.serve_manifest, name="manifest"),
    path("forms/<int:number>/files/<file:name>", manifest.serve_file, name="file"),
    path("submission", submission.accept_submission, name="submission"),
]
