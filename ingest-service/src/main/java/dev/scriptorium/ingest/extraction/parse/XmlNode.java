package dev.scriptorium.ingest.extraction.parse;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * A small piece of XML as a tree, by local names. Text stands in nodes without a name.
 *
 * @param attributes by local name
 */
record XmlNode(String name, Map<String, String> attributes, List<XmlNode> children, String text) {

    static XmlNode ofText(String text) {
        return new XmlNode("", Map.of(), List.of(), text);
    }

    /** Reads the element that the reader stands at, and leaves it at its end. */
    static XmlNode read(XMLStreamReader reader) throws XMLStreamException {
        Map<String, String> attributes = new HashMap<>();
        for (int i = 0; i < reader.getAttributeCount(); i++) {
            attributes.put(reader.getAttributeLocalName(i), reader.getAttributeValue(i));
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

    /** The child elements, without text. */
    List<XmlNode> elements() {
        return children.stream().filter(child -> !child.name.isEmpty()).toList();
    }

    /** An attribute of a node that lies below, such as {@code fPr/chr} of {@code val}. */
    Optional<String> setting(String holder, String name) {
        return child(holder).flatMap(node -> node.child(name)).map(node -> node.attributes.getOrDefault("val", ""));
    }
}
