DELETE FROM secret WHERE key = 'mail-server';
DROP TABLE mail_server;
