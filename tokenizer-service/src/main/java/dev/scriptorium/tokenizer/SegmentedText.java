package dev.scriptorium.tokenizer;

import dev.scriptorium.proto.document.v1.Encoding;
import dev.scriptorium.proto.document.v1.Segment;
import dev.scriptorium.proto.document.v1.Window;
import java.util.List;

/**
 * A text in segments.
 *
 * @param encodings one, or none where no encoder model is installed
 * @param language of most of the text; empty where none was recognised
 */
public record SegmentedText(List<Segment> segments, List<Window> windows, List<Encoding> encodings, String language) {}
