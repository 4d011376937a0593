-- Pools other than the built-in ones, which every model has without a row.
CREATE TABLE storage_pool (
    model_uuid TEXT NOT NULL,
    name TEXT NOT NULL,
    provider TEXT NOT NULL,
    attributes_json TEXT NOT NULL,
    PRIMARY KEY (model_uuid, name)
);

CREATE TABLE storage_instance (
    model_uuid TEXT NOT NULL,
    storage_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    owner TEXT,
    PRIMARY KEY (model_uuid, storage_id)
);

-- pool and size_mib are what was asked for. provider_volume_id is null until the volume is provisioned; the columns
-- after it are what the provider made.
CREATE TABLE volume (
    model_uuid TEXT NOT NULL,
    volume_id TEXT NOT NULL,
    storage_id TEXT,
    pool TEXT NOT NULL,
    size_mib BIGINT NOT NULL,
    status TEXT NOT NULL,
    provider_volume_id TEXT,
    hardware_id TEXT,
    wwn TEXT,
    provider_size_mib BIGINT,
    persistent BOOLEAN,
    PRIMARY KEY (model_uuid, volume_id)
);

-- read_only is what was asked for; the columns after provisioned are how the volume is attached, null until it is.
CREATE TABLE volume_attachment (
    model_uuid TEXT NOT NULL,
    machine_id TEXT NOT NULL,
    volume_id TEXT NOT NULL,
    read_only BOOLEAN NOT NULL,
    provisioned BOOLEAN NOT NULL,
    device_name TEXT,
    device_link TEXT,
    bus_address TEXT,
    attached_read_only BOOLEAN,
    plan_device_type TEXT,
    plan_device_attributes_json TEXT,
    PRIMARY KEY (model_uuid, machine_id, volume_id)
);

CREATE INDEX volume_attachment_by_volume ON volume_attachment (model_uuid, volume_id);

CREATE TABLE filesystem (
    model_uuid TEXT NOT NULL,
    filesystem_id TEXT NOT NULL,
    storage_id TEXT,
    volume_id TEXT,
    pool TEXT NOT NULL,
    size_mib BIGINT NOT NULL,
    PRIMARY KEY (model_uuid, filesystem_id)
);

CREATE TABLE filesystem_attachment (
    model_uuid TEXT NOT NULL,
    machine_id TEXT NOT NULL,
    filesystem_id TEXT NOT NULL,
    PRIMARY KEY (model_uuid, machine_id, filesystem_id)
);

CREATE INDEX filesystem_attachment_by_filesystem ON filesystem_attachment (model_uuid, filesystem_id);
