CREATE TABLE thing (name TEXT PRIMARY KEY, altered TEXT);
