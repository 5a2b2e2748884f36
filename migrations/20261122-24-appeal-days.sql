-- How long after publication a round can be appealed against, in days: a rule of the round, which freezes as the others do.
-- At least the seven days after which a decision counts as known and the thirty for an appeal (Kuntalaki 410/2015, sections
-- 138 to 140): nothing is destroyed that a court could still ask for. The bounds are those of rounds/domain.ts.
alter table round add column appeal_days int not null default 60 check (appeal_days between 37 and 365);

-- A rehearsal decides nothing that anybody could appeal against.
create or replace function appeal_period(r round) returns interval language sql immutable as $$
  select case when r.kind = 'rehearsal' then interval '0' else make_interval(hours => 24 * r.appeal_days) end
$$;
