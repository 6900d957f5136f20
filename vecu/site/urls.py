"""All URLs: those of pages begin with a language."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from vecu.site import views

urlpatterns = [
    *i18n_patterns(
        path("", include("vecu.surveys.urls")),
        path("", include("vecu.ui.urls")),
        path("", include("vecu.accounts.urls")),
        path("", include("vecu.accounts.factor_urls")),
        path("", include("vecu.casestudies.urls")),
        path("", include("vecu.coding.urls")),
        path("", include("vecu.datasets.urls")),
        path("", include("vecu.dialogue.urls")),
        path("", include("vecu.fieldlog.urls")),
        path("", include("vecu.demonstrators.urls")),
        path("", include("vecu.groups.urls")),
        path("", include("vecu.pilots.urls")),
        path("", include("vecu.recommendations.urls")),
        path("", include("vecu.register.urls")),
        path("", include("vecu.replies.urls")),
        path("", include("vecu.safeguards.urls")),
        path("", include("vecu.reports.urls")),
        path("", include("vecu.site.tour.urls")),
    ),
    path("openrosa/<slug:slug>/", include("vecu.surveys.openrosa.urls")),
    path("", include("vecu.accounts.openid_urls")),
    path("log/", include("vecu.fieldlog.event_urls")),
    path("", views.redirect_to_language),
    path("<path:rest>", views.redirect_to_language),
]
handler400 = views.bad_request
handler403 = views.forbidden
handler404 = views.not_found
handler500 = views.failed
