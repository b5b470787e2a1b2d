package dev.scriptorium.memory.tmx;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.scriptorium.memory.MemoryUnit;
import dev.scriptorium.memory.StoredUnit;
import dev.scriptorium.memory.UnitOrigin;
import java.io.IOException;
import java.io.OutputStream;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import javax.xml.XMLConstants;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** Writes units as TMX 1.4, one after the other. What {@link TmxReader} reads of it are the same units. For one thread. */
public final class TmxWriter implements AutoCloseable {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final XMLStreamWriter xml;

    public TmxWriter(OutputStream out, String softwareVersion) throws IOException {
        try {
            xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(out, UTF_8.name());
            xml.writeStartDocument(UTF_8.name(), "1.0");
            xml.writeCharacters("\n");
            xml.writeStartElement("tmx");
            xml.writeAttribute("version", "1.4");
            xml.writeEmptyElement("header");
            xml.writeAttribute("creationtool", "Scriptorium");
            xml.writeAttribute("creationtoolversion", softwareVersion);
            xml.writeAttribute("segtype", "sentence");
            xml.writeAttribute("o-tmf", "Scriptorium");
            xml.writeAttribute("adminlang", "en");
            xml.writeAttribute("srclang", TmxUnit.ALL_LANGUAGES);
            xml.writeAttribute("datatype", "plaintext");
            xml.writeStartElement("body");
            xml.writeCharacters("\n");
        } catch (XMLStreamException e) {
            throw new IOException(e);
        }
    }

    public void write(StoredUnit stored) throws IOException {
        MemoryUnit unit = stored.unit();
        try {
            xml.writeStartElement("tu");
            xml.writeAttribute("tuid", Long.toString(stored.id()));
            xml.writeAttribute("srclang", unit.sourceLanguage());
            xml.writeAttribute("changedate", TIME.format(stored.changedAt()));
            if (!unit.editor().isEmpty()) {
                xml.writeAttribute("changeid", valid(unit.editor()));
            }
            property(TmxUnit.ORIGIN, unit.origin().name().toLowerCase(Locale.ROOT));
            if (unit.origin() == UnitOrigin.MACHINE) {
                property(TmxUnit.MODELS, String.join(" ", unit.models()));
                property(TmxUnit.MODEL_DIGESTS, String.join(" ", unit.modelDigests()));
                property(TmxUnit.SCORE, Float.toString(unit.score()));
            }
            property(TmxUnit.PREVIOUS, unit.context().previous());
            property(TmxUnit.NEXT, unit.context().next());
            text(unit.sourceLanguage(), unit.source());
            text(unit.targetLanguage(), unit.target());
            xml.writeEndElement();
            xml.writeCharacters("\n");
        } catch (XMLStreamException e) {
            throw new IOException(e);
        }
    }

    private void property(String type, String value) throws XMLStreamException {
        if (!value.isEmpty()) {
            xml.writeStartElement("prop");
            xml.writeAttribute("type", type);
            xml.writeCharacters(valid(value));
            xml.writeEndElement();
        }
    }

    private void text(String language, String text) throws XMLStreamException {
        xml.writeStartElement("tuv");
        xml.writeAttribute("xml", XMLConstants.XML_NS_URI, "lang", language);
        xml.writeStartElement("seg");
        xml.writeCharacters(valid(text));
        xml.writeEndElement();
        xml.writeEndElement();
    }

    /** XML 1.0 has no control characters but three, and no half of a surrogate pair. */
    private static String valid(String text) {
        return text.codePoints()
                .map(character -> isValid(character) ? character : '\ufffd')
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static boolean isValid(int character) {
        return character == '\t'
                || character == '\n'
                || character == '\r'
                || character >= 0x20 && character <= 0xd7ff
                || character >= 0xe000 && character <= 0xfffd
                || character >= 0x10000;
    }

    /** Ends the file; the stream stays open. */
    @Override
    public void close() throws IOException {
        try {
            xml.writeEndDocument();
            xml.flush();
            xml.close();
        } catch (XMLStreamException e) {
            throw new IOException(e);
        }
    }
}
