# One image for the web server, the worker and the set-up step.
FROM python:3.11-slim

ENV PYTHONUNBUFFERED=1 ADAM_VAR=/var/lib/adam WEB_CONCURRENCY=2
WORKDIR /app

# Packages first: this layer changes only with pyproject.toml.
COPY pyproject.toml ./
COPY adam/__init__.py adam/bootstrap.py adam/
RUN python -c "from adam import bootstrap; print(*bootstrap.requirements([]), sep='\n')" > /tmp/requirements.txt \
    && pip install --no-cache-dir --disable-pip-version-check --root-user-action=ignore -r /tmp/requirements.txt \
    && rm /tmp/requirements.txt

COPY . .
RUN useradd --system --home-dir /var/lib/adam --create-home adam \
    && SECRET_KEY=only-for-this-step python manage.py collectstatic --verbosity 0 --no-input \
    && mkdir -p /var/lib/adam/documents \
    && chown -R adam: /var/lib/adam

USER adam
EXPOSE 8000
# Loaded once, before the processes part: a wrong setting is said once, and they share the memory of the program.
CMD ["gunicorn", "adam.wsgi", "--preload", "--bind", "0.0.0.0:8000", "--threads", "4", \
     "--worker-tmp-dir", "/dev/shm", "--no-control-socket", "--limit-request-line", "8190"]
