"""Where people were refused while a seat had to wait: so that lifting their delay can lift the seat's too.

In memory only: passing, lost with the server, and bounded, so that who tries many names fills nothing. Who was
forgotten tries once more.
"""

import threading
from collections import OrderedDict

MOST = 2000
"""Accounts remembered; beyond them the oldest go."""


class Refusals:
    """The address where each account, by the digest of its name, was last refused. Safe for threads."""

    def __init__(self) -> None:
        self._addresses: OrderedDict[str, str] = OrderedDict()
        self._lock = threading.Lock()

    def remember(self, account: str, address: str) -> None:
        """Remember where an account was refused, whether or not it exists."""
        with self._lock:
            self._addresses[account] = address
            self._addresses.move_to_end(account)
            if len(self._addresses) > MOST:
                self._addresses.popitem(last=False)

    def address_of(self, account: str) -> str | None:
        """Return where an account was last refused, if it is remembered."""
        return self._addresses.get(account)

    def forget(self, account: str) -> None:
        """Forget an account that is let in."""
        with self._lock:
            self._addresses.pop(account, None)
