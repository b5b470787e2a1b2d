package dev.scriptorium.ingest.extraction.parse;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * A small piece of XML as a tree, by local names. Text stands in nodes without a name.
 *
 * @param attributes by local name; where two have the same, that with a prefix is under its whole name as well
 */
record XmlNode(String name, Map<String, String> attributes, List<XmlNode> children, String text) {

    static XmlNode ofText(String text) {
        return new XmlNode("", Map.of(), List.of(), text);
    }

    /** Opens XML that may be hostile: no document type, no entity and nothing outside is read. */
    static XMLStreamReader open(InputStream xml) throws XMLStreamException {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        return factory.createXMLStreamReader(xml);
    }

    /** Reads a whole document. */
    static XmlNode parse(InputStream xml) throws XMLStreamException {
        XMLStreamReader reader = open(xml);
        while (!reader.isStartElement()) {
            reader.next();
        }
        return read(reader);
    }

    /** Reads the element that the reader stands at, and leaves it at its end. */
    static XmlNode read(XMLStreamReader reader) throws XMLStreamException {
        Map<String, String> attributes = reader.getAttributeCount() == 0 ? Map.of() : new HashMap<>();
        for (int i = 0; i < reader.getAttributeCount(); i++) {
            String prefix = reader.getAttributePrefix(i);
            String attribute = reader.getAttributeLocalName(i);
            if (prefix != null && !prefix.isEmpty()) {
                attributes.put(prefix + ":" + attribute, reader.getAttributeValue(i));
                attributes.putIfAbsent(attribute, reader.getAttributeValue(i));
            } else {
                attributes.put(attribute, reader.getAttributeValue(i));
            }
        }
        String name = reader.getLocalName();
        List<XmlNode> children = new ArrayList<>();
        while (reader.next() != XMLStreamConstants.END_ELEMENT) {
            if (reader.isStartElement()) {
                children.add(read(reader));
            } else if (reader.hasText() && reader.getEventType() != XMLStreamConstants.COMMENT) {
                children.add(ofText(reader.getText()));
            }
        }
        return new XmlNode(name, attributes, children, "");
    }

    Optional<XmlNode> child(String wanted) {
        return children.stream().filter(child -> child.name.equals(wanted)).findFirst();
    }

    List<XmlNode> all(String wanted) {
        return children.stream().filter(child -> child.name.equals(wanted)).toList();
    }

    /** An attribute; empty where it is missing. */
    String attribute(String wanted) {
        return attributes.getOrDefault(wanted, "");
    }

    /** All text below, in order. */
    String allText() {
        if (name.isEmpty()) {
            return text;
        }
        StringBuilder all = new StringBuilder();
        children.forEach(child -> all.append(child.allText()));
        return all.toString();
    }

    /** The nodes of a name below this one, in order; those within another of them are not looked for. */
    List<XmlNode> below(String wanted) {
        List<XmlNode> found = new ArrayList<>();
        for (XmlNode child : children) {
            if (child.name.equals(wanted)) {
                found.add(child);
            } else {
                found.addAll(child.below(wanted));
            }
        }
        return found;
    }

    /** The child elements, without text. */
    List<XmlNode> elements() {
        return children.stream().filter(child -> !child.name.isEmpty()).toList();
    }

    /** An attribute of a node that lies below, such as {@code fPr/chr} of {@code val}. */
    Optional<String> setting(String holder, String name) {
        return child(holder).flatMap(node -> node.child(name)).map(node -> node.attributes.getOrDefault("val", ""));
    }
}
