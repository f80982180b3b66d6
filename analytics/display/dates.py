"""Days and moments of a report in words."""

from datetime import date

from analytics.display.words import MONTHS, PHRASES, say
from xapi.formats import moment


def date_line(watermark: str | None, language: str) -> str:
    """The date of the data in words; the month is written out, the time is universal."""
    if watermark is None:
        return say(PHRASES, "no_data", language)
    if len(watermark) == len("2026-11-23"):
        return say(PHRASES, "dated_day", language).format(date=day_words(date.fromisoformat(watermark), language))
    at = moment(watermark)
    time = f"{at:%H}\u00a0h\u00a0{at:%M}" if language == "fr" else f"{at:%H:%M}"
    return say(PHRASES, "dated", language).format(date=day_words(at.date(), language), time=time)


def day_words(day: date, language: str) -> str:
    """23 November 2026, never broken over two lines."""
    french = language == "fr"
    first = "1er" if french and day.day == 1 else str(day.day)
    return f"{first}\u00a0{MONTHS[0 if french else 1][day.month - 1]}\u00a0{day.year}"
