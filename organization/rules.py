"""Pure checks and formats of the ground floor: codes, ID numbers, addresses, spans of keys."""

import datetime as dt
from collections.abc import Iterable, Sequence
from ipaddress import IPv4Network, IPv6Network, ip_address

from stdnum.cn import ric, uscc
from stdnum.exceptions import ValidationError as NumberFault


def is_credit_code(code: str) -> bool:
    """Whether a unified social credit code (统一社会信用代码) has the right form and check digit.

    Source: GB 32100-2015.

    >>> is_credit_code("91110000600037341L"), is_credit_code("911100006000373410")
    (True, False)
    """
    return bool(uscc.is_valid(code))


def is_id_number(number: str) -> bool:
    """Whether an ID number (公民身份号码) has 18 places, a real date and the right check digit.

    The region is not looked up: lists of former codes have gaps, and no real number may fail.

    Source: GB 11643-1999.

    >>> is_id_number("11010519491231002X"), is_id_number("110105491231002")
    (True, False)
    """
    if len(number) != 18 or not (number[:17].isascii() and number[:17].isdigit()):
        return False
    try:
        ric.get_birth_date(number)
    except NumberFault:
        return False
    return bool(ric.calc_check_digit(number) == number[17])


def birth_month_of(id_number: str) -> dt.date:
    """First day of the month of birth that a valid ID number carries.

    >>> birth_month_of("11010519491231002X")
    datetime.date(1949, 12, 1)
    """
    return dt.date(int(id_number[6:10]), int(id_number[10:12]), 1)


def mask_id_number(number: str) -> str:
    """The ID number as pages show it: region and last two places, the rest hidden.

    >>> mask_id_number("11010519491231002X")
    '110105**********2X'
    """
    return f"{number[:6]}{'*' * max(len(number) - 8, 0)}{number[-2:]}" if number else ""


def is_region_code(code: str) -> bool:
    """Whether a code has the form of GB/T 2260: six digits, province first.

    >>> is_region_code("320100"), is_region_code("3201")
    (True, False)
    """
    return len(code) == 6 and code.isascii() and code.isdigit() and code[0] != "0"


def client_address(
    sender: str, forwarded: str, trusted: Sequence[IPv4Network | IPv6Network]
) -> str:
    """Address of the client: of the hops, the nearest that is no trusted proxy.

    Args:
        sender: whom the server itself sees.
        forwarded: `X-Forwarded-For`, the nearest hop last; believed only from a trusted proxy.
        trusted: networks of the own proxies.

    >>> from ipaddress import ip_network
    >>> client_address("10.0.0.2", "6.6.6.6, 10.1.7.9", [ip_network("10.0.0.2")])
    '10.1.7.9'
    >>> client_address("10.1.7.9", "6.6.6.6", [ip_network("10.0.0.2")])
    '10.1.7.9'
    """
    nearest = sender
    for hop in reversed(forwarded.split(",")):
        if not _is_within(nearest, trusted) or not _is_address(hop.strip()):
            return nearest
        nearest = hop.strip()
    return nearest


def spans_of(keys: Iterable[int]) -> list[tuple[int, int]]:
    """Whole numbers as spans from the first to the last of each unbroken row of them.

    >>> spans_of([4, 1, 2, 3, 9])
    [(1, 4), (9, 9)]
    """
    spans: list[tuple[int, int]] = []
    for key in sorted(keys):
        if spans and key == spans[-1][1] + 1:
            spans[-1] = (spans[-1][0], key)
        else:
            spans.append((key, key))
    return spans


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True


def _is_within(address: str, networks: Sequence[IPv4Network | IPv6Network]) -> bool:
    # A server on a Unix socket sees no address at all.
    return _is_address(address) and any(ip_address(address) in network for network in networks)
