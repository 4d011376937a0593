CREATE TABLE model_cloud (
    model_uuid TEXT NOT NULL PRIMARY KEY,
    name       TEXT NOT NULL,
    type       TEXT NOT NULL,
    region     TEXT NOT NULL,
    endpoint   TEXT NOT NULL
);
