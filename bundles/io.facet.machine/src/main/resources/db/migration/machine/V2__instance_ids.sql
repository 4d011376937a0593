-- Finds the machines that claim to be the same instance.
CREATE INDEX machine_instance_by_instance ON machine_instance (model_uuid, instance_id);
