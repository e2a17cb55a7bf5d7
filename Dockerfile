FROM python:3.11-slim AS build
RUN apt-get update && apt-get install -y --no-install-recommends npm && rm -rf /var/lib/apt/lists/*
WORKDIR /srv/hengjian
COPY requirements.txt package.json package-lock.json ./
RUN python -m venv .venv && .venv/bin/pip install --no-cache-dir --require-hashes -r requirements.txt
COPY . .
# The key is needed to read the settings and goes no further than this step.
RUN .venv/bin/python -m config.vendor \
 && HENGJIAN_SECRET_KEY=build-only .venv/bin/python manage.py collectstatic --noinput

FROM python:3.11-slim
RUN useradd --system --home /srv/hengjian hengjian
WORKDIR /srv/hengjian
COPY --from=build --chown=hengjian /srv/hengjian /srv/hengjian
USER hengjian
ENV PATH=/srv/hengjian/.venv/bin:$PATH PYTHONUNBUFFERED=1
CMD ["gunicorn", "config.wsgi", "--bind=0.0.0.0:8000", "--workers=4", "--max-requests=2000", "--max-requests-jitter=200"]
