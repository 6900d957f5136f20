"""What a laboratory says of its OpenID Connect provider, checked when it starts."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from vecu.accounts.rules import GRANTABLE_ROLES, Role, ScopeKind
from vecu.errors import VecuError

PROCONNECT_LEVELS = ("eidas1-mfa", "eidas2", "eidas3")
"""The levels (`acr`) that ProConnect reaches with a second factor."""
_PROCONNECT_SCOPES = ("openid", "given_name", "usual_name")
_LONGEST_ISSUER = 200
_LOOPBACK = {"localhost", "127.0.0.1", "::1"}
_BY_GROUP = frozenset({Role.OWNER, Role.RESEARCHER, Role.CODER, Role.READER})
"""Roles that a directory may give. It names nobody to speak for the staff, or to interview."""


class WrongOpenIDSetting(VecuError):
    """A setting of the provider is missing or wrong."""


@dataclass(frozen=True, slots=True)
class GroupGrant:
    """A role that the members of a group at the provider have in one scope, by its slug."""

    role: Role
    kind: ScopeKind
    slug: str


@dataclass(frozen=True, slots=True)
class OpenIDConfiguration:
    """One provider, and what is asked of it.

    `levels` are those (`acr`) that it must reach, and that count as a second factor; without any,
    it is asked for none, and its word `mfa` counts. `names` is what its button says, by language,
    with '' for the languages that have no name of their own.
    """

    issuer: str
    client_id: str
    secret: str
    names: Mapping[str, str]
    is_proconnect: bool = False
    scopes: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    groups_claim: str = ""
    grants: Mapping[str, tuple[GroupGrant, ...]] | None = None

    def get_name(self, language: str) -> str:
        """Return what people call the provider, in one language."""
        return self.names.get(language) or self.names.get("") or next(iter(self.names.values()))


def read_configuration(environment: Mapping[str, str]) -> OpenIDConfiguration | None:
    """Return the provider that the environment names, None without one.

    Raise `WrongOpenIDSetting`, which says what to change.
    """
    issuer = environment.get("VECU_OIDC_ISSUER", "")
    if not issuer:
        return None
    _check_issuer(issuer)
    is_proconnect = environment.get("VECU_OIDC_PROCONNECT", "").lower() in {"true", "yes", "1"}
    levels = environment.get("VECU_OIDC_LEVELS") or ",".join(PROCONNECT_LEVELS * is_proconnect)
    scopes = environment.get("VECU_OIDC_SCOPES", "").split()
    return OpenIDConfiguration(
        issuer=issuer,
        client_id=_require(environment, "VECU_OIDC_CLIENT_ID"),
        secret=_read_secret(environment),
        names={"": "ProConnect"} if is_proconnect else _read_names(environment),
        is_proconnect=is_proconnect,
        scopes=tuple(scopes) or (_PROCONNECT_SCOPES if is_proconnect else ()),
        levels=tuple(
            each.strip() for each in levels.split(",") if each.strip() not in {"", "none"}
        ),
        groups_claim=environment.get("VECU_OIDC_GROUPS_CLAIM") or "groups",
        grants=_read_grants(environment.get("VECU_OIDC_ROLES", "")),
    )


def _check_issuer(issuer: str) -> None:
    """Refuse an address to which secrets would travel in the open."""
    address = urlsplit(issuer)
    is_safe = address.scheme == "https" or (
        address.scheme == "http" and address.hostname in _LOOPBACK
    )
    if not is_safe or not address.hostname or address.query or len(issuer) > _LONGEST_ISSUER:
        raise WrongOpenIDSetting(
            f"VECU_OIDC_ISSUER: {issuer} is no address of a provider. Give https://host/path as "
            "the provider writes it in its own configuration, in 200 characters at most."
        )


def _require(environment: Mapping[str, str], name: str) -> str:
    if value := environment.get(name, ""):
        return value
    raise WrongOpenIDSetting(f"{name} is missing, and VECU_OIDC_ISSUER is set. Set both.")


def _read_secret(environment: Mapping[str, str]) -> str:
    file = environment.get("VECU_OIDC_CLIENT_SECRET_FILE", "")
    if not file:
        return _require(environment, "VECU_OIDC_CLIENT_SECRET")
    try:
        return Path(file).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        message = f"VECU_OIDC_CLIENT_SECRET_FILE: {file} cannot be read ({error})."
        raise WrongOpenIDSetting(f"{message} Let the laboratory’s account read it.") from error


def _read_names(environment: Mapping[str, str]) -> dict[str, str]:
    """Read one name for all languages, or `fr=…;en=…`."""
    value = _require(environment, "VECU_OIDC_NAME")
    by_language = re.findall(r"(?:^|;)\s*([a-z]{2})=([^;]+)", value)
    return {code: name.strip() for code, name in by_language} or {"": value}


def _read_grants(value: str) -> dict[str, tuple[GroupGrant, ...]] | None:
    """Read `{"group": ["researcher study hours", …], …}`; return None where nothing is said."""
    if not value:
        return None
    try:
        return {
            group: tuple(_read_grant(each) for each in grants)
            for group, grants in json.loads(value).items()
        }
    except (ValueError, AttributeError, TypeError) as error:
        raise WrongOpenIDSetting(
            'VECU_OIDC_ROLES is not understood. Write {"group": ["researcher study hours"]}: a '
            "role (owner, researcher, coder, reader), study, system or group, and what its "
            "address ends in."
        ) from error


def _read_grant(written: Any) -> GroupGrant:
    role, kind, slug = written.split(" ")
    grant = GroupGrant(Role(role), ScopeKind(kind), slug)
    if grant.role not in _BY_GROUP.intersection(GRANTABLE_ROLES[grant.kind]):
        raise ValueError(written)
    return grant
