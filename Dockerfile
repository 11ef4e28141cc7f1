# syntax=docker/dockerfile:1

# The style sheets and scripts; nothing of Node reaches the final image.
FROM node:24-bookworm-slim AS assets
WORKDIR /build
COPY package.json package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY assets assets
COPY static static
RUN npm run build

# The Python packages, into an environment that is copied as a whole.
FROM python:3.13-slim-bookworm AS packages
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
RUN python -m venv /opt/parkway
COPY requirements.txt .
RUN /opt/parkway/bin/pip install --require-hashes -r requirements.txt

FROM python:3.13-slim-bookworm
ENV PATH=/opt/parkway/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=portal.settings PARKWAY_HOME=/var/lib/parkway STATIC_ROOT=/srv/parkway/collected
RUN useradd --system --uid 10001 --home-dir /var/lib/parkway --create-home --shell /usr/sbin/nologin parkway
WORKDIR /srv/parkway
COPY --from=packages /opt/parkway /opt/parkway
COPY . .
COPY --from=assets /build/static/dist static/dist
# Neither server is asked here; the settings only want to know their names.
RUN python -c 'from start.messages import compile_all; compile_all()' \
    && SECRET_KEY=only-for-this-line DATABASE_URL=postgresql://nobody@nowhere/none REDIS_URL=redis://nowhere \
       python manage.py collectstatic --noinput --verbosity 0
USER parkway
EXPOSE 8000
CMD ["gunicorn", "--config", "deploy/gunicorn.py", "portal.wsgi"]
