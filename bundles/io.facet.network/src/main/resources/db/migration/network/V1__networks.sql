-- Spaces other than alpha, which every model has without a row.
CREATE TABLE space (
    model_uuid TEXT NOT NULL,
    space_id TEXT NOT NULL,
    name TEXT NOT NULL,
    provider_id TEXT NOT NULL,
    PRIMARY KEY (model_uuid, space_id),
    UNIQUE (model_uuid, name)
);

CREATE TABLE subnet (
    model_uuid TEXT NOT NULL,
    subnet_id TEXT NOT NULL,
    cidr TEXT NOT NULL,
    provider_id TEXT NOT NULL,
    provider_network_id TEXT NOT NULL,
    vlan_tag INTEGER NOT NULL,
    availability_zones_json TEXT NOT NULL,
    space_id TEXT NOT NULL,
    PRIMARY KEY (model_uuid, subnet_id)
);

-- parent_name is the name of a device of the same machine, or m#<host>#d#<device>.
CREATE TABLE link_layer_device (
    model_uuid TEXT NOT NULL,
    machine_id TEXT NOT NULL,
    name TEXT NOT NULL,
    type TEXT NOT NULL,
    mtu BIGINT NOT NULL,
    mac_address TEXT NOT NULL,
    parent_name TEXT NOT NULL,
    is_up BOOLEAN NOT NULL,
    is_auto_start BOOLEAN NOT NULL,
    virtual_port_type TEXT NOT NULL,
    provider_id TEXT NOT NULL,
    PRIMARY KEY (model_uuid, machine_id, name)
);

CREATE TABLE device_address (
    model_uuid TEXT NOT NULL,
    machine_id TEXT NOT NULL,
    device_name TEXT NOT NULL,
    value TEXT NOT NULL,
    subnet_cidr TEXT NOT NULL,
    config_method TEXT NOT NULL,
    origin TEXT NOT NULL,
    gateway_address TEXT NOT NULL,
    is_default_gateway BOOLEAN NOT NULL,
    is_secondary BOOLEAN NOT NULL,
    is_shadow BOOLEAN NOT NULL,
    dns_servers_json TEXT NOT NULL,
    dns_search_domains_json TEXT NOT NULL,
    provider_id TEXT NOT NULL,
    provider_network_id TEXT NOT NULL,
    provider_subnet_id TEXT NOT NULL,
    PRIMARY KEY (model_uuid, machine_id, device_name, value)
);
