DROP INDEX number_by_form, number_once_by_form;
ALTER TABLE number DROP COLUMN voided_by, DROP COLUMN form;
DROP FUNCTION number_form;
