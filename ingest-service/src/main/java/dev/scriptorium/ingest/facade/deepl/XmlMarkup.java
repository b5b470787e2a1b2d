package dev.scriptorium.ingest.facade.deepl;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import java.io.StringReader;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * XML in the form of HTML, so that it can be translated as that is: each element is a {@code div}, or a {@code span} where text
 * stands beside it, and everything else that is no text is an image. The tags come back as they were written.
 */
final class XmlMarkup {

    private static final XMLInputFactory FACTORY = factory();
    private static final int ROOT = -1;
    private static final String ID = " id=\"";

    private final String xml;
    private final List<Token> tokens;

    private enum Kind {
        TEXT,
        OPENING,
        CLOSING,
        ALONE
    }

    /**
     * A piece of the text.
     *
     * @param partner of an opening tag, the index of the closing one
     * @param inline of a tag, whether text stands beside the element
     */
    private record Token(Kind kind, String text, int partner, boolean inline) {}

    private XmlMarkup(String xml, List<Token> tokens) {
        this.xml = xml;
        this.tokens = tokens;
    }

    /** Fails with BAD_REQUEST where a text is neither an XML document nor a part of one. */
    static XmlMarkup of(String name, String xml) {
        check(name, xml);
        return new XmlMarkup(xml, paired(scan(xml)));
    }

    String html() {
        if (xml.isBlank()) {
            return xml;
        }
        StringBuilder html = new StringBuilder();
        for (int i = 0; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            String element = token.inline() ? "span" : "div";
            switch (token.kind()) {
                case TEXT -> html.append(token.text());
                case OPENING ->
                    html.append('<').append(element).append(ID).append(i).append("\">");
                case CLOSING -> html.append("</").append(element).append('>');
                case ALONE -> html.append("<img").append(ID).append(i).append("\">");
            }
        }
        return html.toString();
    }

    /** The XML of a translation of {@link #html}. */
    String xml(String translated) {
        StringBuilder back = new StringBuilder();
        Deque<Token> open = new ArrayDeque<>();
        for (Token token : scan(translated)) {
            switch (token.kind()) {
                // HTML names this space, XML does not.
                case TEXT -> back.append(token.text().replace("&nbsp;", "&#160;"));
                case OPENING, ALONE -> {
                    Token own = original(token);
                    back.append(own.text());
                    if (own.kind() == Kind.OPENING) {
                        open.push(tokens.get(own.partner()));
                    }
                }
                case CLOSING -> {
                    if (open.isEmpty()) {
                        throw lost();
                    }
                    back.append(open.pop().text());
                }
            }
        }
        check("The translation", back.toString());
        return back.toString();
    }

    private Token original(Token tag) {
        int from = tag.text().indexOf(ID) + ID.length();
        try {
            return tokens.get(Integer.parseInt(tag.text(), from, tag.text().indexOf('"', from), 10));
        } catch (IndexOutOfBoundsException | NumberFormatException e) {
            throw lost();
        }
    }

    private static FailureException lost() {
        return new FailureException(FailureCode.FILE_NOT_FAITHFUL, "The tags would not nest in the translation.");
    }

    /** Every piece of a text whose tags are complete. */
    private static List<Token> scan(String text) {
        List<Token> tokens = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            boolean markup = text.charAt(at) == '<';
            int end = markup ? markupEnd(text, at) : text.indexOf('<', at);
            String piece = text.substring(at, end < 0 ? text.length() : end);
            tokens.add(new Token(markup ? kind(piece) : Kind.TEXT, piece, ROOT, false));
            at += piece.length();
        }
        return tokens;
    }

    private static Kind kind(String markup) {
        char second = markup.length() > 1 ? markup.charAt(1) : ' ';
        if (second == '/') {
            return Kind.CLOSING;
        }
        return second == '!' || second == '?' || markup.endsWith("/>") ? Kind.ALONE : Kind.OPENING;
    }

    private static int markupEnd(String text, int at) {
        if (text.startsWith("<!--", at)) {
            return after(text, "-->", at);
        } else if (text.startsWith("<![CDATA[", at)) {
            return after(text, "]]>", at);
        } else if (text.startsWith("<?", at)) {
            return after(text, "?>", at);
        }
        char quote = 0;
        for (int i = at; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quote != 0) {
                quote = c == quote ? 0 : quote;
            } else if (c == '"' || c == '\'') {
                quote = c;
            } else if (c == '>') {
                return i + 1;
            }
        }
        return -1;
    }

    private static int after(String text, String end, int at) {
        int found = text.indexOf(end, at);
        return found < 0 ? -1 : found + end.length();
    }

    /** Finds the closing tag of each opening one, and whether text stands beside their element. */
    private static List<Token> paired(List<Token> scanned) {
        int[] partner = new int[scanned.size()];
        int[] parent = new int[scanned.size()];
        boolean[] mixed = new boolean[scanned.size() + 1];
        Deque<Integer> open = new ArrayDeque<>(List.of(ROOT));
        for (int i = 0; i < scanned.size(); i++) {
            Token token = scanned.get(i);
            switch (token.kind()) {
                case TEXT -> mixed[open.element() + 1] |= !token.text().isBlank();
                case OPENING -> {
                    parent[i] = open.element();
                    open.push(i);
                }
                case CLOSING -> {
                    int opening = open.pop();
                    partner[opening] = i;
                    parent[i] = parent[opening];
                }
                case ALONE -> parent[i] = open.element();
            }
        }
        List<Token> tokens = new ArrayList<>();
        for (int i = 0; i < scanned.size(); i++) {
            Token token = scanned.get(i);
            tokens.add(new Token(token.kind(), token.text(), partner[i], mixed[parent[i] + 1]));
        }
        return tokens;
    }

    /** Document types are refused, so that no entity is read. */
    private static void check(String name, String text) {
        boolean document = text.startsWith("<?xml");
        try {
            XMLStreamReader reader =
                    FACTORY.createXMLStreamReader(new StringReader(document ? text : "<text>" + text + "</text>"));
            try {
                while (reader.hasNext()) {
                    if (reader.next() == XMLStreamReader.DTD) {
                        throw new XMLStreamException("a document type");
                    }
                }
            } finally {
                reader.close();
            }
        } catch (XMLStreamException e) {
            throw new FailureException(
                    FailureCode.BAD_REQUEST, name + " must be well-formed XML without a document type.", e);
        }
    }

    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, false);
        return factory;
    }
}
