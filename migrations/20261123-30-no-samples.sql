-- The planner's statistics keep samples of what people wrote: of a table that was emptied, for ever. No plan needs those of these
-- columns. Setting the type anew drops the samples that are there, and a target of nought gathers no others. Those of the words of
-- ideas, by which people search, are gathered anew each night.
alter table sealed_ballot alter column clerk type text, alter column residence type text, alter column correction_reason type text;
alter table sealed_ballot
  alter column clerk set statistics 0, alter column residence set statistics 0, alter column correction_reason set statistics 0;
alter table idea alter column author_key type bytea, alter column author_name type text, alter column contact_email type text;
alter table idea
  alter column author_key set statistics 0, alter column author_name set statistics 0, alter column contact_email set statistics 0;
alter table outbox alter column to_address type text, alter column params type jsonb;
alter table outbox alter column to_address set statistics 0, alter column params set statistics 0;
alter table prepared_decision alter column decision type jsonb;
alter table prepared_decision alter column decision set statistics 0;
