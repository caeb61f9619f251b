"""People say one thing in many ways, and the tables have enough of them."""

from typing import Any

import pytest

from tests.offline.test_offline_convert import CONVERTED
from tests.offline.test_offline_cook import HUNGRY
from tests.offline.test_offline_cooked import COOKED
from tests.offline.test_offline_find import SOUGHT
from tests.offline.test_offline_pantry import ASKED
from tests.offline.test_offline_show import SHOWN
from tests.offline.test_offline_stock import STOCKED
from tests.offline.test_offline_use_up import USED

WAYS = [ASKED, CONVERTED, COOKED, HUNGRY, SHOWN, SOUGHT, STOCKED, USED]


@pytest.mark.parametrize("ways", WAYS)
def test_there_are_at_least_forty_ways_to_say_it(ways: list[tuple[str, Any]]) -> None:
    assert len({said for said, _ in ways}) >= 40
