"""A provider of OpenID Connect, for the tests of signing in through one."""

from collections.abc import Iterator

import pytest

from tests.accounts.openid_desk import ProviderDesk, run_provider


@pytest.fixture(scope="session")
def provider_process() -> Iterator[ProviderDesk]:
    with run_provider() as desk:
        yield desk


@pytest.fixture
def desk(provider_process: ProviderDesk) -> ProviderDesk:
    provider_process.reset()
    return provider_process
