-- The ceremony ends when two shares have been typed back from paper: only then are the keys ready. Rounds whose keys
-- were ready before this stay so.
alter table round_key add column proved_fingerprints bytea[] not null default '{}';
alter table round_key add check (proved_fingerprints <@ share_fingerprints);

-- Keys of a ceremony that never ended may be discarded for new ones; keys that are ready stand still.
create function round_key_stands() returns trigger language plpgsql as $$
begin
  if exists (select from round r where r.id = old.round_id and r.keys_ready_at is not null) then
    raise exception 'the keys of a round are made once' using errcode = 'restrict_violation';
  end if;
  return coalesce(new, old);
end $$;
create trigger round_key_stands before update or delete on round_key for each row execute function round_key_stands();

create function keys_are_proved() returns trigger language plpgsql as $$
begin
  if old.keys_ready_at is null and new.keys_ready_at is not null and not exists (
    select from round_key k where k.round_id = new.id and cardinality(k.proved_fingerprints) >= 2
  ) then
    raise exception 'two shares of the keys must come back from paper' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger keys_are_proved before update of keys_ready_at on round for each row execute function keys_are_proved();
