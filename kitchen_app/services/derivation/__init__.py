"""Everything that is derived from other rows, held against a fresh derivation and corrected.

Each of `STEPS` sees a batch of one table's rows of a cook, in the transaction of its caller, and
says what differs; with `write` it corrects that. Called again with the `last` it returned, until
that is None, it has seen all. What PostgreSQL generates itself cannot differ.
"""

from kitchen_app.services.derivation import chats, cookbook, pantries

STEPS = (pantries.see, cookbook.see, chats.see_sessions, chats.see_messages)
