"""How stored values look on paper: the filters of the document templates, all of them here.

Every filter takes a value in its stored form (JSON) and returns text; what is empty becomes an
em dash. `shown` passes every piece of text on its way to the page.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any

from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape

EMPTY = "—"
FIXED = "\u00a0"  # no-break space: between groups of digits, between a sign and its figure

SIGNS = {"EUR": "€", "USD": "$", "GBP": "£", "JPY": "¥", "INR": "₹", "UAH": "₴", "PLN": "zł"}
LONG_WORD = re.compile(r"\S{40,}")
BULLET = re.compile(r"^\s*(?:[-*•–]|\d{1,2}[.)])\s+")
HIDDEN = frozenset(("Cc", "Cn", "Co", "Cs", "Zl", "Zp"))  # no character anybody could read
# Marks that reorder what is read; shown by their number, so that none can disguise a text.
BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def shown(value: Any) -> Any:
    """`value` as it may be put on the page: None is an em dash, controls are visible.

    A word of 40 characters or more gets places to break: laying it out unbroken takes time that
    grows with the square of its length.
    """
    if value is None:
        return EMPTY
    if not isinstance(value, str) or isinstance(value, Markup):
        return value
    text = "".join(f"[U+{ord(char):04X}]" if _hidden(char) else char for char in value)
    return LONG_WORD.sub(lambda found: _breakable(found[0]), text)


def _hidden(char: str) -> bool:
    return char in BIDI or (unicodedata.category(char) in HIDDEN and char not in "\n\t")


def _breakable(word: str) -> str:
    return "\u200b".join(word[start : start + 20] for start in range(0, len(word), 20))


def digits(value: str | int | float | None) -> str:
    """A number with its thousands apart: 1234567.5 is `1 234 567.5`; four digits stay together."""
    if value is None or value == "":
        return EMPTY
    number = Decimal(str(value))
    plain = format(number, "f")
    return plain.replace("-", "−") if abs(number) < 10_000 else _grouped(number, plain)


def _grouped(number: Decimal, plain: str) -> str:
    _, dot, fraction = plain.partition(".")
    return f"{int(number):,}".replace(",", FIXED).replace("-", "−") + dot + fraction


def money(value: Mapping[str, Any] | None, cents: bool | None = None) -> str:
    """`€ 1 184 150`; cents where there are any, or as told."""
    if not value:
        return EMPTY
    amount = Decimal(value["amount"])
    if cents is None:
        cents = amount != amount.to_integral_value()
    plain = f"{abs(amount):,.{2 if cents else 0}f}".replace(",", FIXED)
    sign = "−" if amount < 0 else ""
    return f"{sign}{SIGNS.get(value['currency'], value['currency'])}{FIXED}{plain}"


def has_cents(rows: Iterable[Any] | None, column: str) -> bool:
    """True where any amount of the column has cents: then the whole column shows them."""
    amounts = [Decimal(row[column]["amount"]) for row in rows or () if row[column]]
    return any(amount != amount.to_integral_value() for amount in amounts)


def share(value: Mapping[str, str] | None, of: Mapping[str, str] | None) -> float | None:
    """What part of `of` the amount is, 0 to 1; None where that says nothing."""
    if not value or not of or Decimal(of["amount"]) <= 0 or Decimal(value["amount"]) < 0:
        return None
    return float(min(Decimal(1), Decimal(value["amount"]) / Decimal(of["amount"])))


def overrun(value: Mapping[str, str] | None, of: Mapping[str, str] | None) -> str:
    """How far an amount is from another: `€ 500 over`, `€ 500 under`, `none`; else an em dash."""
    if not value or not of or value["currency"] != of["currency"]:
        return EMPTY
    apart = Decimal(value["amount"]) - Decimal(of["amount"])
    if not apart:
        return "none"
    amount = money({"amount": str(abs(apart)), "currency": value["currency"]})
    return f"{amount} {'over' if apart > 0 else 'under'}"


def percent(value: str | int | float | None) -> str:
    """`12.5 %`."""
    return EMPTY if value is None else f"{digits(value)}{FIXED}%"


def day(value: str | None) -> str:
    """The day of a date or a moment, as 2026-03-31."""
    return value[:10] if value else EMPTY


def moment(value: str | None) -> str:
    """A moment to the second, as `2026-03-31 10:00:00`; always UTC, the heading says so."""
    return f"{value[:10]} {value[11:19]}" if value else EMPTY


def yes_no(value: bool | None) -> str:
    """`Yes`, `No` or an em dash."""
    return EMPTY if value is None else "Yes" if value else "No"


def in_groups(digest: str, size: int = 8) -> str:
    """A digest in groups of `size` digits, so that an eye can compare it."""
    return " ".join(digest[start : start + size] for start in range(0, len(digest), size))


def blocks(text: str | None) -> list[dict[str, Any]]:
    """A long text as its paragraphs: their `texts`, and whether they are items of a list."""
    found = []
    for paragraph in re.split(r"\n\s*\n", (text or "").strip()):
        lines = [line.strip() for line in paragraph.split("\n") if line.strip()]
        if len(lines) > 1 and all(BULLET.match(line) for line in lines):
            found.append({"listed": True, "texts": [BULLET.sub("", line) for line in lines]})
        elif lines:
            found.append({"listed": False, "texts": lines})
    return found


def lines(texts: list[str]) -> Markup:
    """Lines of one paragraph, each broken from the next."""
    return Markup("<br>").join(escape(shown(text)) for text in texts)


def titled(name: str | None) -> str:
    """A name as a title, where no title was given: `in_review` is `In review`."""
    text = (name or "").replace("_", " ").strip()
    return text[:1].upper() + text[1:] if text else EMPTY


@pass_context
def person(context: Context, name: str | None) -> str:
    """The full name of a person, else the name itself."""
    return str(context["people"].get(name, name)) if name else EMPTY


@pass_context
def state(context: Context, name: str | None) -> str:
    """The title of one of the record's states."""
    return str(context["states"].get(name) or titled(name))


@pass_context
def value(context: Context, held: Any, field: Mapping[str, Any]) -> str:
    """Any value that stands in one line, by the kind of its field or column."""
    if held is None or held in ("", []):
        return EMPTY
    if isinstance(held, list):
        return ", ".join(_single(context, item, field) for item in held)
    return _single(context, held, field)


def _single(context: Context, held: Any, field: Mapping[str, Any]) -> str:
    kind = field["kind"]
    if kind in BY_KIND:
        return BY_KIND[kind](held)
    if kind in ("person", "people"):
        return str(context["people"].get(held, held))
    if kind in ("link", "links"):
        return str(context["links"].get(held, held))
    if kind in ("choice", "choices"):
        return str(field.get("choices", {}).get(held) or titled(held))
    return titled(held) if kind == "role" else str(held)


@pass_context
def cell(
    context: Context, row: Mapping[str, Any], column: Mapping[str, Any], cents: Mapping[str, bool]
) -> str:
    """What stands in one cell of a table field; `cents` is `cents_of` the field."""
    held = row.get(column["name"])
    if column["kind"] == "money" and held:
        return money(held, cents[column["name"]])
    return value(context, held, column)


def cents_of(field: Mapping[str, Any]) -> dict[str, bool]:
    """Which money columns of a table field show cents, by name."""
    names = [column["name"] for column in field["columns"] if column["kind"] == "money"]
    rows = [dict.fromkeys(names) | dict(row) for row in field["value"]]
    return {name: has_cents(rows, name) for name in names}


def widths(field: Mapping[str, Any]) -> list[float]:
    """How wide the columns of a table field are, in per cent: by kind, texts by their length."""
    rows = field["value"] or []
    columns = field["columns"]
    weights = [_weight(column, rows) for column in columns]
    for place in range(1, len(columns)):
        if figure(columns[place - 1]) and not figure(columns[place]):
            weights[place] += 4  # the gap after a figure
    return [round(100 * weight / sum(weights), 2) for weight in weights]


def _weight(column: Mapping[str, Any], rows: list[Mapping[str, Any]]) -> float:
    title = len(column["title"]) * 0.9 + 3
    if column["kind"] in WEIGHTS:
        return max(WEIGHTS[column["kind"]], title)
    texts = [len(str(row.get(column["name"]) or "")) for row in rows]
    return min(44.0, max((14.0, title, *texts)))


def figure(column: Mapping[str, Any]) -> bool:
    """True for a column of figures, which stand to the right."""
    return column["kind"] in FIGURES


WEIGHTS = {
    "boolean": 9.0,
    "date": 16.0,
    "datetime": 26.0,
    "integer": 8.0,
    "money": 17.0,
    "people": 24.0,
    "person": 20.0,
}
FIGURES = frozenset(("integer", "number", "money", "percent", "date"))

BY_KIND: Mapping[str, Callable[..., str]] = {
    "integer": digits,
    "number": digits,
    "money": money,
    "overrun": overrun,
    "percent": percent,
    "date": day,
    "datetime": lambda held: f"{moment(held)} UTC",
    "boolean": yes_no,
}

FILTERS: Mapping[str, Callable[..., Any]] = {
    "blocks": blocks,
    "cell": cell,
    "cents_of": cents_of,
    "day": day,
    "digits": digits,
    "has_cents": has_cents,
    "in_groups": in_groups,
    "lines": lines,
    "moment": moment,
    "money": money,
    "overrun": overrun,
    "percent": percent,
    "person": person,
    "share": share,
    "state": state,
    "titled": titled,
    "value": value,
    "widths": widths,
    "yes_no": yes_no,
}
TESTS: Mapping[str, Callable[..., bool]] = {"figure": figure}
