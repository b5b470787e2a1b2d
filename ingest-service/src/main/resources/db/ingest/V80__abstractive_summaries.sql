-- The model that writes an abstractive summary; empty for an extractive one, and for other tasks.
ALTER TABLE ingest.task ADD COLUMN model text NOT NULL DEFAULT '';

ALTER TABLE ingest.summary ADD COLUMN style text NOT NULL DEFAULT 'extractive';
