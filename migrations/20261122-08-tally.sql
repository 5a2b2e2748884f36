-- The opening of the urn, once per round. For an imported round it says that there was no urn.
create table opening (
  round_id     uuid primary key references round,
  sealed_count int not null,
  opened_count int not null,
  opened_at    timestamptz not null
);

create trigger opening_append_only before update or delete on opening for each row execute function refuse_change();

-- The anonymous ballots. Written in the order of the trackers in one transaction: neither place nor time links a row.
create table ballot (
  round_id uuid not null,
  tracker  text not null check (tracker ~ '^[0-9A-HJKMNP-TV-Z]{16}$'),
  picks    int[] not null,
  primary key (round_id, tracker)
);
create trigger ballot_append_only before update or delete on ballot for each row execute function refuse_change();

-- A sealed ballot that could not be opened, named by its hash.
create table unopenable (
  round_id      uuid not null references opening,
  sealed_sha256 bytea not null,
  reason        text not null,
  primary key (round_id, sealed_sha256)
);

create trigger unopenable_append_only before update or delete on unopenable
  for each row execute function refuse_change();

-- The stored count.
create table tally (
  round_id     uuid primary key references opening,
  rule         text not null,
  version      text not null,
  input_sha256 bytea not null check (length(input_sha256) = 32),
  result       jsonb not null,
  counted_at   timestamptz not null
);
create trigger tally_append_only before update or delete on tally for each row execute function refuse_change();

-- Where the ballots of an imported round come from, in words, and how many voters are known to have given them.
create table import_source (
  round_id uuid primary key references round,
  voters   int,
  note     jsonb not null
);
