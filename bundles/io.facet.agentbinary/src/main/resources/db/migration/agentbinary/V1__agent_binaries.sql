-- Agent binaries that the controller holds. They belong to no model. stored_order tells which came first.
CREATE TABLE agent_binary (
    version_number TEXT NOT NULL,
    os TEXT NOT NULL,
    arch TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    size_bytes BIGINT NOT NULL,
    stored_order BIGINT NOT NULL,
    PRIMARY KEY (version_number, os, arch)
);
