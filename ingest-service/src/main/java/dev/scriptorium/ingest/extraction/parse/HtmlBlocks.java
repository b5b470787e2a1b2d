package dev.scriptorium.ingest.extraction.parse;

import dev.scriptorium.proto.document.v1.BlockKind;
import dev.scriptorium.proto.document.v1.Place;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeFilter;

/**
 * HTML of a file or of a mail: blocks by the elements of HTML, two {@code <br>} as a border, tables by their grid.
 * Hidden elements are left out; navigation, page headers and footers and cookie notices are marked as boilerplate.
 */
final class HtmlBlocks implements NodeFilter {

    private static final Set<String> BORDERS = Set.of(
            "address",
            "article",
            "aside",
            "blockquote",
            "body",
            "button",
            "caption",
            "center",
            "dd",
            "details",
            "dialog",
            "div",
            "dl",
            "dt",
            "fieldset",
            "figcaption",
            "figure",
            "footer",
            "form",
            "h1",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
            "header",
            "hgroup",
            "hr",
            "html",
            "legend",
            "li",
            "main",
            "menu",
            "nav",
            "ol",
            "optgroup",
            "option",
            "p",
            "pre",
            "search",
            "section",
            "select",
            "summary",
            "table",
            "tbody",
            "td",
            "textarea",
            "tfoot",
            "th",
            "thead",
            "tr",
            "ul");

    private static final Set<String> NO_TEXT = Set.of(
            "audio",
            "canvas",
            "datalist",
            "head",
            "iframe",
            "map",
            "noscript",
            "object",
            "script",
            "style",
            "svg",
            "template",
            "title",
            "video");

    private static final Set<String> LANDMARKS =
            Set.of("navigation", "banner", "contentinfo", "complementary", "search", "dialog", "alertdialog", "menu");

    /** Words that authors of pages give to what is no content, as a whole part of a class or an id. */
    private static final Pattern BOILERPLATE_NAME = Pattern.compile(
            "(?:.*[-_ ])?(?:cookies?|consent|gdpr|newsletter|breadcrumbs?|navbar|navigation|sidebar|footer"
                    + "|masthead|skip-?link|share-?buttons?|social-?(?:media|links))(?:[-_ ].*)?");

    private static final Pattern RIGHTS = Pattern.compile(
            "(?i)(?:.*\\b)?(?:all rights reserved|alle rechte vorbehalten|tous droits réservés|todos los derechos"
                    + " reservados)\\b.*|(?:©|\\(c\\)|copyright)\\s.*\\d{4}.*",
            Pattern.DOTALL);

    private static final int LONGEST_RIGHTS = 200;

    private static final Pattern HIDDEN_STYLE = Pattern.compile(
            "(?:^|;)\\s*(?:display\\s*:\\s*none|visibility\\s*:\\s*hidden|mso-hide\\s*:\\s*all)",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern META_CHARSET = Pattern.compile(
            "<meta[^>]{0,300}?charset\\s*=\\s*[\"']?\\s*([A-Za-z0-9_:.-]{1,40})", Pattern.CASE_INSENSITIVE);
    private static final Pattern XML_ENCODING =
            Pattern.compile("^\\s*<\\?xml[^>]{0,200}?encoding\\s*=\\s*[\"']([A-Za-z0-9_.-]{1,40})");
    private static final Pattern COMMENT = Pattern.compile("<!--.*?(?:-->|$)", Pattern.DOTALL);
    private static final int DECLARED_WITHIN = 16 * 1024;

    private static final String LINE_BREAK = "\n";

    private final List<Draft> drafts = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();
    private final Deque<TableGrid> tables = new ArrayDeque<>();
    private final Map<Element, Boolean> untranslated = new HashMap<>();
    private int tableCount;
    private int code;
    private int heading;
    private int listItem;
    private int boilerplate;
    private int content;
    private int protectedText;
    private boolean allProtected = true;

    private record Draft(BlockKind kind, String path, String text, boolean boilerplate) {}

    private HtmlBlocks() {}

    /** The charset that a page declares in its first bytes, in a tag or in the XML declaration. */
    static Optional<String> declaredCharset(byte[] page) {
        String start = new String(
                page, 0, Math.min(page.length, DECLARED_WITHIN), java.nio.charset.StandardCharsets.ISO_8859_1);
        Matcher xml = XML_ENCODING.matcher(start);
        if (xml.find()) {
            return Optional.of(xml.group(1));
        }
        Matcher meta = META_CHARSET.matcher(COMMENT.matcher(start).replaceAll(""));
        return meta.find() ? Optional.of(meta.group(1)) : Optional.empty();
    }

    static void read(String html, PartWriter out) {
        HtmlBlocks blocks = new HtmlBlocks();
        Jsoup.parse(html).filter(blocks);
        blocks.flush();
        blocks.write(out);
    }

    private void write(PartWriter out) {
        boolean hasContent = drafts.stream()
                .anyMatch(draft -> !draft.boilerplate() && !draft.text().isBlank());
        for (Draft draft : drafts) {
            Place place = Place.newBuilder().setPath(draft.path()).build();
            out.add(draft.kind(), place, draft.text(), draft.boilerplate() && hasContent);
        }
    }

    @Override
    public FilterResult head(Node node, int depth) {
        if (node instanceof TextNode words) {
            append(words);
        } else if (node instanceof Element element) {
            return open(element);
        }
        return FilterResult.CONTINUE;
    }

    private FilterResult open(Element element) {
        String name = element.normalName();
        if (NO_TEXT.contains(name) || isHidden(element)) {
            return FilterResult.SKIP_ENTIRELY;
        }
        if (name.equals("math")) {
            text.append(' ').append(Formula.linear(tree(element))).append(' ');
            return FilterResult.SKIP_ENTIRELY;
        }
        if (BORDERS.contains(name)) {
            flush();
        }
        if (isBoilerplate(element, name)) {
            boilerplate++;
        }
        if (isUntranslated(element)) {
            protectedText++;
            untranslated.put(element, true);
        }
        switch (name) {
            case "h1", "h2", "h3", "h4", "h5", "h6" -> heading++;
            case "li", "dd", "dt" -> listItem++;
            case "pre", "textarea" -> code++;
            case "article", "main" -> content++;
            case "table" -> tables.push(new TableGrid(isLayout(element) ? 0 : ++tableCount));
            case "tr" -> Optional.ofNullable(tables.peek()).ifPresent(TableGrid::nextRow);
            case "td", "th" ->
                Optional.ofNullable(tables.peek())
                        .ifPresent(table -> table.nextCell(span(element, "colspan"), span(element, "rowspan")));
            case "br" -> lineBreak();
            default -> {}
        }
        return FilterResult.CONTINUE;
    }

    @Override
    public FilterResult tail(Node node, int depth) {
        if (!(node instanceof Element element)) {
            return FilterResult.CONTINUE;
        }
        String name = element.normalName();
        if (BORDERS.contains(name)) {
            flush();
        }
        if (untranslated.remove(element) != null) {
            protectedText--;
        }
        switch (name) {
            case "h1", "h2", "h3", "h4", "h5", "h6" -> heading--;
            case "li", "dd", "dt" -> listItem--;
            case "pre", "textarea" -> code--;
            case "table" -> tables.poll();
            case "article", "main" -> content--;
            default -> {}
        }
        if (isBoilerplate(element, name)) {
            boilerplate--;
        }
        return FilterResult.CONTINUE;
    }

    private void append(TextNode words) {
        String whole = words.getWholeText();
        if (code > 0) {
            text.append(whole);
        } else if (!whole.isBlank()) {
            allProtected &= protectedText > 0;
            text.append(whole.replace('\n', ' ').replace('\r', ' ').replace('\f', ' '));
        } else if (!text.isEmpty()) {
            text.append(' ');
        }
    }

    /** Two in a row are a border, as two line breaks in plain text are. */
    private void lineBreak() {
        int end = text.length();
        while (end > 0 && text.charAt(end - 1) == ' ') {
            end--;
        }
        if (code == 0 && end > 0 && text.charAt(end - 1) == '\n') {
            flush();
        } else {
            text.append(LINE_BREAK);
        }
    }

    private void flush() {
        String raw = text.toString();
        boolean asItIs = allProtected && protectedText > 0;
        text.setLength(0);
        allProtected = true;
        if (raw.isBlank()) {
            return;
        }
        if (code > 0) {
            add(BlockKind.BLOCK_KIND_CODE, raw);
        } else if (asItIs) {
            add(BlockKind.BLOCK_KIND_CODE, raw.strip());
        } else if (isInTable()) {
            add(BlockKind.BLOCK_KIND_TABLE_CELL, raw);
        } else if (heading > 0) {
            add(BlockKind.BLOCK_KIND_HEADING, raw);
        } else if (listItem > 0) {
            add(BlockKind.BLOCK_KIND_LIST_ITEM, raw);
        } else {
            TextBlocks.readParagraph(raw, this::add);
        }
    }

    private void add(BlockKind kind, String raw) {
        boolean rights =
                raw.length() <= LONGEST_RIGHTS && RIGHTS.matcher(raw.strip()).matches();
        drafts.add(new Draft(kind, path(), raw, boilerplate > 0 || rights));
    }

    private boolean isInTable() {
        return tables.stream().anyMatch(table -> table.number() > 0);
    }

    private String path() {
        return tables.stream()
                .filter(table -> table.number() > 0)
                .findFirst()
                .map(TableGrid::path)
                .orElse("");
    }

    private static boolean isHidden(Element element) {
        return element.hasAttr("hidden")
                || element.attr("aria-hidden").equalsIgnoreCase("true")
                || element.hasAttr("style")
                        && HIDDEN_STYLE.matcher(element.attr("style")).find();
    }

    private static boolean isUntranslated(Element element) {
        return element.attr("translate").equalsIgnoreCase("no") || element.hasClass("notranslate");
    }

    /** A table that only arranges the page: it says so, or holds another table. */
    private static boolean isLayout(Element table) {
        String role = table.attr("role").toLowerCase(Locale.ROOT);
        return role.equals("presentation") || role.equals("none");
    }

    private boolean isBoilerplate(Element element, String name) {
        if (name.equals("body") || name.equals("html") || name.equals("main") || name.equals("article")) {
            return false;
        }
        if (name.equals("nav") || name.equals("aside")) {
            return true;
        }
        if (name.equals("footer") || name.equals("header")) {
            return content == 0 && element.selectFirst("h1, article, main") == null;
        }
        return LANDMARKS.contains(element.attr("role").toLowerCase(Locale.ROOT))
                || isNamedSo(element.className())
                || isNamedSo(element.id());
    }

    private static boolean isNamedSo(String names) {
        for (String name :
                names.isEmpty() ? new String[0] : names.toLowerCase(Locale.ROOT).split("\\s+")) {
            if (name.length() < 60 && BOILERPLATE_NAME.matcher(name).matches()) {
                return true;
            }
        }
        return false;
    }

    private static int span(Element cell, String attribute) {
        try {
            return Math.clamp(Integer.parseInt(cell.attr(attribute).strip()), 1, 1_000);
        } catch (NumberFormatException e) {
            return 1;
        }
    }

    private static XmlNode tree(Element element) {
        List<XmlNode> children = new ArrayList<>();
        for (Node child : element.childNodes()) {
            if (child instanceof Element inner) {
                children.add(tree(inner));
            } else if (child instanceof TextNode words) {
                children.add(XmlNode.ofText(words.text().strip()));
            }
        }
        String name = element.normalName();
        return new XmlNode(name.substring(name.indexOf(':') + 1), Map.of(), children, "");
    }
}
