-- The one row says who the controller is. It is written once, by whichever node comes first.
CREATE TABLE controller (
    id             INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    uuid           TEXT    NOT NULL,
    model_uuid     TEXT    NOT NULL,
    ca_certificate TEXT    NOT NULL,
    ca_private_key TEXT    NOT NULL
);

-- What differs from the defaults, as text.
CREATE TABLE controller_config (
    key   TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
);

-- API addresses of each node, for agents and for clients.
CREATE TABLE api_address (
    node_id  TEXT    NOT NULL,
    audience TEXT    NOT NULL,
    position INTEGER NOT NULL,
    address  TEXT    NOT NULL,
    type     TEXT    NOT NULL,
    scope    TEXT    NOT NULL,
    port     INTEGER NOT NULL,
    PRIMARY KEY (node_id, audience, position)
);

-- Other controllers, by a model that they host; addresses one per line.
CREATE TABLE external_controller (
    model_uuid      TEXT NOT NULL PRIMARY KEY,
    controller_uuid TEXT NOT NULL,
    addresses       TEXT NOT NULL,
    ca_certificate  TEXT NOT NULL
);
