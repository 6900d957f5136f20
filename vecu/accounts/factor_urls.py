"""The pages of second factors and of a fresh sign-in, under the names by which allauth finds them.

Only what we want is here: of allauth's own list, pages to sign up, to add an address and to reset a
password by mail would answer, too.
"""

from django.urls import path

from vecu.accounts.views import factors, fresh_sign_in, sign_in

urlpatterns = [
    path("sign-in/", sign_in.sign_in, name="account_login"),
    path("sign-in/code/", factors.ask_factor, name="mfa_authenticate"),
    path("sign-in/passkey/", factors.sign_in_with_passkey, name="mfa_login_webauthn"),
    path("account/confirm/", fresh_sign_in.by_password, name="account_reauthenticate"),
    path("account/confirm/code/", fresh_sign_in.by_code, name="mfa_reauthenticate"),
    path("account/confirm/passkey/", fresh_sign_in.by_passkey, name="mfa_reauthenticate_webauthn"),
    path("account/factors/", factors.list_factors, name="mfa_index"),
    path("account/factors/passkeys/", factors.list_factors, name="mfa_list_webauthn"),
    path("account/factors/passkeys/new/", factors.add_passkey, name="mfa_add_webauthn"),
    path(
        "account/factors/passkeys/<int:pk>/remove/",
        factors.remove_passkey,
        name="mfa_remove_webauthn",
    ),
    path("account/factors/application/", factors.add_application, name="mfa_activate_totp"),
    path(
        "account/factors/application/remove/",
        factors.remove_application,
        name="mfa_deactivate_totp",
    ),
    path("account/factors/codes/", factors.recovery_codes, name="mfa_view_recovery_codes"),
    path("account/factors/codes/new/", factors.new_codes, name="mfa_generate_recovery_codes"),
]
