-- The same for what somebody wrote of their photo, which goes when the idea is erased.
alter table idea_photo alter column alt type text;
alter table idea_photo alter column alt set statistics 0;
