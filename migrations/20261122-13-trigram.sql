create extension if not exists pg_trgm;

-- The stems of a Finnish text, each once and without its dots: `rantaraitilla` and `rantaraitti` are nearly the same
-- then, and words that every text has count for nothing. The dots go because a database whose locale is C takes a
-- letter that has them for the end of a word.
create function finnish_stems(text) returns text language sql immutable parallel safe as $$
  select coalesce(pg_catalog.string_agg(pg_catalog.translate(lexeme, 'åäö', 'aao'), ' '), '')
  from pg_catalog.unnest(pg_catalog.to_tsvector('pg_catalog.finnish', $1))
$$;

-- What the search for similar ideas compares.
alter table idea add column stems text generated always as (finnish_stems(title || ' ' || body)) stored;
create index idea_stems on idea using gin (stems gin_trgm_ops);
