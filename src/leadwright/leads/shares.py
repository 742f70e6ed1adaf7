"""Who gets the free places: campaigns share them evenly, whatever their size.

A campaign of a million leads must not keep one of ten waiting for days. Within a campaign, priority
decides.
"""

import heapq
from collections.abc import Mapping


def fair_shares(in_hand: Mapping[str, int], free: int) -> dict[str, int]:
    """How many of the free places each campaign gets.

    Each place goes to the campaign with the fewest leads in hand, so that all come to the same
    number as far as the places go; none is taken away from those that have more.

    Args:
        in_hand: Leads being worked, by campaign; those with leads that wait.
        free: Places to give.
    """
    shares = dict.fromkeys(in_hand, 0)
    line = [(count, name) for name, count in in_hand.items()]
    heapq.heapify(line)
    for _ in range(free if line else 0):
        count, name = line[0]
        shares[name] += 1
        heapq.heapreplace(line, (count + 1, name))
    return shares
