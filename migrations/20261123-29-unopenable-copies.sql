-- The same sealed bytes may stand in an urn more than once, after a restore that went wrong or an attack: each of them is named,
-- so that the others can be opened. Before, the second of them kept the whole urn shut.
alter table unopenable drop constraint unopenable_pkey;
create index unopenable_of_round on unopenable (round_id, sealed_sha256);
