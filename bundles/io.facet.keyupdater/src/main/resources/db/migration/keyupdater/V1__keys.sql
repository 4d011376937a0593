-- Public keys that users authorised on a model.
CREATE TABLE authorized_key (
    model_uuid TEXT    NOT NULL,
    user_name  TEXT    NOT NULL,
    position   INTEGER NOT NULL,
    public_key TEXT    NOT NULL,
    PRIMARY KEY (model_uuid, user_name, position)
);
