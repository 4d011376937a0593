-- What machines of a model must be like unless they say otherwise; a model without constraints has no row.
CREATE TABLE model_constraints (
    model_uuid TEXT NOT NULL PRIMARY KEY,
    constraints_json TEXT NOT NULL
);
