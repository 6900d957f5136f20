"""A token in the environment or in a file; one that cannot be meant stops the start."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from vecu.site.secret_settings import read_secret

TOKEN = "0123456789abcdef" * 2


def test_a_token_is_read_from_the_environment_or_from_a_file(tmp_path):
    file = tmp_path / "token"
    file.write_text(f"{TOKEN}\n")

    assert read_secret("NAME", "", "") == ""
    assert read_secret("NAME", TOKEN, "") == TOKEN
    assert read_secret("NAME", "", str(file)) == TOKEN


@pytest.mark.parametrize(
    ("token", "text", "why"),
    [
        (TOKEN, TOKEN, "NAME and NAME_FILE: both"),
        ("", None, "NAME_FILE: .* cannot be read"),
        ("", "", "NAME: a token has 32 characters"),
        (TOKEN[1:], "", "NAME: a token has 32 characters"),
        (f"{TOKEN}\n{TOKEN}", "", "without line breaks"),
    ],
)
def test_one_that_cannot_be_meant_is_refused_with_what_to_do(tmp_path, token, text, why):
    file = tmp_path / "token"
    if text is not None:
        file.write_text(text)
    with pytest.raises(ImproperlyConfigured, match=why):
        read_secret("NAME", token, "" if token and not text else str(file))
