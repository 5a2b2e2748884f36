-- Mail that waits to be sent, written in the transaction of the change that it tells about. When it has left, or nobody
-- will try again, the address and the words go; what stays says that there was a mail, so that it is never sent twice.
create table outbox (
  id         bigint generated always as identity primary key,
  -- The same for every try, so that a mailbox can tell a second copy for what it is.
  message_id uuid not null unique default gen_random_uuid(),
  kind       text not null,
  -- What the mail is about, such as `idea:12`: whoever wants no more mail about it takes back what still waits.
  about      text not null,
  -- The occasion, such as `idea:12:decision:3`. One mail each.
  occasion   text not null unique,
  language   text not null check (language in ('fi', 'sv', 'en')),
  to_address text,
  params     jsonb,
  made_at    timestamptz not null,
  due_at     timestamptz not null,
  tries      int not null default 0,
  done_at    timestamptz,
  outcome    text check (outcome in ('sent', 'given_up', 'stopped')),
  check ((done_at is null) = (outcome is null)),
  check ((done_at is null) = (to_address is not null)),
  check ((done_at is null) = (params is not null))
);
create index outbox_due on outbox (due_at) where done_at is null;
create index outbox_about on outbox (about) where done_at is null;
