"""What holds through whichever proxy stands before the site."""

import ssl

from tls_proxy import NAME, Proxied

SLOW_CLIENTS = 120


def check_forms_pass(proxied: Proxied) -> None:
    """A page, its cookie and its form go through; a form from another site does not."""
    status, heads, page = proxied.ask("GET", "/en/accessibility")
    assert status == 200
    assert "max-age" in heads["strict-transport-security"]
    assert "default-src 'none'" in heads["content-security-policy"]
    cookie = heads["set-cookie"].partition(";")[0]
    assert cookie.startswith("__Host-hlm=")
    token = page.decode().partition('name="csrf_token" value="')[2].partition('"')[0]
    at = f"https://{NAME}:{proxied.port}"
    form = {"Cookie": cookie, "Content_Type": "application/x-www-form-urlencoded", "Referer": f"{at}/en/accessibility"}
    body = f"csrf_token={token}&theme=dark".encode()
    assert proxied.ask("POST", "/en/display", body, Origin=at, **form)[0] == 303
    assert proxied.ask("POST", "/en/display", body, Origin="https://evil.example", **form)[0] == 400


def check_slow_bodies_stop_nobody(proxied: Proxied) -> None:
    """Many clients send half a body: others are answered, and each of them is told or cut off in the end."""
    links = [proxied.connect() for _ in range(SLOW_CLIENTS)]
    paths = ("/en/sign-in", "/xapi/statements", "/api/pair")
    for number, link in enumerate(links):
        link.sendall(f"POST {paths[number % 3]} HTTP/1.1\r\nHost: {NAME}:{proxied.port}\r\nContent-Length: 200000\r\n\r\nabc".encode())
    try:
        assert proxied.ask("GET", "/healthz")[0] == 200
        assert proxied.ask("GET", "/fr/")[0] == 200
        assert proxied.ask("POST", "/en/sign-in", b"name=a")[0] == 400
        assert {_end_of(link) for link in links} <= {b"HTTP/1.1 408", b""}
    finally:
        for link in links:
            link.close()
    assert proxied.ask("GET", "/healthz")[0] == 200


def _end_of(link: ssl.SSLSocket) -> bytes:
    try:
        return link.recv(12)
    except (ConnectionResetError, ssl.SSLEOFError):
        return b""
