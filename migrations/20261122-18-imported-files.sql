-- The SHA-256 of the file that an election held elsewhere was brought in from; null for rounds of our own past. The same
-- election must not become two rounds under two names.
alter table import_source add column file_sha256 bytea unique check (octet_length(file_sha256) = 32);
