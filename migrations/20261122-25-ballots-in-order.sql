-- Trackers stand in the order of their characters wherever they are published, whatever language the database sorts by. With
-- the index in that order too a page of ballots is read from where the last one ended; before, each page sorted them all.
alter table ballot alter column tracker type text collate "C";
