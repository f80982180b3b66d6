"""Files of providers for tests of the settings."""

from collections.abc import Mapping
from pathlib import Path

GOOD: Mapping[str, str | None] = {}


def written(folder: Path, change: Mapping[str, str | None], key: str = "chu", **others: Mapping[str, str | None]) -> Path:
    """A file with one good table, changed, and further ones. change: name -> value as TOML; None leaves it out."""
    secret = folder / "provider.secret"
    secret.write_text("s3cret\n", "utf-8")
    good = {
        "name_fr": '"CHU"',
        "name_en": '"Hospital"',
        "issuer": '"https://idp.example"',
        "client_id": '"hlm"',
        "secret_file": f'"{secret}"',
        "roles": '["pharmacist"]',
    }
    text = ""
    for name, values in {key: change, **others}.items():
        rows = {**good, **values}
        text += f"[{name}]\n" + "".join(f"{field} = {value}\n" for field, value in rows.items() if value is not None)
    path = folder / "providers.toml"
    path.write_text(text, "utf-8")
    return path
