#!/bin/sh
# Run once by the postgres image on an empty volume: the database and its three roles (docs/operations.md).
set -eu
psql -v ON_ERROR_STOP=1 -v password="$ENTENTE_DB_PASSWORD" -U postgres <<'SQL'
CREATE ROLE entente_owner LOGIN PASSWORD :'password';
CREATE ROLE entente_writer LOGIN PASSWORD :'password';
CREATE ROLE entente_reader LOGIN PASSWORD :'password';
GRANT entente_writer, entente_reader TO entente_owner;
CREATE DATABASE entente OWNER entente_owner ENCODING 'UTF8' TEMPLATE template0;
SQL
