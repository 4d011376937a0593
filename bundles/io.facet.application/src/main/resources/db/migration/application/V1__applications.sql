-- Applications with what of their charm matters to a machine.
CREATE TABLE application (
    model_uuid TEXT NOT NULL,
    name TEXT NOT NULL,
    charm_url TEXT NOT NULL,
    charm_revision INTEGER NOT NULL,
    subordinate BOOLEAN NOT NULL,
    constraints_json TEXT NOT NULL,
    PRIMARY KEY (model_uuid, name)
);

-- Space of each endpoint; '' is the endpoint of the default binding.
CREATE TABLE application_binding (
    model_uuid TEXT NOT NULL,
    application TEXT NOT NULL,
    endpoint TEXT NOT NULL,
    space_id TEXT NOT NULL,
    PRIMARY KEY (model_uuid, application, endpoint)
);

-- LXD profile of the charm; an application whose charm has none has no row.
CREATE TABLE application_lxd_profile (
    model_uuid TEXT NOT NULL,
    application TEXT NOT NULL,
    description TEXT NOT NULL,
    config_json TEXT NOT NULL,
    devices_json TEXT NOT NULL,
    PRIMARY KEY (model_uuid, application)
);

-- Units; machine_id and principal are null where there is none.
CREATE TABLE application_unit (
    model_uuid TEXT NOT NULL,
    name TEXT NOT NULL,
    application TEXT NOT NULL,
    machine_id TEXT,
    principal TEXT,
    PRIMARY KEY (model_uuid, name)
);

CREATE INDEX application_unit_by_machine ON application_unit (model_uuid, machine_id);
CREATE INDEX application_unit_by_application ON application_unit (model_uuid, application);
