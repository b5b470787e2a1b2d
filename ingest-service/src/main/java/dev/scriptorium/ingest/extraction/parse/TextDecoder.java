package dev.scriptorium.ingest.extraction.parse;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.apache.tika.detect.CompositeEncodingDetector;
import org.apache.tika.detect.EncodingDetector;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.parser.txt.BOMDetector;
import org.apache.tika.parser.txt.Icu4jEncodingDetector;
import org.apache.tika.parser.txt.UniversalEncodingDetector;

/** Bytes of text in any encoding into text: UTF-8 wherever they can be that, else what the detectors find. */
final class TextDecoder {

    private final EncodingDetector detector = new CompositeEncodingDetector(
            List.of(new BOMDetector(), new UniversalEncodingDetector(), new Icu4jEncodingDetector()));

    String decode(byte[] bytes) throws IOException {
        Optional<String> utf8 = TextContent.utf8(bytes);
        if (utf8.isPresent()) {
            return utf8.get();
        }
        Charset detected = detector.detect(new ByteArrayInputStream(bytes), new Metadata());
        return TextContent.withoutMark(new String(bytes, detected == null ? StandardCharsets.UTF_8 : detected));
    }

    EncodingDetector detector() {
        return detector;
    }
}
