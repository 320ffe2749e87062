DROP INDEX event_payload_files;
DROP TABLE upload;
