-- Every change of what the public reads is told, so that each process lets go of the answers that it keeps for everybody.
-- Once a statement, with nothing in it: PostgreSQL tells equal words of one transaction once.
--
-- Never add sealed_ballot, nor anything else that casting writes: NOTIFY takes a lock of the whole database from before the
-- commit until after it, so that casts would be committed one after the other, and whoever listens would learn when people vote.
create function tell_change() returns trigger language plpgsql as $$
begin
  notify osbu_change;
  return null;
end $$;

do $$
declare
  name text;
begin
  foreach name in array array[
    'round', 'round_key', 'roll', 'station', 'idea', 'idea_history', 'idea_photo', 'proposal', 'proposal_idea', 'proposal_news',
    'proposal_news_photo', 'urn_list', 'opening', 'ballot', 'unopenable', 'tally', 'import_source', 'forgetting', 'audit_daily_head'
  ] loop
    execute format('create trigger tell_change after insert or update or delete on %I for each statement execute function tell_change()', name);
  end loop;
end $$;
