DROP INDEX destination_awaited;
