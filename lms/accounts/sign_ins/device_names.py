"""What a browser says of itself, as two plain keys: which browser, on which system. Enough to know one's own telephone in a list."""

from typing import NamedTuple

from flask_babel import gettext as _


class DeviceName(NamedTuple):
    """browser, system: keys of the tables below; empty when it is none of them."""

    browser: str
    system: str


BROWSERS = (
    ("edge", "Edg", "Microsoft Edge"),
    ("samsung", "SamsungBrowser/", "Samsung Internet"),
    ("opera", "OPR/", "Opera"),
    ("firefox", "Firefox/", "Firefox"),
    ("firefox", "FxiOS/", "Firefox"),
    ("chrome", "CriOS/", "Chrome"),
    ("chrome", "Chrome/", "Chrome"),
    ("safari", "Safari/", "Safari"),
)
"""(key, sign, name). The first sign that stands in the header counts: each of them also calls itself by names further down."""

SYSTEMS = (
    ("iphone", "iPhone", "iPhone"),
    ("ipad", "iPad", "iPad"),
    ("android", "Android", "Android"),
    ("windows", "Windows", "Windows"),
    ("chromebook", "CrOS", "Chromebook"),
    ("mac", "Macintosh", "Mac"),
    ("linux", "Linux", "Linux"),
)
"""As above. An iPad calls itself a Macintosh by default: nothing in the header tells them apart."""

_BROWSER_NAMES = {key: name for key, _sign, name in BROWSERS}
_SYSTEM_NAMES = {key: name for key, _sign, name in SYSTEMS}


def read(header: str) -> DeviceName:
    """Of a User-Agent header, of which nothing else is kept."""
    browser = next((key for key, sign, _name in BROWSERS if sign in header), "")
    return DeviceName(browser, next((key for key, sign, _name in SYSTEMS if sign in header), ""))


def words(device: DeviceName) -> str:
    """In the language of the request."""
    browser, system = _BROWSER_NAMES.get(device.browser, ""), _SYSTEM_NAMES.get(device.system, "")
    if browser and system:
        return _("%(browser)s on %(system)s", browser=browser, system=system)
    return browser or system or _("A browser we do not know")
