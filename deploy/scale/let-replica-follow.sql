-- On the primary, once: a replica may come, and finds what was written while it was away.
alter system set wal_keep_size = '1GB';
-- The program runs in the folder of the data. Nothing is added a second time.
copy (
  select 'host replication osbu samenet scram-sha-256'
  where not exists (select from pg_hba_file_rules where database = '{replication}' and address = 'samenet')
) to program 'cat >> pg_hba.conf';
select pg_reload_conf();
