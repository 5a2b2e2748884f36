-- A form that is sent twice is one idea: the browser's form carries this, and the second row is refused.
alter table idea add column submission_id uuid unique;

-- The photo of an idea, drawn anew when it came: nothing of the camera, the place or the day is left in it.
create table idea_photo (
  idea_id bigint primary key references idea,
  alt     text not null check (length(alt) > 0)
);

create table idea_photo_file (
  idea_id bigint not null references idea_photo,
  name    text not null check (name in ('large.webp', 'large.jpeg', 'card.webp', 'card.jpeg')),
  width   int not null check (width > 0),
  height  int not null check (height > 0),
  sha256  bytea not null check (length(sha256) = 32),
  bytes   bytea not null,
  primary key (idea_id, name)
);
-- The bytes are packed already, so that trying to pack them again only costs time.
alter table idea_photo_file alter column bytes set storage external;
