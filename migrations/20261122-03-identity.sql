-- A value by which the service knows that a secret file is still the one it was made with. It tells nothing of it.
create table secret_check (
  name        text primary key,
  check_value bytea not null check (length(check_value) = 32)
);
