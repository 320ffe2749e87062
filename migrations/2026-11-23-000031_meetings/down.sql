DROP INDEX statement_by_issue;
DROP INDEX registration_by_receipt;
DROP INDEX meeting_by_start;
DROP TABLE meeting_body;
