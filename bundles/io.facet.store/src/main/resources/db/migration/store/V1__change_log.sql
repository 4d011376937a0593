-- The numbers of a model's changes, dense and in commit order: the row is locked until the commit.
CREATE TABLE change_counter (
    model_uuid TEXT NOT NULL PRIMARY KEY,
    last_number BIGINT NOT NULL
);

CREATE TABLE change_log (
    model_uuid TEXT NOT NULL,
    number BIGINT NOT NULL,
    namespace TEXT NOT NULL,
    scope TEXT NOT NULL,
    entity_key TEXT NOT NULL,
    value TEXT NOT NULL,
    logged_at BIGINT NOT NULL, -- milliseconds since 1970
    PRIMARY KEY (model_uuid, number)
);

-- How far the tables of each provider have come, and which provider may still run on them.
CREATE TABLE schema_level (
    component TEXT NOT NULL PRIMARY KEY,
    level BIGINT NOT NULL,
    minimum_level BIGINT NOT NULL
);
