-- A decision that is written but not made: it changes nothing until somebody publishes it. One an idea.
create table prepared_decision (
  idea_id     bigint primary key references idea,
  -- The decision as the door takes it, with the number of acts on the idea that it was made on.
  decision    jsonb not null,
  revision    int not null check (revision > 0),
  staff_id    text not null,
  staff_name  text not null,
  prepared_at timestamptz not null
);
