"""Addresses that a provider knows to the letter: they begin with no language."""

from django.urls import path

from vecu.accounts.views import openid

urlpatterns = [
    path("openid/callback/", openid.come_back, name="openid-callback"),
    path("openid/signed-out/", openid.signed_out_there, name="openid-signed-out"),
]
