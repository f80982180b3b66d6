"""What is heard and what it says in words: short cues, the ambience of a place, the page read aloud. One switch ends all sound."""

from __future__ import annotations

from collections.abc import Callable

from game.device.preferences import Preferences
from game.screens.widgets import Screen
from game.ui.reading_aloud import spoken_text
from game.ui.window import sound
from game.ui.window.ambience import ambience_of
from game.ui.window.null_window import Window
from game.ui.window.voice import Voice
from game.ui.words import Caption


class Hearing:
    """preferences: as they are now. say: words by their key."""

    def __init__(
        self, window: Window, preferences: Callable[[], Preferences], say: Callable[..., str], clock: Callable[[], float], voice: Voice
    ) -> None:
        self._window, self._preferences, self._say, self._clock, self.voice = window, preferences, say, clock, voice
        self._caption, self._ambience = Caption(), ""

    def cue(self, name: str, caption: str = "", **values: object) -> bool:
        """A short sound; whether words came under the picture."""
        if self._preferences().sound:
            self._window.play(sound.samples(name))
        if caption:
            self._caption = Caption(self._say(caption, **values), self._clock())
        return bool(caption)

    def show_caption(self, caption: str) -> None:
        """Words under the picture for a moment, whether captions of sounds are wished or not."""
        self._caption = Caption(self._say(caption), self._clock(), is_always=True)

    @property
    def caption(self) -> str:
        """What stands under the picture now."""
        return self._caption.visible(self._clock(), is_wished=self._preferences().captions)

    def expire(self, now: float) -> bool:
        """Takes a caption away whose time is over; whether it did."""
        if not self._caption.has_expired(now):
            return False
        self._caption = Caption()
        return True

    def go_to(self, screen: Screen) -> None:
        """Lets the place of a screen be heard, and says what begins unless a cue is being said."""
        prefer = self._preferences()
        name = ambience_of(screen.place, screen.slot) if prefer.sound and prefer.ambience else ""
        if name == self._ambience:
            return
        self._ambience = name
        self._window.stay_with(name)
        if name and not self._caption.text:
            self._caption = Caption(self._say(f"window.caption.{name}"), self._clock())

    def begin_page(self, screen: Screen) -> None:
        """A new page: what was being read ends, and it is read when that is wished for."""
        self.voice.stop()
        if self._preferences().voice:
            self.read(screen)

    def read(self, screen: Screen) -> None:
        self.voice.speak(spoken_text(screen), self._preferences().language)

    def read_or_stop(self, screen: Screen) -> None:
        """Reads the page, or ends it; says so kindly where this device has no voice."""
        if self.voice.is_speaking:
            self.voice.stop()
        elif self.voice.is_there:
            self.read(screen)
        else:
            self.show_caption("window.voice_none")
