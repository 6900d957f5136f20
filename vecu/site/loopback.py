"""Addresses of this machine itself, which nobody else can send from or reach."""

from ipaddress import ip_address


def is_loopback(address: str) -> bool:
    """Return whether a numeric address is one of this machine's own."""
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False


def find_loopback_client(client: str) -> str:
    """Return the address of a client, given with its port, if it is this machine; else ''.

    Of anybody else's nothing goes any further.
    """
    address = client.rpartition(":")[0].strip("[]")
    return address if is_loopback(address) else ""
