"""What a public comment may be, and the number that its writer looks the answer up by."""

import re
import unicodedata
from ipaddress import IPv6Address, ip_address, ip_network

MOST_LINKS = 1
# Without letters and figures that look alike on paper.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
NUMBER_LENGTH = 12
GROUP = 4
_LINK = re.compile(r"https?://|www\.|[\w-]+\.(?:com|cn|net|org|top|xyz|vip)\b", re.IGNORECASE)


def tidy_text(text: str) -> str:
    r"""A text without characters that nobody types: controls, turned writing, private signs.

    >>> tidy_text("\u202e排队\x07太久\r\n请加窗口 ")
    '排队太久\n请加窗口'
    """
    text = text.replace("\r\n", "\n")
    kept = (one for one in text if one == "\n" or unicodedata.category(one)[0] != "C")
    return "".join(kept).strip()


def count_links(text: str) -> int:
    """How many addresses of the web a text names.

    >>> count_links("看 https://a.example 和 www.b.example"), count_links("等了3.5小时")
    (2, 0)
    """
    return len(_LINK.findall(text))


def network_of(address: str) -> str:
    """Who counts as one sender: an IPv4 address, or the 64 bits of IPv6 that one house has.

    >>> network_of("192.0.2.7"), network_of("2001:db8:1:2:3::4"), network_of("")
    ('192.0.2.7', '2001:db8:1:2::/64', '')
    """
    try:
        found = ip_address(address)
    except ValueError:
        return ""
    if isinstance(found, IPv6Address):
        return str(ip_network((found, 64), strict=False))
    return str(found)


def show_number(number: str) -> str:
    """A number in groups, as people copy it.

    >>> show_number("ABCD2345EFGH")
    'ABCD-2345-EFGH'
    """
    return "-".join(number[at : at + GROUP] for at in range(0, len(number), GROUP))


def read_number(text: str) -> str:
    """What somebody typed, as the number is stored.

    >>> read_number(" abcd-2345 efgh")
    'ABCD2345EFGH'
    """
    wide = unicodedata.normalize("NFKC", text).upper()
    return "".join(one for one in wide if one in ALPHABET)[: NUMBER_LENGTH + 1]
