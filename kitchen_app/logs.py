"""Structured logs: JSON lines, never with the local variables of a traceback in them."""

import logging
import sys

import structlog


def configure(level: str) -> None:
    """Log to stderr from this level ("info") up."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
    logging.basicConfig(level=level.upper(), stream=sys.stderr, format="%(message)s")
    for talkative in ("httpx", "httpx2", "openai", "alembic"):
        logging.getLogger(talkative).setLevel(logging.WARNING)
