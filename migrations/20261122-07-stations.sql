create table station (
  round_id uuid not null references round,
  slug     text not null check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and length(slug) <= 60),
  name     text not null,
  address  text not null,
  primary key (round_id, slug)
);

-- The end of a station's day: what the urn says was registered there, and what the clerk counted on the desk.
create table station_day (
  round_id   uuid not null,
  station    text not null,
  day        date not null,
  registered int not null check (registered >= 0),
  counted    int not null check (counted >= 0),
  spoiled    int not null check (spoiled >= 0),
  returned   int not null check (returned >= 0),
  note       text,
  clerk      text not null,
  primary key (round_id, station, day),
  foreign key (round_id, station) references station,
  check (counted = registered or note is not null)
);
