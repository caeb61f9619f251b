"""Why a measurement could not be made."""

import pytest

from bench import servers


def test_a_program_that_does_not_start_has_its_last_words_shown() -> None:
    with pytest.raises(RuntimeError) as raised, servers.module("bench.nowhere"):
        pass
    assert any("No module named bench.nowhere" in note for note in raised.value.__notes__)
