"""The report of a trial as one page of words and numbers, and as one tagged PDF that is the same to the byte from the same files."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

import fontpkg_atkinson_hyperlegible
import typst

from analytics.measures.adjusting.regression import Estimate
from analytics.trial.analysis import Analysis, Line, ShareLine, TimeLine
from analytics.trial.clusters import Likeness
from analytics.trial.extracts import health
from analytics.trial.flow import ArmFlow
from analytics.trial.freezing import Exposure, Freeze
from analytics.trial.lock import Lock
from analytics.trial.protocol import FEW_CLUSTERS, Outcome, Protocol
from analytics.trial.report_speech import NARROW, Speech

TEMPLATE = Path(__file__).with_name("report.typ")
FONTS = Path(fontpkg_atkinson_hyperlegible.__file__).parent / "files"


class Frame(NamedTuple):
    """What the report says of its files. frozen_at: ISO 8601, None before the data are frozen. is_dry_run: arms were mixed by chance.

    elsewhere: outside exposure by arm; empty in a rehearsal, which must not tell arms apart, and where nobody was asked.
    health: what no outcome could be made of, by kind, over all arms.
    """

    lock: Lock
    data_sha256: str
    frozen_at: str | None
    is_dry_run: bool
    elsewhere: tuple[Exposure, ...] = ()
    health: tuple[tuple[str, int], ...] = ()


def frame_of(lock: Lock, freeze: Freeze) -> Frame:
    """Of closed data."""
    return Frame(lock, freeze.sha256, freeze.at, is_dry_run=False, elsewhere=freeze.elsewhere, health=freeze.health)


def page(analysis: Analysis, protocol: Protocol, frame: Frame, language: str) -> dict[str, Any]:
    """Everything that is printed, as texts in one language: sections of tables, a drawn flow and a forest plot."""
    tell = Speech(language, protocol)
    return {
        "lang": language,
        "title": f"{tell('report')}{NARROW if language == 'fr' else ''}: {tell.of(protocol.title)}",
        "banner": " ".join(tell(key) for key, is_so in (("dry", frame.is_dry_run), ("simulated", protocol.simulated)) if is_so),
        "finding": _finding(analysis, protocol, tell),
        "frame": {"title": tell("frame"), "rows": _frame(protocol, frame, tell)},
        "changes": {"title": tell("changes"), "rows": [[one.at, one.reason] for one in frame.lock.amendments], "none": tell("no_changes")},
        "flow": _flow(analysis, tell),
        "tables": [
            _baseline(analysis, tell),
            _primary(analysis, protocol, tell),
            _secondary(analysis, protocol, tell),
            _harms(analysis, protocol, tell),
            *([_clusters(analysis.clusters, tell)] if analysis.clusters else []),
            *([_elsewhere(frame.elsewhere, tell)] if frame.elsewhere else []),
            *([_health(frame.health, tell)] if frame.health else []),
        ],
        "forest": _forest(analysis, protocol, tell),
        "methods": {"title": tell("methods"), "lines": _methods(protocol, tell)},
    }


def pdf(words: Mapping[str, Any], made_at: datetime) -> bytes:
    """The page as a tagged PDF (PDF/UA-1). made_at: the date the file bears, aware."""
    options: dict[str, Any] = {"font_paths": [str(FONTS)], "ignore_system_fonts": True, "pdf_standards": ["ua-1"]}
    inputs = {"page": json.dumps(words, ensure_ascii=False, sort_keys=True)}
    document: bytes = typst.compile(TEMPLATE.read_bytes(), format="pdf", sys_inputs=inputs, timestamp=int(made_at.timestamp()), **options)
    return document


def _finding(analysis: Analysis, protocol: Protocol, tell: Speech) -> str:
    first = next(line for line in analysis.primary if line.method == "observed")
    estimate = first.estimate
    is_decided = estimate.low > 0 or estimate.high < 0
    key = "finding_open" if not is_decided else "finding_better" if estimate.value > 0 else "finding_worse"
    low, high = (estimate.low, estimate.high) if key != "finding_worse" else (-estimate.high, -estimate.low)
    values = {
        "arm": tell.arm(first.arm), "reference": tell.arm(protocol.reference), "unit": tell.of(protocol.primary.unit),
        "value": tell.number(abs(estimate.value) if is_decided else estimate.value, 1),
        "low": tell.number(low, 1), "high": tell.number(high, 1),
        "n": str(sum(first.n)), "level": f"{100 * protocol.plan.level:g}",
    }  # fmt: skip
    sentences = [tell(key, **values)]
    if protocol.primary.relevant is not None:
        sentences.append(tell("relevant", relevant=f"{protocol.primary.relevant:g}", unit=values["unit"]))
    return " ".join(sentences)


def _frame(protocol: Protocol, frame: Frame, tell: Speech) -> list[list[str]]:
    rows = [
        ("sponsor", protocol.sponsor),
        ("registration", protocol.registration),
        ("protocol", frame.lock.newest),
        ("locked", frame.lock.at),
    ]
    rows += [("data", frame.data_sha256), ("frozen", frame.frozen_at or "–")]
    return [[tell(key), value] for key, value in rows]


def _flow(analysis: Analysis, tell: Speech) -> dict[str, Any]:
    names = {reason.key: tell.of(reason.name) for reason in tell.protocol.exclusions}
    excluded = [f"{names[key]} ({count})" for key, count in analysis.flow.excluded.items()]
    return {
        "title": tell("flow"),
        "assessed": f"{tell('assessed')} (n = {analysis.flow.assessed})",
        "excluded": [f"{tell('excluded')} (n = {sum(analysis.flow.excluded.values())})", *excluded],
        "randomised": f"{tell('randomised')} ({_with_clusters(analysis.flow.clusters, analysis.flow.randomised, tell)})",
        "arms": [_arm(arm, tell) for arm in analysis.flow.arms],
    }


def _with_clusters(clusters: int, people: int, tell: Speech) -> str:
    return tell("clusters_and_people", clusters=str(clusters), people=str(people)) if clusters else f"n = {people}"


def _arm(arm: ArmFlow, tell: Speech) -> dict[str, Any]:
    names = {reason.key: tell.of(reason.name) for reason in tell.protocol.exclusions}

    def reasons(key: str, counts: Mapping[str, int]) -> str:
        list_of_reasons = ", ".join(f"{names.get(reason) or tell(reason)} {count}" for reason, count in counts.items())
        return f"{tell(key)} (n = {sum(counts.values())})" + (
            f" : {list_of_reasons}" if list_of_reasons and tell.language == "fr" else f": {list_of_reasons}" if list_of_reasons else ""
        )

    return {
        "name": f"{tell.arm(arm.arm)} ({_with_clusters(arm.clusters, arm.randomised, tell)})",
        "received": [f"{tell('received')} (n = {arm.received})", f"{tell('not_received')} (n = {arm.not_received})"],
        "gone": [
            reasons("lost", arm.lost), reasons("withdrawn", arm.withdrawn), reasons("excluded_late", arm.excluded_late),
            f"{tell('missing')} (n = {arm.missing})",
        ],
        "analysed": f"{tell('analysed')} (n = {arm.analysed})",
    }  # fmt: skip


def _against(tell: Speech, arm: str) -> str:
    return tell("against", arm=tell.arm(arm), reference=tell.arm(tell.protocol.reference))


def _who(line: Line, tell: Speech) -> str:
    plan = tell.protocol.plan
    rule = tell.of(plan.per_protocol).lower() if plan.per_protocol else ""
    return tell(line.method, sets=str(plan.missing.sets), delta=("+" if line.delta > 0 else "") + tell.number(line.delta, 0), rule=rule)


def _estimate_cells(estimate: Estimate, tell: Speech) -> list[str]:
    return [tell.number(estimate.value), tell.interval(estimate.low, estimate.high), tell.p(estimate.p)]


def _head(tell: Speech) -> list[str]:
    level = f"{100 * tell.protocol.plan.level:g}"
    return [tell("difference"), f"IC {level}\u00a0%" if tell.language == "fr" else f"{level}% CI", tell("p")]


def _baseline(analysis: Analysis, tell: Speech) -> dict[str, Any]:
    rows = []
    for line in analysis.baseline:
        spread = ["–" if value is None else tell.number(value) for value in (line.mean, line.sd)]
        rows.append([tell.arm(line.arm), line.column, str(line.n), *spread])
    return {"title": tell("baseline"), "head": ["", tell("column"), "n", tell("mean"), tell("sd")], "rows": rows, "note": ""}


def _primary(analysis: Analysis, protocol: Protocol, tell: Speech) -> dict[str, Any]:
    rows = []
    for line in analysis.primary:
        g = "–" if line.g is None else f"{tell.number(line.g[0])} ({tell.interval(line.g[1], line.g[2])})"
        rows.append([_against(tell, line.arm), _who(line, tell), f"{line.n[0]} / {line.n[1]}", *_estimate_cells(line.estimate, tell), g])
    head = [tell("comparison"), tell("method"), "n", *_head(tell), tell("g")]
    title = f"{tell('primary')} – {tell.of(protocol.primary.name)} ({tell.of(protocol.primary.unit)})"
    return {"title": title, "head": head, "rows": rows, "note": tell("first")}


def _secondary(analysis: Analysis, protocol: Protocol, tell: Speech) -> dict[str, Any]:
    outcomes = {one.key: one for one in protocol.secondary}
    rows: list[list[str]] = []
    for line in analysis.secondary:
        outcome = outcomes[line.outcome]
        lead = [tell.of(outcome.name), _against(tell, line.arm)]
        if isinstance(line, ShareLine):
            cells = _share_cells(line, tell)
        else:
            cells = _mean_cells(line, outcome, tell) if isinstance(line, Line) else _time_cells(line, outcome, tell)
        rows.append([*lead, *cells])
    with_line = {(line.outcome, line.arm) for line in analysis.secondary}
    arms = [key for key in protocol.arm_keys() if key != protocol.reference]
    missing = [(outcome, arm) for outcome in protocol.secondary for arm in arms if (outcome.key, arm) not in with_line]
    rows += [[tell.of(outcome.name), _against(tell, arm), "–", "–", "–", tell("nobody")] for outcome, arm in missing]
    head = [tell("outcome"), tell("comparison"), "n", *_head(tell)[:2], ""]
    return {"title": tell("secondary"), "head": head, "rows": rows, "note": ""}


def _mean_cells(line: Line, outcome: Outcome, tell: Speech) -> list[str]:
    value, interval, p = _estimate_cells(line.estimate, tell)
    return [f"{line.n[0]} / {line.n[1]}", f"{value} {tell.of(outcome.unit)}", interval, f"p {p}"]


def _share_cells(line: ShareLine, tell: Speech) -> list[str]:
    analysis = line.shares
    n = " / ".join(tell("of", part=str(part), whole=str(whole)) for part, whole in zip(analysis.yes, analysis.n, strict=True))
    value, low, high = (100 * part for part in analysis.difference)
    ratio = "–" if analysis.ratio is None else f"{tell.number(analysis.ratio[0])} ({tell.interval(analysis.ratio[1], analysis.ratio[2])})"
    return [n, f"{tell.number(value, 1)} points", tell.interval(low, high, 1), f"{tell('ratio')} {ratio}"]


def _time_cells(line: TimeLine, outcome: Outcome, tell: Speech) -> list[str]:
    value, interval, _ = _estimate_cells(line.difference, tell)
    means = " / ".join(tell.number(mean, 1) for mean in line.means)
    what = tell("mean_time", until=f"{outcome.until:g}", unit=tell.of(outcome.unit))
    rank = tell("no_log_rank") if line.log_rank is None else tell("log_rank", chi=tell.number(line.log_rank[0]), p=tell.p(line.log_rank[1]))
    return [f"{line.n[0]} / {line.n[1]}", value, interval, f"{what} {means}. {rank}"]


def _harms(analysis: Analysis, protocol: Protocol, tell: Speech) -> dict[str, Any]:
    names = {harm.key: tell.of(harm.name) for harm in protocol.harms}
    rows = [
        [
            names[line.harm],
            tell.arm(line.arm),
            tell("of", part=str(line.people), whole=str(line.n)),
            tell("events", events=str(line.events)),
        ]
        for line in analysis.harms
    ]
    return {"title": tell("harms"), "head": ["", "", tell("people"), ""], "rows": rows, "note": ""}


def _clusters(alike: Likeness, tell: Speech) -> dict[str, Any]:
    """Of the primary outcome: how many clusters, how large, how alike the people of one are."""
    icc = "–" if alike.icc is None else tell.number(alike.icc, 3)
    rows = [
        [tell("clusters_scored"), str(alike.clusters), "", ""],
        [tell("cluster_sizes"), tell.between(alike.smallest, alike.largest), "", ""],
        [tell("icc"), icc, "", ""],
    ]
    few = [tell("few_clusters", few=str(FEW_CLUSTERS), clusters=str(alike.clusters))] if alike.is_few else []
    note = " ".join([tell("icc_note"), *few])
    return {"title": tell("clusters"), "head": ["", "", "", ""], "rows": rows, "note": note}


def _elsewhere(exposures: Sequence[Exposure], tell: Speech) -> dict[str, Any]:
    """What people of each arm met of the others, as they said when they were asked."""
    rows = [[tell.arm(arm), tell(f"met_{what}"), tell("of", part=str(n), whole=str(asked)), ""] for arm, what, n, asked in exposures]
    return {"title": tell("elsewhere"), "head": ["", "", tell("people"), ""], "rows": rows, "note": tell("elsewhere_note")}


def _health(counts: Sequence[tuple[str, int]], tell: Speech) -> dict[str, Any]:
    """What no outcome could be made of, and how often."""
    rows = [[health.words(key, tell.language), str(count), "", ""] for key, count in counts]
    return {"title": tell("health_title"), "head": ["", tell("count"), "", ""], "rows": rows, "note": tell("health_note")}


def _forest(analysis: Analysis, protocol: Protocol, tell: Speech) -> dict[str, Any]:
    """Each primary comparison as a point and a line between `low` and `high`, on an axis that holds zero and the relevant difference."""
    estimates = [line.estimate for line in analysis.primary]
    marks = [0.0, protocol.primary.relevant or 0.0]
    low, high = min(*(one.low for one in estimates), *marks), max(*(one.high for one in estimates), *marks)
    margin = (high - low) * 0.05 or 1.0
    rows = [
        {
            "label": f"{_against(tell, line.arm)} – {_who(line, tell)}",
            "value": line.estimate.value,
            "low": line.estimate.low,
            "high": line.estimate.high,
            "text": f"{tell.number(line.estimate.value)} ({tell.interval(line.estimate.low, line.estimate.high)})",
        }
        for line in analysis.primary
    ]
    return {"low": low - margin, "high": high + margin, "marks": list(dict.fromkeys(marks)), "rows": rows}


def _methods(protocol: Protocol, tell: Speech) -> list[str]:
    lines = [tell("method_person")]
    if protocol.unit == "cluster":
        lines.append(tell("method_cluster"))
    return [*lines, tell("reproduce")]
