"""The network of this machine, loaded when it is first used: a browser has neither its sockets nor the library that wants them."""

from __future__ import annotations

from game.device.network import Network


def to_site(site: str = "") -> Network:
    """Kept connections to one site; empty: connections of each request alone."""
    from game.device.http_client import HttpNetwork  # here: where the game runs in a browser, nobody asks for it

    return HttpNetwork.to(site)
