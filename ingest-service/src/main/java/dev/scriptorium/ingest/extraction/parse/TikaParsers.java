package dev.scriptorium.ingest.extraction.parse;

import java.io.InputStream;
import java.util.EnumMap;
import java.util.Map;
import org.apache.tika.detect.Detector;
import org.apache.tika.extractor.EmbeddedDocumentExtractor;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.parser.AutoDetectParser;
import org.apache.tika.parser.ParseContext;
import org.apache.tika.parser.Parser;
import org.apache.tika.parser.html.HtmlMapper;
import org.apache.tika.parser.html.IdentityHtmlMapper;
import org.apache.tika.parser.html.JSoupParser;
import org.apache.tika.parser.mail.RFC822Parser;
import org.apache.tika.parser.microsoft.OfficeParser;
import org.apache.tika.parser.microsoft.OfficeParserConfig;
import org.apache.tika.parser.microsoft.ooxml.OOXMLParser;
import org.apache.tika.parser.microsoft.rtf.RTFParser;
import org.apache.tika.parser.odf.OpenDocumentParser;
import org.apache.tika.parser.pdf.PDFParser;
import org.apache.tika.parser.pdf.PDFParserConfig;
import org.apache.tika.parser.txt.TXTParser;
import org.xml.sax.ContentHandler;

/**
 * Tika's parsers, each made when it is first needed, and how they are set: text only, nothing of what is embedded, no
 * error swallowed. Naming them one by one starts a process in a third of the time that finding all of them takes.
 */
final class TikaParsers {

    private final Map<DocumentFormat, Parser> parsers = new EnumMap<>(DocumentFormat.class);
    private final Detector detector;
    private final TextDecoder decoder;

    TikaParsers(Detector detector, TextDecoder decoder) {
        this.detector = detector;
        this.decoder = decoder;
    }

    Parser of(DocumentFormat format) {
        return parsers.computeIfAbsent(format, this::create);
    }

    ParseContext context(DocumentFormat format) {
        ParseContext context = new ParseContext();
        context.set(EmbeddedDocumentExtractor.class, new NothingEmbedded());
        switch (format) {
            case HTML -> context.set(HtmlMapper.class, IdentityHtmlMapper.INSTANCE);
            case PDF -> context.set(PDFParserConfig.class, pdf());
            case DOCX, PPTX, XLSX, DOC, PPT, XLS -> context.set(OfficeParserConfig.class, office());
            case EML -> {
                context.set(HtmlMapper.class, new MailHtml());
                context.set(
                        Parser.class,
                        new AutoDetectParser(detector, new TXTParser(decoder.detector()), of(DocumentFormat.HTML)));
            }
            default -> {}
        }
        return context;
    }

    private Parser create(DocumentFormat format) {
        return switch (format) {
            case HTML -> new JSoupParser(decoder.detector());
            case PDF -> new PDFParser();
            case DOCX, PPTX, XLSX -> new OOXMLParser();
            case DOC, PPT, XLS -> new OfficeParser();
            case ODT, ODS, ODP -> new OpenDocumentParser();
            case RTF -> new RTFParser();
            case EML -> new RFC822Parser();
            case TEXT, MARKDOWN, CSV -> throw new IllegalArgumentException(format + " needs no parser");
        };
    }

    private static PDFParserConfig pdf() {
        PDFParserConfig config = new PDFParserConfig();
        config.setOcrStrategy(PDFParserConfig.OCR_STRATEGY.NO_OCR);
        config.setExtractBookmarksText(false);
        config.setExtractAnnotationText(false);
        config.setCatchIntermediateIOExceptions(false);
        return config;
    }

    private static OfficeParserConfig office() {
        OfficeParserConfig config = new OfficeParserConfig();
        config.setIncludeSlideMasterContent(false);
        config.setUseSAXDocxExtractor(true);
        config.setUseSAXPptxExtractor(true);
        return config;
    }

    /** Calls the paragraphs of HTML another name, so that those that remain are plain text, in which lines count. */
    private static final class MailHtml extends IdentityHtmlMapper {

        @Override
        public String mapSafeElement(String name) {
            String mapped = super.mapSafeElement(name);
            return mapped.equals(XhtmlBlocks.PLAIN_TEXT_OF_MAIL) ? "div" : mapped;
        }
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
