package dev.scriptorium.memory.tmx;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.memory.ImportProblem;
import dev.scriptorium.memory.MemoryUnit;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import javax.xml.XMLConstants;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Reads TMX 1.4 as a stream, a few units at a time. A DOCTYPE is passed over: no entity is declared and nothing is fetched.
 * A unit that cannot be used is left out and named; a file that is no TMX fails as a whole. Inline codes are left out, the
 * texts that they mark stay. For one file and one thread.
 */
public final class TmxReader {

    private static final int UNITS_AT_ONCE = 1_000;

    /** Problems that are named one by one; the others are counted. */
    private static final int NAMED_PROBLEMS = 100;

    /** Elements in a text whose content is code of the original format, or another text. */
    private static final Set<String> CODES = Set.of("bpt", "ept", "it", "ph", "ut", "sub");

    private final TmxLimits limits;
    private final String importer;
    private final Consumer<List<MemoryUnit>> consumer;
    private final List<MemoryUnit> waiting = new ArrayList<>();
    private final List<ImportProblem> problems = new ArrayList<>();
    private long units;
    private long leftOut;

    /**
     * @param importer editor of the units that name none
     * @param consumer gets the units, some at a time
     */
    public TmxReader(TmxLimits limits, String importer, Consumer<List<MemoryUnit>> consumer) {
        this.limits = limits;
        this.importer = importer;
        this.consumer = consumer;
    }

    /**
     * What was read.
     *
     * @param units pairs of texts that were handed over
     * @param leftOut translation units of the file that were not
     * @param problems the first of these
     */
    public record Summary(long units, long leftOut, List<ImportProblem> problems) {}

    /** Reads a file to its end. Throws BAD_REQUEST for what is no TMX, LIMIT_EXCEEDED for one with too many units. */
    public Summary read(InputStream file) {
        try {
            XMLStreamReader xml = factory().createXMLStreamReader(file);
            readRoot(xml);
            flush();
            return new Summary(units, leftOut, List.copyOf(problems));
        } catch (XMLStreamException e) {
            if (e.getNestedException() instanceof FailureException failure) {
                throw failure;
            }
            throw new FailureException(FailureCode.BAD_REQUEST, "The file is no well-formed XML" + at(e) + ".", e);
        }
    }

    private static String at(XMLStreamException thrown) {
        return thrown.getLocation() == null
                ? ""
                : ", at line " + thrown.getLocation().getLineNumber();
    }

    private static XMLInputFactory factory() {
        // That of the JDK, whatever else is on the class path.
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
        factory.setXMLResolver((publicId, systemId, base, namespace) -> InputStream.nullInputStream());
        return factory;
    }

    private void readRoot(XMLStreamReader xml) throws XMLStreamException {
        String sourceLanguage = TmxUnit.ALL_LANGUAGES;
        boolean root = false;
        while (xml.hasNext()) {
            if (xml.next() != XMLStreamConstants.START_ELEMENT) {
                continue;
            }
            String name = xml.getLocalName();
            if (!root && !name.equals("tmx")) {
                throw new FailureException(
                        FailureCode.BAD_REQUEST,
                        "The file is no TMX: its first element must be tmx, not " + name + ".");
            }
            root = true;
            if (name.equals("header")) {
                sourceLanguage = Optional.ofNullable(xml.getAttributeValue(null, "srclang"))
                        .orElse(TmxUnit.ALL_LANGUAGES);
            } else if (name.equals("tu")) {
                readUnit(xml, sourceLanguage);
            }
        }
    }

    private void readUnit(XMLStreamReader xml, String sourceLanguage) throws XMLStreamException {
        var unit = new TmxUnit(
                xml.getLocation().getLineNumber(),
                attribute(xml, "srclang", sourceLanguage),
                attribute(xml, "changeid", attribute(xml, "creationid", "")));
        Optional<String> fault = Optional.empty();
        String language = "";
        while (xml.next() != XMLStreamConstants.END_ELEMENT
                || !xml.getLocalName().equals("tu")) {
            if (!xml.isStartElement()) {
                continue;
            }
            switch (xml.getLocalName()) {
                case "prop" -> unit.addProperty(attribute(xml, "type", ""), text(xml, "prop"));
                case "tuv" -> language = language(xml);
                case "seg" -> {
                    try {
                        unit.addText(language, text(xml, "seg"));
                    } catch (IllegalArgumentException e) {
                        fault = Optional.of(String.valueOf(e.getMessage()));
                    }
                }
                default -> {
                    // Notes and what later versions may have.
                }
            }
        }
        if (fault.isPresent()) {
            leaveOut(unit, fault.get());
        } else {
            add(unit);
        }
    }

    private void add(TmxUnit unit) {
        try {
            for (MemoryUnit next : unit.units(limits, importer)) {
                if (++units > limits.units()) {
                    throw new FailureException(
                            FailureCode.LIMIT_EXCEEDED,
                            "The file has more than %,d units; split it.".formatted(limits.units()));
                }
                waiting.add(next);
            }
        } catch (IllegalArgumentException e) {
            leaveOut(unit, String.valueOf(e.getMessage()));
        }
        if (waiting.size() >= UNITS_AT_ONCE) {
            flush();
        }
    }

    private void leaveOut(TmxUnit unit, String reason) {
        leftOut++;
        if (problems.size() < NAMED_PROBLEMS) {
            problems.add(new ImportProblem(unit.line(), reason));
        }
    }

    private void flush() {
        if (!waiting.isEmpty()) {
            consumer.accept(List.copyOf(waiting));
            waiting.clear();
        }
    }

    /** The text of an element without inline codes; of more characters than a text may have, the first ones. */
    private String text(XMLStreamReader xml, String element) throws XMLStreamException {
        var text = new StringBuilder();
        int codes = 0;
        while (true) {
            int event = xml.next();
            if (event == XMLStreamConstants.END_ELEMENT && xml.getLocalName().equals(element)) {
                return text.toString();
            }
            if (event == XMLStreamConstants.START_ELEMENT && CODES.contains(xml.getLocalName())) {
                codes++;
            } else if (event == XMLStreamConstants.END_ELEMENT && CODES.contains(xml.getLocalName())) {
                codes--;
            } else if (codes == 0
                    && (event == XMLStreamConstants.CHARACTERS || event == XMLStreamConstants.CDATA)
                    && text.length() <= limits.segmentCharacters()) {
                text.append(xml.getText());
            }
        }
    }

    private static String language(XMLStreamReader xml) {
        String language = xml.getAttributeValue(XMLConstants.XML_NS_URI, "lang");
        return language == null ? attribute(xml, "lang", "") : language;
    }

    private static String attribute(XMLStreamReader xml, String name, String otherwise) {
        String value = xml.getAttributeValue(null, name);
        return value == null ? otherwise : value;
    }
}
