DROP INDEX body_in_order;
