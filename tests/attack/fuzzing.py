"""How long chance is given: in `make test` little, with the same seed; in `make fuzz` more."""

import os

from hypothesis import HealthCheck, settings

SECONDS = int(os.environ.get("FUZZ_SECONDS", "0"))  # 0: as few as `make test` has time for
SEED = int(os.environ.get("FUZZ_SEED", "6"))  # what failed once fails again with it
_A_SECOND = 10  # examples, or thereabouts


def tried(few: int) -> settings:
    """For a property that asks a server: so few examples in `make test`."""
    return settings(
        max_examples=SECONDS * _A_SECOND or few,
        deadline=None,
        database=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
    )
