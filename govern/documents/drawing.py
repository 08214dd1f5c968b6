"""Drawings on paper, as inline SVG: the strip of phases, the line of dates, bars, marks, scan code.

Colours, sizes and families are literal attributes: the classes of the style sheet do not reach
into an inline drawing. Each drawing has a <title>: it becomes the alternative text of the figure.
All lengths are units of a drawing that is 680 units wide on the full measure of the page.
"""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from datetime import date
from typing import Any

import segno
from markupsafe import Markup, escape

from govern.documents.formats import shown, titled

WIDTH = 680.0
MOST_DATES = 30  # on one line
EDGE = 54.0  # from the side of a strip to its first and last point
INK, DIM, PALE, LINE = "#12324a", "#526170", "#b8c2cd", "#d5dbe3"
CHECK = '<path d="{d}" fill="none" stroke="#ffffff" stroke-width="{w}" {ends}/>'
ROUND = 'stroke-linecap="round" stroke-linejoin="round"'

MARKS = {  # kind: colour, filled, drawing inside
    "met": ("#17734b", True, "M4.4 8.3 l2.5 2.6 l4.8 -5.4"),
    "unmet": ("#b3261e", True, "M5 5 l6 6 M11 5 l-6 6"),
    "open": ("#526170", False, "M4.5 8 h7"),
    "unknown": ("#8a97a5", False, ""),
}


def _svg(box: str, title: str, body: str, attributes: str = "") -> Markup:
    opening = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}" {attributes} role="img">'
    drawing = f"{opening}<title>{escape(shown(title))}</title>{body}</svg>"
    return Markup(drawing)  # noqa: S704 - whatever came from outside is escaped above


def _text(x: float, y: float, text: str, size: float, fill: str, weight: int = 400) -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="middle" font-family="Doc Sans" '
        f'font-size="{size}" font-weight="{weight}" fill="{fill}">{escape(shown(text))}</text>'
    )


def _circle(x: float, y: float, radius: float, fill: str, stroke: str = "none") -> str:
    return (
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius}" fill="{fill}" '
        f'stroke="{stroke}" stroke-width="1.6"/>'
    )


def _segment(x1: float, x2: float, y: float, stroke: str, width: float) -> str:
    return (
        f'<line x1="{x1:.1f}" y1="{y}" x2="{x2:.1f}" y2="{y}" stroke="{stroke}" '
        f'stroke-width="{width}" stroke-linecap="round"/>'
    )


def lifecycle(
    phases: Sequence[str], current: str | None, accent: str = "#17734b", soft: str = "#dcefe5"
) -> Markup:
    """The strip of phases, by name: those before `current` ticked, `current` in the accent colour.

    A `current` that is none of the phases leaves all of them open. Empty for fewer than two.
    """
    if len(phases) < 2:
        return Markup("")
    at = phases.index(current) if current in phases else -1
    phases = [titled(phase) for phase in phases]
    step = (WIDTH - 2 * EDGE) / (len(phases) - 1)
    body = _segment(EDGE, WIDTH - EDGE, 24, LINE, 4)
    if at > 0:
        body += _segment(EDGE, EDGE + step * at, 24, INK, 4)
    for index, phase in enumerate(phases):
        x = EDGE + step * index
        body += _phase_mark(x, index, at, accent, soft)
        fill = INK if index <= at else DIM
        body += _phase_name(x, phase, step, fill, accent if index == at else "")
    named = f" Current phase: {phases[at]}." if at >= 0 else ""
    return _svg("0 0 680 94", f"Phases: {', '.join(phases)}.{named}", body, 'width="100%"')


def _phase_mark(x: float, index: int, at: int, accent: str, soft: str) -> str:
    if index < at:
        tick = CHECK.format(d=f"M {x - 5:.1f} 24.5 l 3.6 3.7 l 6.6 -7.4", w=2.2, ends=ROUND)
        return _circle(x, 24, 12, INK) + tick
    number = str(index + 1)
    if index == at:
        mark = _circle(x, 24, 18, soft) + _circle(x, 24, 12, accent)
        return mark + _text(x, 28.2, number, 12, "#ffffff", 600)
    return _circle(x, 24, 11, "#ffffff", PALE) + _text(x, 28, number, 11.5, DIM)


def _phase_name(x: float, phase: str, step: float, fill: str, accent: str) -> str:
    """The name under its mark, on two lines at most; the <title> of the strip has all of it.

    With an accent it is the current one, and said to be.
    """
    size = 12.5 if step > 80 else 10.5
    room = int(min(step - 6, 2 * EDGE) / (size * 0.56))
    parts = textwrap.wrap(phase, max(4, room))
    if len(parts) > 2:
        parts = [parts[0], parts[1][: max(4, room) - 1].rstrip() + "…"]
    weight = 600 if accent else 400
    rows = [(part, size, fill, weight) for part in parts]
    if accent:
        rows.append(("current phase", 9.5, accent, 500))
    return "".join(_text(x, 58 + 15 * row, *text) for row, text in enumerate(rows))


def timeline(dates: Sequence[str | None], issued: str = "") -> Markup:
    """A line of numbered dates ("2026-03-31") to scale, the day of issue marked on it.

    Numbers are places in `dates`. Empty unless two different days are given, and for more than
    fit side by side.
    """
    days = [(index + 1, date.fromisoformat(day)) for index, day in enumerate(dates) if day]
    if len({day for _, day in days}) < 2 or len(days) > MOST_DATES:
        return Markup("")
    first, last = min(day for _, day in days), max(day for _, day in days)
    scale = (WIDTH - 40) / (last - first).days
    body = _segment(20, WIDTH - 20, 26, LINE, 3) + _years(first, last, scale)
    body += _issued(issued, first, last, scale)
    places = _apart([20 + (day - first).days * scale for _, day in sorted(days, key=_by_day)])
    for x, (number, _) in zip(places, sorted(days, key=_by_day), strict=True):
        body += _circle(x, 26, 9, INK) + _text(x, 29.6, str(number), 10, "#ffffff", 600)
    title = f"A line with {len(days)} dates, the first {first}, the last {last}."
    return _svg("0 0 680 56", title, body, 'width="100%"')


def _by_day(item: tuple[int, date]) -> date:
    return item[1]


def _apart(places: list[float], room: float = 21.0) -> list[float]:
    """The places, each at least `room` after the one before, none beyond the right edge."""
    for index in range(1, len(places)):
        places[index] = max(places[index], places[index - 1] + room)
    limit = WIDTH - 20
    for index in reversed(range(len(places))):
        places[index] = min(places[index], limit)
        limit = places[index] - room
    return places


def _years(first: date, last: date, scale: float) -> str:
    body = ""
    for year in range(first.year + 1, last.year + 1):
        x = 20 + (date(year, 1, 1) - first).days * scale
        body += f'<line x1="{x:.1f}" y1="14" x2="{x:.1f}" y2="38" stroke="{PALE}"/>'
        body += _text(x, 51, str(year), 9.5, DIM)
    return body


def _issued(issued: str, first: date, last: date, scale: float) -> str:
    day = date.fromisoformat(issued[:10]) if issued else last
    if not first < day < last:
        return ""
    x = 20 + (day - first).days * scale
    return (
        f'<line x1="{x:.1f}" y1="11" x2="{x:.1f}" y2="40" stroke="#a35b00" stroke-width="1.6"/>'
        + _text(x, 8, "issued", 9, "#a35b00", 500)
    )


def bar(share: float | None) -> Markup:
    """A bar filled to `share` (0 to 1); empty where there is none."""
    if share is None:
        return Markup("")
    body = '<rect width="60" height="4" rx="2" fill="#e6eaee"/>'
    body += f'<rect width="{max(1.5, 60 * share):.1f}" height="4" rx="2" fill="{INK}"/>'
    return _svg("0 0 60 4", f"{100 * share:.0f} per cent of the total", body, 'width="100%"')


def mark(kind: str, title: str) -> Markup:
    """A round mark: `met`, `unmet`, `open` or `unknown`; the title says it in words."""
    colour, filled, path = MARKS.get(kind, MARKS["unknown"])
    stroke = "#ffffff" if filled else colour
    body = (
        f'<circle cx="8" cy="8" r="{8 if filled else 7}" fill="{colour if filled else "#ffffff"}" '
        f'stroke="{"none" if filled else colour}" stroke-width="1.6"/>'
        f'<path d="{path or "M8 8"}" fill="none" stroke="{stroke}" stroke-width="1.8" {ROUND}/>'
    )
    return _svg("0 0 16 16", title, body, 'class="mark" width="11" height="11"')


def scan_code(text: str, title: str) -> Markup:
    """A QR code (error correction M) as one path, with its quiet zone of four modules."""
    matrix = segno.make_qr(text, error="m", boost_error=False).matrix
    size = len(matrix) + 8
    path = "".join(
        f"M{x + 4} {y + 4}h{run}v1h-{run}z" for y, row in enumerate(matrix) for x, run in _runs(row)
    )
    return _svg(f"0 0 {size} {size}", title, f'<path d="{path}" fill="{INK}"/>')


def _runs(row: Sequence[int]) -> list[tuple[int, int]]:
    """Where dark modules begin in a row, and how many follow on one another."""
    runs: list[tuple[int, int]] = []
    for x, dark in enumerate(row):
        if not dark:
            continue
        if runs and sum(runs[-1]) == x:
            runs[-1] = (runs[-1][0], runs[-1][1] + 1)
        else:
            runs.append((x, 1))
    return runs


DRAWINGS: dict[str, Any] = {
    "bar": bar,
    "lifecycle": lifecycle,
    "mark": mark,
    "scan_code": scan_code,
    "timeline": timeline,
}
