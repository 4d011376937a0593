-- Find the few machines that could not be started, and the controllers, without reading all others. The conditions are
-- those of the queries, word for word: SQLite compares them as they are written.
CREATE INDEX machine_status_instance_errors ON machine_status (model_uuid)
    WHERE kind = 'instance' AND status IN ('error', 'provisioning error');

CREATE INDEX machine_controllers ON machine (model_uuid) WHERE jobs_json LIKE '%"JobManageModel"%';
