"""How big the image is, written into docs/deploy.md: python -m tests.image.size."""

import re
import sys

from tests.image.engines import IMAGE, Engine, engine
from tests.processes import ROOT

PAGE = ROOT / "docs/deploy.md"
SAID = re.compile(r"(?<=<!-- size -->\n).*?(?=<!-- /size -->)", re.DOTALL)


def megabytes(engine: Engine, image: str) -> int:
    """Unpacked, as a host's disk holds it."""
    container = engine.start(
        "kitchen-size", "du", "-sx", "--block-size=1M", "/", user="0:0", image=image
    )
    assert container.ended() == 0, container.said
    return int(container.said.split()[-2])


def sentence(engine: Engine) -> str:
    whole, base = megabytes(engine, IMAGE), megabytes(engine, engine.base())
    return (
        f"Unpacked it takes {whole} MB: {whole - base} of them are the kitchen, with its "
        f"libraries and PostgreSQL;\n{base} are the base, here `{engine.base()}`.\n"
    )


def main() -> None:
    """Of the image as the tests have built it."""
    built = engine(build=False)
    try:
        said = sentence(built)
    finally:
        built.close()
    page, places = SAID.subn(said, PAGE.read_text(encoding="utf-8"))
    assert places == 1, f"{PAGE} has no one place for it."
    PAGE.write_text(page, encoding="utf-8")
    sys.stdout.write(f"{said}\nWrote {PAGE}.\n")


if __name__ == "__main__":
    main()
