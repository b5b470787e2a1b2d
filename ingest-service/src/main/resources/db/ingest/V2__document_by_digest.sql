-- To find out which stored documents belong to no job.
CREATE INDEX document_sha256 ON ingest.document (sha256);
