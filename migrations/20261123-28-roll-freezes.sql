-- Who may vote is settled when voting opens, by the database's clock whatever that of the service says. The row of the roll is
-- written with each import, so it stands for its entries. When a round is forgotten its roll goes too.
create function roll_freezes() returns trigger language plpgsql as $$
declare
  r round;
begin
  select * into r from round where id = coalesce(new.round_id, old.round_id);
  if voting_opens_within(r, interval '1 minute') and not exists (select from forgetting f where f.round_id = r.id) then
    raise exception 'the roll of a round freezes when its voting opens' using errcode = 'restrict_violation';
  end if;
  return coalesce(new, old);
end $$;

create trigger roll_freezes before insert or update or delete on roll for each row execute function roll_freezes();
