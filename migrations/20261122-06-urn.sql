-- What the public half of a round's keys is, and by what its secrets are known again. The private half and the files
-- are nowhere here.
create table round_key (
  round_id            uuid primary key references round,
  public_key          bytea not null check (length(public_key) = 32),
  share_fingerprints  bytea[] not null check (cardinality(share_fingerprints) = 3),
  share_holders       text[] not null check (cardinality(share_holders) = 3),
  pepper_check        bytea not null check (length(pepper_check) = 32),
  receipt_key_check   bytea not null check (length(receipt_key_check) = 32)
);

-- Who may vote, where a round has an extract of the population register: voter keys, never the codes.
create table roll (
  round_id uuid primary key references round,
  entries  int not null check (entries > 0)
);
create table roll_entry (
  round_id  uuid not null,
  voter_key bytea not null check (length(voter_key) = 32),
  primary key (round_id, voter_key)
);

-- The urn. One row per person over all channels: being here is being checked off. No foreign key to the round, for
-- the key-share lock of every cast on one round row would be both slow and a trace. No time finer than a day.
create table sealed_ballot (
  round_id          uuid not null,
  voter_key         bytea not null check (length(voter_key) = 32),
  channel           text not null check (channel in ('online', 'paper')),
  revision          int not null check (revision >= 1),
  mark              bytea not null check (length(mark) = 32),
  sealed            bytea not null,
  cast_on           date not null,
  station           text,
  clerk             text,
  residence         text check (residence in ('roll', 'register', 'declaration')),
  correction_reason text,
  primary key (round_id, voter_key),
  check ((channel = 'paper') = (station is not null)),
  check ((channel = 'paper') = (clerk is not null)),
  check ((channel = 'paper') = (residence is not null)),
  check (correction_reason is null or channel = 'paper')
);

-- The sorted SHA-256 hashes of all sealed ballots, stored once when voting has ended.
create table urn_list (
  round_id     uuid primary key references round,
  sealed_count int not null,
  hashes       bytea not null,
  sha256       bytea not null check (length(sha256) = 32),
  check (length(hashes) = sealed_count * 32)
);
create trigger urn_list_append_only before update or delete on urn_list for each row execute function refuse_change();
