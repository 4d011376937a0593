-- Models. A hidden one is being imported: import_origin and import_session say by whom, so that a later boot of the same
-- installation knows what nobody will finish.
CREATE TABLE model (
    model_uuid     TEXT    NOT NULL PRIMARY KEY,
    name           TEXT    NOT NULL,
    owner          TEXT    NOT NULL,
    type           TEXT    NOT NULL,
    cloud_type     TEXT    NOT NULL,
    agent_version  TEXT    NOT NULL,
    hidden         INTEGER NOT NULL,
    import_origin  TEXT    NOT NULL,
    import_session TEXT    NOT NULL
);

-- Configuration as text; name, uuid, type and agent-version come from the model itself and are not stored here.
CREATE TABLE model_config (
    model_uuid TEXT NOT NULL,
    key        TEXT NOT NULL,
    value      TEXT NOT NULL,
    PRIMARY KEY (model_uuid, key)
);

-- The services that hold data of models. A model can only be removed or moved whole while all of them run.
CREATE TABLE model_participant (
    service TEXT NOT NULL PRIMARY KEY
);
