DROP INDEX person_in_order;
