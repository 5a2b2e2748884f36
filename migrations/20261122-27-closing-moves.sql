-- The end of an open vote moves fourteen days at a time at most, as `CLOSING_MOVE_DAYS_MAX` in rounds/domain.ts says: it never
-- moves back, so one slip of the year would keep the urn shut for ever. Counted in hours, whatever the session's time zone.
create function closing_moves_some_days() returns trigger language plpgsql as $$
begin
  if voting_opens_within(old, interval '1 minute') and (new.voting_close_at > old.voting_close_at + interval '336 hours'
    or new.paper_until > old.paper_until + interval '336 hours') then
    raise exception 'the end of voting moves fourteen days at a time at most' using errcode = 'check_violation';
  end if;
  return new;
end $$;

create trigger closing_moves_some_days before update of voting_close_at, paper_until on round
  for each row execute function closing_moves_some_days();
