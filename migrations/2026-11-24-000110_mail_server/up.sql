-- The mail server as an administrator stated it. Rows are only added: the newest is in force, the others say who changed
-- it when. The password is no part of it: it is a `secret`, which the reader cannot see and a backup leaves out.
CREATE TABLE mail_server (
    seq       bigint PRIMARY KEY CHECK (seq > 0),
    host      text NOT NULL,
    port      integer NOT NULL CHECK (port BETWEEN 1 AND 65535),
    secured   text NOT NULL CHECK (secured IN ('starttls', 'tls', 'clear')),
    account   text,
    sender    text,
    stated_by uuid NOT NULL REFERENCES person (id),
    stated_at timestamptz NOT NULL
);
GRANT SELECT ON mail_server TO entente_reader, entente_writer;
GRANT INSERT ON mail_server TO entente_writer;
