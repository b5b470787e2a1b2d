-- What of a document was not read, such as an attachment or a picture with text.
ALTER TABLE ingest.document ADD COLUMN unread text[] NOT NULL DEFAULT '{}';
-- Why a summary has fewer sentences than were asked for; empty where it has as many.
ALTER TABLE ingest.summary ADD COLUMN shortfall text NOT NULL DEFAULT '';
