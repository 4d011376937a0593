-- Agents by tag; the hash is that of wire.md 4.3.
CREATE TABLE agent_credential (
    model_uuid    TEXT NOT NULL,
    tag           TEXT NOT NULL,
    password_hash TEXT NOT NULL,
    PRIMARY KEY (model_uuid, tag)
);

-- Users of the controller; one without a password has an empty salt and hash. The hash is that of wire.md 4.5.
CREATE TABLE access_user (
    name              TEXT NOT NULL PRIMARY KEY,
    salt              TEXT NOT NULL,
    password_hash     TEXT NOT NULL,
    controller_access TEXT NOT NULL
);

CREATE TABLE model_permission (
    model_uuid TEXT NOT NULL,
    user_name  TEXT NOT NULL,
    access     TEXT NOT NULL,
    PRIMARY KEY (model_uuid, user_name)
);
