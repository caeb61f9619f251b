"""What a load told, in docs/performance.md."""

from collections import Counter
from pathlib import Path

import pytest

from bench import report
from bench.loading import leaks, page
from bench.loading.crowd import Seen, percentile
from bench.loading.curve import Step
from bench.loading.leaks import Round, Sample
from bench.loading.page import Told

MEGABYTE = 1_000_000


def make_step(clients: int, answers: dict[int, int], *, failures: int = 0) -> Step:
    """Ten seconds on two processes."""
    return Step(
        clients=clients,
        seen=Seen(Counter(answers), Counter({200: 5}), Counter({"search: 503": failures}), 10.0),
        cpu=[6.0, 4.0],
        resident=[150 * MEGABYTE, 250 * MEGABYTE],
        crowd=2.0,
    )


def make_samples(*megabytes: float) -> list[Sample]:
    return [
        Sample(10_000 * at, 200 * at, {}, int(size * MEGABYTE), 50)
        for at, size in enumerate(megabytes)
    ]


def make_rounds(*megabytes: float) -> list[Round]:
    return [Round(200 * at, int(size * MEGABYTE)) for at, size in enumerate(megabytes, 1)]


def test_percentiles_are_of_all_answers() -> None:
    counted = Counter({10: 98, 500: 1, 900: 1})
    assert [percentile(counted, part) for part in (0.5, 0.98, 0.99, 1)] == [10, 10, 500, 900]
    assert percentile(Counter(), 0.99) == 0


def test_a_step_breaks_by_failures_by_slowness_and_by_its_rate() -> None:
    well = make_step(64, {10: 995})
    assert well.rate == 100
    assert well.broken(best=190) == ""
    assert well.broken(best=210) == "100 requests/s after 210"
    assert make_step(64, {10: 995}, failures=11).broken(0) == "1.1% of the answers failed"
    assert make_step(64, {10: 900, 5_100: 95}).broken(0) == "p99 is 5,100 ms"


def test_failures_of_every_step_are_told() -> None:
    steps = [
        make_step(16, {10: 995}),
        make_step(64, {10: 995}, failures=2),
        make_step(256, {6_000: 995}, failures=1_003),
        make_step(1, {10: 995}),
    ]
    steps[2].seen.failures.update({"list: 500": 9, "a": 3, "b": 3, "c": 3, "d": 2, "e": 1})
    told = page.curve(steps).splitlines()[-1]
    assert "It broke at 256 clients: " in told
    assert (
        "What failed: at 64 clients 2 `search: 503`; at 256 clients 1,003 `search: 503`, "
        "9 `list: 500`, 3 `a`, 3 `b`, 3 `c` and 3 others. One client afterwards: 0 failures."
    ) in told
    assert "Nothing failed." in page.curve([steps[0], steps[3]])


def test_memory_that_grows_is_told() -> None:
    """However much it grew while it was warming up."""
    flat = leaks.growth(make_samples(100, 180, 200, 201, 200, 200, 201, 200, 200, 201, 200))
    leaking = leaks.growth(make_samples(100, 180, 200, 201, 202, 203, 204, 205, 206, 207, 208))
    assert flat.flat
    assert not leaking.flat
    assert leaking.part == pytest.approx(0.04)
    assert leaking.slope == pytest.approx(MEGABYTE / 10_200)
    told = "grows by 980 kB for 10,000 requests, 4.0% in all: **not flat**"
    assert told in page.grown(leaking)


def test_tabs_that_stay_are_told() -> None:
    """However much the first ones took."""
    assert leaks.kept(make_rounds(100, 180, 200, 201, 201, 202)).flat
    leaking = leaks.kept(make_rounds(100, 180, 200, 202, 204, 206))
    assert leaking.part == pytest.approx(0.03)
    assert "grows by 10.0 kB for each tab, 3.0% in all: **not flat**" in page.kept(leaking)


def test_each_writer_leaves_the_others_part(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = tmp_path / "performance.md"
    written.write_text("# Performance\n")
    monkeypatch.setattr(report, "PAGE", written)
    steps = [make_step(1, {10: 995}), make_step(64, {6_000: 995}), make_step(1, {10: 995})]
    page.write(Told(steps, steps, make_samples(*[200] * 11), make_rounds(1, 1, 1, 1)))
    report.write([report.no_more("a figure", 1, wanted=2, unit="s")], setup="A setup.")
    assert "| 800 | 1.0 MB |" in written.read_text()
    page.write(Told(steps, steps, make_samples(*[200] * 11), make_rounds(1, 1, 2, 2)))
    text = written.read_text()
    assert text.count("# Performance") == text.count("## Under load") == 1
    assert "| a figure | 1 s |" in text
    row = "| 64 | 100 | 6,000 ms | 6,000 ms | 6,000 ms | 200 ms | 0 | 150 MB + 250 MB | 60% + 40% |"
    assert text.count(row) == 2
    assert "It broke at 64 clients: p99 is 6,000 ms." in text
    assert "| 800 | 2.0 MB |" in text
    assert "| 800 | 1.0 MB |" not in text
    assert "$" not in text
