-- Machines and containers. parent_id is the id of the direct host, '' for a top-level machine.
-- Columns that end in _json hold lists and objects that are only read and written whole.
-- Unsigned 64 bit numbers are kept as the bits of a signed one.
CREATE TABLE machine (
    model_uuid TEXT NOT NULL,
    machine_id TEXT NOT NULL,
    parent_id TEXT NOT NULL,
    container_type TEXT NOT NULL,
    life TEXT NOT NULL,
    base_os TEXT NOT NULL,
    base_channel TEXT NOT NULL,
    constraints_json TEXT NOT NULL,
    placement TEXT NOT NULL,
    jobs_json TEXT NOT NULL,
    nonce TEXT NOT NULL,
    keep_instance BOOLEAN NOT NULL,
    agent_version TEXT,
    supported_containers_json TEXT,
    PRIMARY KEY (model_uuid, machine_id)
);

CREATE INDEX machine_by_parent ON machine (model_uuid, parent_id, container_type);

-- The cloud instance of a provisioned machine; a machine that is not provisioned has no row.
CREATE TABLE machine_instance (
    model_uuid TEXT NOT NULL,
    machine_id TEXT NOT NULL,
    instance_id TEXT NOT NULL,
    display_name TEXT NOT NULL,
    arch TEXT,
    mem_mib BIGINT,
    root_disk_mib BIGINT,
    root_disk_source TEXT,
    cpu_cores BIGINT,
    cpu_power BIGINT,
    tags_json TEXT NOT NULL,
    availability_zone TEXT,
    virt_type TEXT,
    charm_profiles_json TEXT NOT NULL,
    PRIMARY KEY (model_uuid, machine_id)
);

-- kind is agent, instance or modification; set_at is RFC 3339 with all its digits.
CREATE TABLE machine_status (
    model_uuid TEXT NOT NULL,
    machine_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    status TEXT NOT NULL,
    info TEXT NOT NULL,
    data_json TEXT NOT NULL,
    set_at TEXT NOT NULL,
    PRIMARY KEY (model_uuid, machine_id, kind)
);

-- Next number to hand out, by the names of model descriptions: machine, machine<parent><type>Container.
CREATE TABLE machine_sequence (
    model_uuid TEXT NOT NULL,
    name TEXT NOT NULL,
    next_number BIGINT NOT NULL,
    PRIMARY KEY (model_uuid, name)
);

-- Dead machines that may go.
CREATE TABLE machine_removal (
    model_uuid TEXT NOT NULL,
    machine_id TEXT NOT NULL,
    PRIMARY KEY (model_uuid, machine_id)
);

-- The services that hold data of machines. A machine can only be removed while all of them run.
CREATE TABLE machine_participant (
    service TEXT NOT NULL PRIMARY KEY
);
