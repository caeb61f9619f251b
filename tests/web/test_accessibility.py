"""Every page, in both themes, as axe-core finds it; and with the keyboard alone."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
