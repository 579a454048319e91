-- Tests are few among very many: without it, a page of them looks through everything else. Costs nothing to what is no test.
create index deliveries_tests on deliveries (account, id) where test = 1;
