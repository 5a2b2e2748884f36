-- On the primary, when a replica follows: nothing is acknowledged from now on before one has it on its disk.
alter system set synchronous_standby_names = 'ANY 1 (replica)';
select pg_reload_conf();
