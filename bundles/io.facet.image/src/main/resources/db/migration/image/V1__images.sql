-- Metadata of cloud images. created_at counts microseconds since 1970.
CREATE TABLE cloud_image_metadata (
    model_uuid TEXT NOT NULL,
    stream TEXT NOT NULL,
    region TEXT NOT NULL,
    version TEXT NOT NULL,
    arch TEXT NOT NULL,
    virt_type TEXT NOT NULL,
    root_storage_type TEXT NOT NULL,
    source TEXT NOT NULL,
    image_id TEXT NOT NULL,
    root_storage_size BIGINT,
    priority INTEGER NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (model_uuid, stream, region, version, arch, virt_type, root_storage_type, source)
);

CREATE INDEX cloud_image_metadata_by_version ON cloud_image_metadata (model_uuid, version, arch);
CREATE INDEX cloud_image_metadata_by_image ON cloud_image_metadata (model_uuid, image_id);
