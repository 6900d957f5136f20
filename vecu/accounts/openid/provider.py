"""The provider of this laboratory, for allauth: what is asked of it, what of its answer is read.

Beside what allauth does: a nonce is sent and compared, every token's signature is checked, what an
address adds to the request is ignored, signed user info is understood, and nothing that the
provider says of a person is stored but who they are to it.
"""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from secrets import token_urlsafe
from typing import Any
from urllib.parse import urlencode

import requests
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialApp, SocialLogin, SocialToken
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import activate, get_language
from django.utils.translation import gettext as _

from vecu.accounts.openid.configuration import OpenIDConfiguration
from vecu.accounts.openid.tokens import Claims, OpenIDRefused, is_same, read_token

_DISCOVERY_SECONDS = 600
_SILENT, _SECONDS_OF_SILENCE = "openid-silent", 60
_LONGEST_SUBJECT = 191
_ENDPOINTS = {"authorization_endpoint", "token_endpoint", "userinfo_endpoint", "jwks_uri"}


@dataclass(frozen=True, slots=True)
class ProviderReply:
    """What a provider said of somebody who has just signed in there; kept for this request only."""

    claims: Claims
    id_token: str
    refresh_token: str = ""

    @property
    def subject(self) -> str:
        """Who they are to the provider."""
        return str(self.claims.get("sub"))


def build_app(configuration: OpenIDConfiguration) -> SocialApp:
    """Return the provider as allauth's apps have it, without a row: its id is the issuer.

    An account is thus matched by issuer and subject. At another issuer nobody is who they were.
    """
    return SocialApp(
        provider=OpenIDProvider.id,
        provider_id=configuration.issuer,
        name=configuration.get_name(""),
        client_id=configuration.client_id,
        secret=configuration.secret,
        settings={"server_url": configuration.issuer.rstrip("/")},
    )


@contextmanager
def _waited_for_once() -> Iterator[None]:
    """Let one request wait for a provider that does not answer; others of this minute do not.

    Those who answer a study share the threads in which members would wait.
    """
    if cache.get(_SILENT):
        raise requests.ConnectionError
    try:
        yield
    except (requests.ConnectionError, requests.Timeout):
        cache.set(_SILENT, 1, _SECONDS_OF_SILENCE)
        raise


class OpenIDAdapter(OpenIDConnectOAuth2Adapter):
    """The exchange with the provider; `nonce` is the one of the sign-in that comes back."""

    nonce = ""

    def __init__(
        self, request: HttpRequest, provider: "OpenIDProvider", now: datetime | None
    ) -> None:
        super().__init__(request, provider.app.provider_id)
        self.provider, self.now = provider, now

    def get_provider(self) -> "OpenIDProvider":
        """Return the laboratory's provider."""
        return self.provider

    @property
    def openid_config(self) -> Mapping[str, Any]:
        """What the provider publishes of itself, at most ten minutes old."""
        issuer = self.provider.configuration.issuer
        key = f"openid-{issuer}"
        found: Mapping[str, Any] | None = cache.get(key)
        if found is None:
            with _waited_for_once():
                found = super().openid_config
            if found.get("issuer") != issuer or not found.keys() >= _ENDPOINTS:
                raise OpenIDRefused(
                    _(
                        "The sign-in service calls itself by another address than the one that"
                        " this laboratory knows, or says too little of itself. Tell whoever runs"
                        " the laboratory."
                    )
                )
            cache.set(key, found, _DISCOVERY_SECONDS)
        return found

    @property
    def basic_auth(self) -> bool:
        """Whether the secret is sent as an HTTP login: the provider takes it no other way."""
        methods = self.openid_config.get("token_endpoint_auth_methods_supported")
        return "client_secret_post" not in (methods or ["client_secret_basic"])

    def get_callback_url(self, request: HttpRequest, app: SocialApp) -> str:
        """Return the one address to which people come back, the same in every language."""
        return request.build_absolute_uri(reverse("openid-callback"))

    def parse_token(self, data: Mapping[str, Any]) -> SocialToken:
        """Return the token with which user info is fetched, and no more of it: none is stored."""
        return SocialToken(token=str(data["access_token"]))

    def complete_login(
        self, request: HttpRequest, app: SocialApp, token: SocialToken, **kwargs: Any
    ) -> SocialLogin:
        """Return who signed in, with the provider's `reply`; raise `OpenIDRefused`."""
        reply = self.read_reply(kwargs["response"])
        if not is_same(self.nonce, reply.claims.get("nonce")):
            raise OpenIDRefused(
                _("This sign-in belongs to another one that was begun. Begin once more.")
            )
        login: SocialLogin = self.provider.sociallogin_from_response(request, reply.claims)
        login.reply = reply
        return login

    def read_reply(self, response: Mapping[str, Any]) -> ProviderReply:
        """Return what the token's endpoint answered, with user info of the same person."""
        token = str(response.get("id_token") or "")
        claims = self._read(token)
        info = self._fetch_user_info(response["access_token"])
        if info.get("sub") != claims["sub"] or len(str(claims["sub"])) > _LONGEST_SUBJECT:
            raise OpenIDRefused(
                _(
                    "The sign-in service speaks of two different people in one answer. Tell whoever"
                    " runs the laboratory."
                )
            )
        refresh_token = str(response.get("refresh_token") or "")
        return ProviderReply({**info, **claims}, token, refresh_token)

    def _read(self, token: str) -> Claims:
        assert self.now is not None  # noqa: S101 - nothing is read where a sign-in begins
        return read_token(
            token,
            self._fetch(str(self.openid_config["jwks_uri"])).json(),
            issuer=self.provider.configuration.issuer,
            audience=self.provider.configuration.client_id,
            now=self.now,
        )

    def _fetch_user_info(self, access_token: str) -> Claims:
        response = self._fetch(self.profile_url, Authorization=f"Bearer {access_token}")
        if response.headers.get("content-type", "").startswith("application/jwt"):
            return self._read(response.text)
        if self.provider.configuration.is_proconnect:
            raise OpenIDRefused(_("ProConnect did not sign what it says of you."))
        found = response.json()
        return found if isinstance(found, dict) else {}

    def _fetch(self, address: str, **headers: str) -> requests.Response:
        with get_adapter().get_requests_session() as session:
            response: requests.Response = session.get(address, headers=headers)
        response.raise_for_status()
        return response

    def refresh(self, refresh_token: str) -> ProviderReply | None:
        """Return what the provider says of somebody now, None if it lets them in no longer.

        Raise `requests.RequestException` when it does not answer.
        """
        app = self.provider.app
        data = {"grant_type": "refresh_token", "refresh_token": refresh_token}
        login = (app.client_id, app.secret) if self.basic_auth else None
        if login is None:
            data |= {"client_id": app.client_id, "client_secret": app.secret}
        address = self.access_token_url
        with _waited_for_once(), get_adapter().get_requests_session() as session:
            response = session.post(address, data=data, auth=login)
        if response.status_code == requests.codes.bad_request:
            return None
        response.raise_for_status()
        answer = {"refresh_token": refresh_token, "access_token": "", **response.json()}
        if "id_token" in answer:
            return self.read_reply(answer)
        info = self._fetch_user_info(str(answer["access_token"]))
        return ProviderReply(info, "", str(answer["refresh_token"]))


class OpenIDProvider(OpenIDConnectProvider):
    """One provider, by the laboratory's settings."""

    oauth2_adapter_class = OpenIDAdapter
    pkce_enabled_default = True
    supports_token_authentication = False
    configuration: OpenIDConfiguration

    def __init__(self, request: HttpRequest, configuration: OpenIDConfiguration) -> None:
        super().__init__(request, app=build_app(configuration))
        self.configuration = configuration

    def get_oauth2_adapter(
        self, request: HttpRequest, now: datetime | None = None
    ) -> OpenIDAdapter:
        """Return the exchange with this provider; without `now` it can begin a sign-in only."""
        return OpenIDAdapter(request, self, now)

    def redirect(
        self, request: HttpRequest, process: str, *, afresh: bool = False, **kwargs: Any
    ) -> HttpResponse:
        """Send somebody to the provider; with `afresh` it has to ask them again who they are.

        What else `kwargs` holds comes back with them. Nothing in the address is read.
        """
        nonce = token_urlsafe(32)
        response: HttpResponse = super().redirect(
            request,
            process,
            scope=self.get_scope(),
            auth_params={"nonce": nonce, **self._list_parameters(afresh=afresh)},
            nonce=nonce,
            **kwargs,
        )
        return response

    def _list_parameters(self, *, afresh: bool) -> dict[str, str]:
        """Ask how people signed in, to the levels that are required; ProConnect takes no others."""
        levels, is_proconnect = self.configuration.levels, self.configuration.is_proconnect
        claims: dict[str, Any] = {"amr": {"essential": True}}
        if levels:
            claims["acr"] = {"essential": True, "values": levels}
        if afresh:
            claims["auth_time"] = {"essential": True}
        parameters = {"prompt": "login"} if afresh else {}
        if afresh and not is_proconnect:
            parameters["max_age"] = "0"
        if is_proconnect or self._read_discovery("claims_parameter_supported"):
            parameters["claims"] = json.dumps({"id_token": claims})
        elif levels:
            parameters["acr_values"] = " ".join(levels)
        return parameters

    def build_goodbye(self, request: HttpRequest, id_token: str) -> str:
        """Return the address at which somebody ends their session at the provider as well.

        Its state is compared with nothing: coming back from there does nothing.
        """
        parameters = {
            "id_token_hint": id_token,
            "state": token_urlsafe(32),
            "post_logout_redirect_uri": request.build_absolute_uri(reverse("openid-signed-out")),
        }
        return f"{self._read_discovery('end_session_endpoint')}?{urlencode(parameters)}"

    def _read_discovery(self, name: str) -> Any:
        return self.get_oauth2_adapter(self.request).openid_config.get(name)

    def get_scope(self) -> list[str]:
        """Return what is asked of the provider; the person's address is not."""
        if self.configuration.scopes:
            return list(self.configuration.scopes)
        known = self._read_discovery("scopes_supported") or ()
        return ["openid", *(["offline_access"] if "offline_access" in known else [])]

    def extract_uid(self, data: Claims) -> str:
        """Return who they are to the provider."""
        return str(data["sub"])

    def extract_extra_data(self, data: Claims) -> dict[str, str]:
        """Return what is stored beside the account: again who they are, and to whom."""
        return {"iss": str(data["iss"]), "sub": str(data["sub"])}

    def extract_common_fields(self, data: Claims) -> dict[str, str]:
        """Return nothing: neither name nor address of a member comes from the provider."""
        return {}

    def extract_email_addresses(self, data: Claims) -> list[Any]:
        """Return no address, whatever the provider says."""
        return []


class OpenIDCallback(OAuth2CallbackView):
    """The page to which people come back, with the nonce and the language of when they left."""

    adapter: OpenIDAdapter

    def _get_state(
        self, request: HttpRequest, provider: OpenIDProvider
    ) -> tuple[dict[str, Any] | None, HttpResponse | None]:
        state, refusal = super()._get_state(request, provider)
        if state:
            self.adapter.nonce = str(state["nonce"])
            activate(state["language"])
        return state, refusal


def get_provider_name() -> str:
    """Return what people call the provider, in their language; '' without one."""
    return settings.OPENID.get_name(get_language() or "") if settings.OPENID else ""
