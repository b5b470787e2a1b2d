-- To browse failures by their code.
CREATE INDEX task_failed ON ingest.task (failure_code) WHERE state = 'FAILED';
-- The job whose documents it has, for one that was submitted as its re-run.
ALTER TABLE ingest.job ADD COLUMN rerun_of uuid;
