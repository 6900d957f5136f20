"""URLs of accounts."""

from django.urls import path

from vecu.accounts.views import (
    handed_links,
    lost_factor,
    many_invitations,
    members,
    openid,
    own_account,
    own_sessions,
    sign_in,
    unsent_form,
)

app_name = "accounts"
urlpatterns = [
    path("sign-in/", sign_in.sign_in, name="sign-in"),
    path("sign-out/", sign_in.sign_out, name="sign-out"),
    path("sign-in/provider/", openid.sign_in_there, name="openid"),
    path("sign-in/provider/confirm/", openid.confirm_link, name="openid-confirm"),
    path("join/<str:token>/provider/", openid.join_there, name="openid-join"),
    path("new-password/<str:token>/provider/", openid.link_there, name="openid-link"),
    path("account/provider/", openid.link_own_there, name="openid-link-own"),
    path("account/confirm/provider/", openid.confirm_there, name="openid-again"),
    path("join/<str:token>/", handed_links.join, name="join"),
    path("new-password/<str:token>/", handed_links.choose_password, name="choose-password"),
    path("account/", own_account.own_account, name="own-account"),
    path("account/sessions/", own_sessions.own_sessions, name="own-sessions"),
    path("account/sessions/end/", own_sessions.end_session, name="end-session"),
    path("account/sessions/end-others/", own_sessions.end_others, name="end-other-sessions"),
    path("account/unsent/", unsent_form.unsent_form, name="unsent-form"),
    path("account/unsent/send/", unsent_form.send_unsent_form, name="send-unsent-form"),
    path("accounts/", members.accounts, name="accounts"),
    path("accounts/links/<uuid:link_id>/revoke/", members.revoke, name="revoke"),
    path("account/invite/", many_invitations.invite_many, name="invite-many"),
    path("accounts/<str:name>/", members.account, name="account"),
    path("accounts/<str:name>/state/", members.change_state, name="change-state"),
    path("accounts/<str:name>/link/", members.make_link, name="make-link"),
    path("accounts/<str:name>/factors/", lost_factor.remove_lost, name="lost-factor"),
    path("accounts/<str:name>/remove/", members.remove, name="remove"),
]
