-- Tests are few among very many deliveries: without this index, a page of tests scans all of them. Only tests pay for it.
create index deliveries_tests on deliveries (account, id) where test = 1;
