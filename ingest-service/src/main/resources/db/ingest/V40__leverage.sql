-- Where the segments of a translation were found; those that stand unchanged are in none.
ALTER TABLE ingest.translation_part
    ADD COLUMN segments_new        int NOT NULL DEFAULT 0,
    ADD COLUMN segments_repeated   int NOT NULL DEFAULT 0,
    ADD COLUMN segments_exact      int NOT NULL DEFAULT 0,
    ADD COLUMN segments_in_context int NOT NULL DEFAULT 0;
