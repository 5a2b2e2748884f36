-- When a rehearsal was first counted stays as it is: a later instant, after voting has closed, would take the voting of its
-- round back, thaw the rules and keep the urn shut for ever.
create function rehearsed_once() returns trigger language plpgsql as $$
begin
  if old.rehearsed_at is not null and old.rehearsed_at is distinct from new.rehearsed_at then
    raise exception 'a round was rehearsed when its first rehearsal was counted' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;

create trigger rehearsed_once before update of rehearsed_at on round for each row execute function rehearsed_once();
