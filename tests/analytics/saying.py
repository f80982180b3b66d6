"""Says what learners did, as the product says it: statements from xapi.builders, for the tests of the figures."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from xapi import activities, actor, builders

HOME = "https://hors-les-murs.example"
COHORT = "3f0e2a52-7a11-4d0c-9a52-000000000001"
OTHER_COHORT = "3f0e2a52-7a11-4d0c-9a52-000000000002"
MONDAY = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)
_ROOT = UUID("3f0e2a52-7a11-4d0c-9a52-0000000000aa")

Statement = dict[str, Any]


def learner_uuid(number: int | str) -> UUID:
    return uuid5(_ROOT, f"learner {number}")


class Saying:
    """Makes statements with ids that never repeat. Defaults: cohort COHORT, real learners, one minute between statements."""

    def __init__(self, *, cohort: str | None = COHORT, simulated: bool | None = False, seed: str = "") -> None:
        self.cohort, self.simulated, self.seed = cohort, simulated, seed
        self.count = 0

    def say(
        self,
        who: int | str,
        verb: str,
        thing: Statement,
        *,
        at: datetime | None = None,
        parent: tuple[Statement, ...] = (),
        grouping: tuple[Statement, ...] = (),
        result: Statement | None = None,
        platform: str = "pages",
        language: str = "fr",
        role: str = "patient",
        **ext: Any,
    ) -> Statement:
        self.count += 1
        said = {"role": role, "simulated": self.simulated, "cohort": self.cohort, **ext}
        return builders.statement(
            id=uuid5(_ROOT, f"{self.seed} {self.cohort} {self.simulated} {self.count}"),
            actor=actor.account(HOME, learner_uuid(who)),
            verb=verb,
            object=thing,
            timestamp=at or MONDAY + timedelta(minutes=self.count),
            result=result,
            context=builders.context(
                registration=uuid5(_ROOT, f"registration {who}"),
                language=language,
                platform=platform,
                parent=parent,
                grouping=grouping,
                extensions=said,
            ),
        )

    def registered(self, who: int | str, course: str = "patients", **more: Any) -> Statement:
        return self.say(who, "registered", builders.activity(activities.course(course), "course"), **more)

    def module(
        self, who: int | str, verb: str, module: str = "fever", *, progress: int | None = None, course: str = "patients", **more: Any
    ) -> Statement:
        result = None if progress is None else builders.result(extensions={"progress": progress})
        course_activity = builders.activity(activities.course(course), "course")
        return self.say(
            who, verb, builders.activity(activities.module(module), "module"), grouping=(course_activity,), result=result, **more
        )

    def answered(
        self,
        who: int | str,
        item: str,
        success: bool,
        *,
        module: str = "fever",
        scaled: float | None = None,
        response: str = "a",
        seconds: float | None = 12.0,
        phase: str = "practice",
        version: str = "v1",
        unsafe: bool = False,
        **more: Any,
    ) -> Statement:
        result = builders.result(
            success=success, scaled=float(success) if scaled is None else scaled, response=response, duration_seconds=seconds
        )
        thing = builders.activity(activities.item(module, item), "cmi.interaction", interaction_type="choice")
        parent = (builders.activity(activities.module(module), "module"),)
        course = (builders.activity(activities.course("patients"), "course"),)
        return self.say(
            who, "answered", thing, result=result, parent=parent, grouping=course, phase=phase, item_version=version, unsafe=unsafe, **more
        )

    def reviewed(self, who: int | str, card: str, rating: int, elapsed: int | None, *, module: str = "fever", **more: Any) -> Statement:
        thing = builders.activity(activities.item(module, card), "cmi.interaction", interaction_type="choice")
        parent = (builders.activity(activities.module(module), "module"),)
        course = (builders.activity(activities.course("patients"), "course"),)
        days = {} if elapsed is None else {"elapsed_days": elapsed}
        return self.say(who, "reviewed", thing, parent=parent, grouping=course, item_version="v1", rating=rating, **days, **more)

    def sat(self, who: int | str, phase: str, scaled: float, *, course: str = "patients", form: str = "A", **more: Any) -> Statement:
        test = builders.activity(activities.test(course, phase), "assessment")
        grouping = (builders.activity(activities.course(course), "course"),)
        result = builders.result(completion=True, scaled=scaled)
        return self.say(who, "completed", test, grouping=grouping, result=result, phase=phase, form=form, **more)

    def rated(self, who: int | str, question: str, answer: int | str, *, course: str = "patients", **more: Any) -> Statement:
        about = builders.activity(activities.opinion(course, question), "opinion")
        grouping = (builders.activity(activities.course(course), "course"),)
        return self.say(who, "rated", about, grouping=grouping, result=builders.result(response=str(answer)), **more)

    def assigned(self, who: int | str, course: str, due: str, **more: Any) -> Statement:
        return self.say(who, "assigned", builders.activity(activities.course(course), "course"), due=due, **more)

    def attested(self, who: int | str, verb: str, course: str, until: datetime | None, **more: Any) -> Statement:
        dates = {} if until is None else {"valid_until": until.isoformat()}
        about = builders.activity(activities.credential(course), "credential")
        return self.say(who, verb, about, grouping=(builders.activity(activities.course(course), "course"),), **dates, **more)

    def selected(
        self,
        who: int | str,
        situation: str,
        option: str,
        *,
        safe: bool,
        unsafe: bool = False,
        play: str = "p1",
        seconds: float | None = None,
        **more: Any,
    ) -> Statement:
        result = builders.result(success=safe, response=option, duration_seconds=seconds)
        thing = builders.activity(activities.situation(situation), "dialog-tree")
        harm = "unsafe" if unsafe else "none"
        return self.say(who, "selected", thing, result=result, harm=harm, situation=situation, play=play_uuid(who, play), **more)

    def dose(
        self,
        who: int | str,
        verb: str,
        day: int,
        response: str = "ok",
        *,
        covered: bool = True,
        campaign: str = "ambre",
        play: str = "p1",
        **more: Any,
    ) -> Statement:
        thing = builders.activity(activities.dose(campaign), "dose")
        week = builders.activity(activities.week(campaign, 1), "level")
        result = builders.result(success=covered, response=response)
        return self.say(who, verb, thing, result=result, parent=(week,), game_day=day, play=play_uuid(who, play), **more)

    def sign(
        self, who: int | str, verb: str, symptom: str, hour: float, *, play: str = "p1", flag: str = "red", episode: str = "e1", **more: Any
    ) -> Statement:
        thing = builders.activity(activities.sign(symptom), "sign")
        return self.say(
            who, verb, thing, symptom=symptom, flag=flag, game_hour=hour, episode=f"{symptom}-{episode}", play=play_uuid(who, play), **more
        )


def play_uuid(who: int | str, play: str) -> str:
    return str(uuid5(_ROOT, f"play {who} {play}"))
