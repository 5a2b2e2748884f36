-- The settings of the counting rules that have any, and how ballots speak: our own approve, those of elections held
-- elsewhere may give points or an order.
alter table round
  add column top_n int check (top_n >= 1),
  add column equal_shares jsonb,
  add column vote_type text not null default 'approval'
    check (vote_type in ('approval', 'choose-1', 'ordinal', 'cumulative', 'scoring')),
  add check (counting_rule in ('greedy', 'greedy-no-skip', 'top-n', 'equal-shares', 'phragmen')),
  add check ((counting_rule = 'top-n') = (top_n is not null)),
  add check ((counting_rule = 'equal-shares') = (equal_shares is not null)),
  add check (vote_type = 'approval' or kind = 'imported');

-- The points of the picks, one each, where ballots give any. The urn never holds such ballots.
alter table ballot add column points int[], add check (points is null or cardinality(points) = cardinality(picks));
