"""Settings that are secrets: from the environment, or from a file that the environment names."""

from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

SHORTEST = 32
"""Characters of a token, so that nobody finds it by trying."""


def read_secret(name: str, token: str, file: str) -> str:
    """Return the token of a setting, or of the file that `name_FILE` names; '' without either.

    Raise `ImproperlyConfigured` for two of them, a file that cannot be read, or a weak token.
    """
    if token and file:
        raise ImproperlyConfigured(f"{name} and {name}_FILE: both are set. Set one of them.")
    if file:
        try:
            token = Path(file).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            message = f"{name}_FILE: {file} cannot be read as text."
            raise ImproperlyConfigured(
                f"{message} Name a file that the service can read."
            ) from error
    if (token or file) and not (len(token) >= SHORTEST and token.isascii() and token.isprintable()):
        message = f"{name}: a token has {SHORTEST} characters or more, without line breaks."
        raise ImproperlyConfigured(f"{message} Make one with “openssl rand -hex 32”.")
    return token
