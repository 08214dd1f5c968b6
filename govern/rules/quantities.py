"""Numbers and money between what is sent, what is kept and what is computed with.

Kept are at most 15 significant digits, which every reader of JSON keeps exactly; money has two
decimals. What people send is refused rather than rounded; what an expression computes is rounded.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Any

from govern.errors import Problem, ValuesRefused
from govern.spec.model import LIMIT_DIGITS, MONEY_STEP, Field
from govern.spec.values import Money

INTEGER_LIMIT = 2**31
NUMBER_LIMIT = Decimal(10) ** LIMIT_DIGITS
MONEY_LIMIT = Decimal(10) ** (LIMIT_DIGITS - 2)

_DECIMAL = re.compile(r"-?[0-9]{1,40}(?:\.[0-9]{1,40})?")
# Own contexts: what is kept must not depend on the thread's decimal context.
_EXACT = Context(prec=120)
_KEPT = Context(prec=LIMIT_DIGITS, rounding=ROUND_HALF_UP)


def read_integer(sent: Any, field: Field) -> int:
    """The whole number that was sent; ValuesRefused for a boolean, a fraction or a text."""
    if isinstance(sent, bool) or not isinstance(sent, int):
        raise refused("wrong_type", f"{field.title} must be a whole number.")
    if sent >= INTEGER_LIMIT:
        raise refused("too_large", f"{field.title} must not be above {INTEGER_LIMIT - 1}.")
    if sent < -INTEGER_LIMIT:
        raise refused("too_small", f"{field.title} must not be below {-INTEGER_LIMIT}.")
    return sent


def read_number(sent: Any, field: Field) -> Decimal:
    """The exact number that was sent as a number or as a decimal text."""
    number = _decimal(sent, field.title, NUMBER_LIMIT)
    if len(number.as_tuple().digits) > LIMIT_DIGITS or number.as_tuple().exponent < -LIMIT_DIGITS:  # type: ignore[operator]
        detail = f"{field.title} must not have more than {LIMIT_DIGITS} significant digits."
        raise refused("too_precise", detail)
    return number


def read_money(sent: Any, field: Field, currency: str) -> Money:
    """The amount that was sent alone or with its currency, which must be `currency`."""
    pointer = ""
    if isinstance(sent, Mapping):
        pointer, sent = "/amount", _amount_in(sent, field, currency)
    if not currency:
        raise refused("wrong_currency", f"{field.title}: this workflow declares no currency.")
    amount = _decimal(sent, field.title, MONEY_LIMIT, pointer)
    if amount.as_tuple().exponent < -2:  # type: ignore[operator]
        detail = f"{field.title} must not have more than two decimals."
        raise refused("too_precise", detail, pointer)
    return Money(amount.quantize(MONEY_STEP, context=_EXACT), currency)


def _amount_in(sent: Mapping[str, Any], field: Field, currency: str) -> Any:
    if set(sent) != {"amount", "currency"}:
        detail = f"{field.title} must be an amount, or an object of amount and currency."
        raise refused("wrong_type", detail)
    if sent["currency"] != currency:
        detail = f"{field.title} must be in {currency or 'no currency'}."
        raise refused("wrong_currency", detail, "/currency")
    return sent["amount"]


def _decimal(sent: Any, title: str, limit: Decimal, pointer: str = "") -> Decimal:
    """The sent number without trailing zeros; its absolute value is below `limit`."""
    number = _parsed(sent, limit)
    if number is None:
        raise refused("wrong_type", f"{title} must be a number.", pointer)
    if number >= limit:
        raise refused("too_large", f"{title} must be below {limit:f}.", pointer)
    if number <= -limit:
        raise refused("too_small", f"{title} must be above {-limit:f}.", pointer)
    return number.normalize(_EXACT) if number else Decimal(0)


def _parsed(sent: Any, limit: Decimal) -> Decimal | None:
    if isinstance(sent, bool):
        return None
    if isinstance(sent, int):  # a huge one is not even converted: that takes time
        return Decimal(sent) if -limit < sent < limit else limit.copy_sign(-1 if sent < 0 else 1)
    if isinstance(sent, float):
        sent = Decimal(repr(sent))
    elif isinstance(sent, str):
        sent = Decimal(sent) if _DECIMAL.fullmatch(sent) else None
    return sent if isinstance(sent, Decimal) and sent.is_finite() else None


def refused(code: str, detail: str, pointer: str = "") -> ValuesRefused:
    """One problem as a refusal, to be raised by the caller."""
    return ValuesRefused([Problem(code, detail, pointer)])


def keep_number(number: Decimal | int) -> int | float:
    """The number as JSON: whole where it is whole. Exact for what `read_number` gives."""
    whole = int(number)
    return whole if whole == number else float(number)


def keep_money(money: Money) -> dict[str, str]:
    """The amount as JSON, always with two decimals."""
    return {"amount": f"{money.amount:.2f}", "currency": money.currency}


def restore_number(kept: int | float) -> Decimal:
    """The number that `keep_number` kept."""
    return Decimal(kept) if isinstance(kept, int) else Decimal(repr(kept))


def restore_money(kept: Mapping[str, str]) -> Money:
    """The amount that `keep_money` kept."""
    return Money(Decimal(kept["amount"]), kept["currency"])


def round_number(number: Decimal | int) -> Decimal:
    """A computed number as it can be kept: 15 significant digits, halves away from zero."""
    rounded = _KEPT.plus(Decimal(number))
    step = Decimal(1).scaleb(-LIMIT_DIGITS)
    exponent = rounded.as_tuple().exponent
    fine = isinstance(exponent, int) and exponent < -LIMIT_DIGITS
    return rounded.quantize(step, ROUND_HALF_UP, _EXACT) if fine else rounded


def round_money(money: Money) -> Money:
    """A computed amount in whole cents, halves away from zero."""
    return Money(money.amount.quantize(MONEY_STEP, ROUND_HALF_UP, _EXACT), money.currency)
