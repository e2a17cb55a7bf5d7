"""How often one sender may comment, without keeping who it is.

Counters live in the cache alone, for an hour. Their names are made with a salt that lives there for
an hour too and is never written down: nobody can tell from a name which address it counts.
"""

import hashlib
import secrets

from django.core.cache import cache

from collection.models import CommentDesk, CommentPoint
from collection.rules.comments import network_of

AN_HOUR = 3600
MOST_LOOKUPS = 30
SALT = "comment-salt"


def may_comment(point: CommentPoint, desk: CommentDesk, *, address: str) -> bool:
    """Count a try to comment; False once the sender or the page has had its share of the hour."""
    # Both are counted, whichever says no.
    sender = _counted("sender", network_of(address)) <= desk.per_sender
    page = _counted("point", point.token) <= desk.per_point
    return sender and page


def may_look_up(*, address: str) -> bool:
    """Count a number that was asked for, right or wrong."""
    return _counted("lookup", network_of(address)) <= MOST_LOOKUPS


def _counted(kind: str, who: str) -> int:
    salt = cache.get_or_set(SALT, lambda: secrets.token_hex(16), AN_HOUR)
    name = hashlib.sha256(f"{salt} {kind} {who}".encode()).hexdigest()
    cache.add(name, 0, AN_HOUR)
    try:
        return int(cache.incr(name))
    except ValueError:
        # It ran out between the two steps: this try is the first of the next hour.
        cache.set(name, 1, AN_HOUR)
        return 1
