package dev.scriptorium.ingest.extraction.parse;

import java.io.InputStream;
import java.util.EnumMap;
import java.util.Map;
import org.apache.tika.extractor.EmbeddedDocumentExtractor;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.parser.ParseContext;
import org.apache.tika.parser.Parser;
import org.apache.tika.parser.microsoft.OfficeParser;
import org.apache.tika.parser.microsoft.OfficeParserConfig;
import org.xml.sax.ContentHandler;

/**
 * Tika's parsers, each made when it is first needed, and how they are set: text only, nothing of what is embedded, no
 * error swallowed. Naming them one by one starts a process in a third of the time that finding all of them takes.
 */
final class TikaParsers {

    private final Map<DocumentFormat, Parser> parsers = new EnumMap<>(DocumentFormat.class);

    Parser of(DocumentFormat format) {
        return parsers.computeIfAbsent(format, this::create);
    }

    ParseContext context(DocumentFormat format) {
        ParseContext context = new ParseContext();
        context.set(EmbeddedDocumentExtractor.class, new NothingEmbedded());
        switch (format) {
            case DOC, PPT, XLS -> context.set(OfficeParserConfig.class, office());
            default -> {}
        }
        return context;
    }

    private Parser create(DocumentFormat format) {
        return switch (format) {
            case DOC, PPT, XLS -> new OfficeParser();
            case TEXT,
                    MARKDOWN,
                    CSV,
                    PDF,
                    HTML,
                    EML,
                    DOCX,
                    PPTX,
                    XLSX,
                    ODT,
                    ODS,
                    ODP,
                    RTF,
                    XLIFF,
                    PO,
                    PROPERTIES,
                    JSON,
                    YAML,
                    SRT,
                    VTT -> throw new IllegalArgumentException(format + " has a parser of its own");
        };
    }

    private static OfficeParserConfig office() {
        OfficeParserConfig config = new OfficeParserConfig();
        config.setIncludeSlideMasterContent(false);
        config.setIncludeHeadersAndFooters(false);
        config.setConcatenatePhoneticRuns(false);
        return config;
    }

    private static final class NothingEmbedded implements EmbeddedDocumentExtractor {

        @Override
        public boolean shouldParseEmbedded(Metadata metadata) {
            return false;
        }

        @Override
        public void parseEmbedded(InputStream stream, ContentHandler handler, Metadata metadata, boolean outputHtml) {}
    }
}
