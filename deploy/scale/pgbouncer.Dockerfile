# PgBouncer as Debian packs it, which is what `npm run check:scale` runs too.
FROM debian:13-slim
RUN apt-get update && apt-get install -y --no-install-recommends pgbouncer postgresql-client && rm -rf /var/lib/apt/lists/*
USER postgres
# The one account and its password come from outside, into memory.
CMD ["sh", "-c", "umask 077 && printf '\"osbu\" \"%s\"\\n' \"$POSTGRES_PASSWORD\" > /tmp/userlist.txt && exec pgbouncer /etc/osbu/pgbouncer.ini"]
