#!/bin/sh
# Copies the primary when there is nothing yet, then follows it for as long as it is not promoted.
set -eu
if [ ! -s "$PGDATA/PG_VERSION" ]; then
  install -d -m 700 "$PGDATA"
  pg_basebackup --dbname="application_name=replica" --pgdata="$PGDATA" --wal-method=stream --checkpoint=fast --write-recovery-conf
fi
# The copy has the primary's settings: were it promoted, it would wait for a replica that nobody has made yet. Once it is promoted
# the line is somebody's who has made one: without it ballots would be acknowledged that are on one disk only.
if [ -e "$PGDATA/standby.signal" ]; then
  sed -i '/^synchronous_standby_names/d' "$PGDATA/postgresql.auto.conf"
fi
exec "$@"
