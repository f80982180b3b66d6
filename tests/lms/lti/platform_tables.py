"""Files of platforms for tests."""

from small_platform import CLIENT, DEPLOYMENT


def table(key: str, issuer: str, /, **more: str) -> str:
    """One good table of the settings' file. more: lines as TOML; empty takes one away."""
    rows = {
        "name_fr": '"Moodle de test"',
        "name_en": '"Test Moodle"',
        "issuer": f'"{issuer}"',
        "client_id": f'"{CLIENT}"',
        "deployments": f'["{DEPLOYMENT}"]',
        "login": f'"{issuer}/auth"',
        "tokens": f'"{issuer}/token"',
        "keys": f'"{issuer}/keys"',
        "roles": '["pharmacist"]',
        **more,
    }
    return f"[{key}]\n" + "".join(f"{name} = {value}\n" for name, value in rows.items() if value)
