package dev.scriptorium.file;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.sf.okapi.common.Event;
import net.sf.okapi.common.LocaleId;
import net.sf.okapi.common.filters.IFilter;
import net.sf.okapi.common.filterwriter.IFilterWriter;
import net.sf.okapi.common.resource.Code;
import net.sf.okapi.common.resource.ITextUnit;
import net.sf.okapi.common.resource.RawDocument;
import net.sf.okapi.common.resource.Segment;
import net.sf.okapi.common.resource.TextContainer;
import net.sf.okapi.common.resource.TextFragment;
import org.jspecify.annotations.Nullable;

/** A file that one of Okapi's filters reads and writes. For one thread. */
final class OkapiFile implements TranslatableFile {

    /** Codes at which a line or a column ends. */
    private static final Pattern ENDS = Pattern.compile(
            "<(?:w:br|w:tab|w:cr|w:ptab|a:br|text:line-break|text:tab|br)\\b", Pattern.CASE_INSENSITIVE);

    private static final Pattern SECOND_XLIFF = Pattern.compile("<xliff\\b[^>]*\\bversion\\s*=\\s*[\"']2\\.");

    /** The language that the translations in the file are in. */
    private static final Pattern OWN_TARGET = Pattern.compile(
            "(?:target-language\\s*=\\s*[\"']|\\btrgLang\\s*=\\s*[\"']|\"Language:\\s*)([A-Za-z]{2,3}(?:[-_][A-Za-z0-9]+)*)");

    /** The language that a web page says it is in: Okapi writes the target language in its place. */
    private static final Pattern PAGE_LANGUAGE = Pattern.compile(
            "<html\\b[^>]*?\\slang\\s*=\\s*[\"']?([A-Za-z]{2,3}(?:-[A-Za-z0-9]+)*)", Pattern.CASE_INSENSITIVE);

    private static final LocaleId UNDETERMINED = LocaleId.fromString("und");

    private final FileFormat format;
    private final Path file;
    private final Optional<DecodedText> text;
    private final boolean secondXliff;
    private final String ownTarget;
    private final LocaleId ownSource;

    OkapiFile(FileFormat format, Path file) throws IOException {
        this.format = format;
        this.file = file;
        if (format.kind() == FileFormat.Kind.ARCHIVE) {
            this.text = Optional.empty();
            this.secondXliff = false;
            this.ownTarget = "";
            this.ownSource = UNDETERMINED;
        } else {
            DecodedText decoded = DecodedText.ofDeclared(Files.readAllBytes(file));
            this.text = Optional.of(decoded);
            this.secondXliff = format == FileFormat.XLIFF
                    && SECOND_XLIFF.matcher(decoded.text()).find();
            Matcher language = OWN_TARGET.matcher(decoded.text());
            this.ownTarget = format.isBilingual() && language.find() ? language.group(1) : "";
            Matcher page = PAGE_LANGUAGE.matcher(decoded.text());
            this.ownSource =
                    format == FileFormat.HTML && page.find() ? LocaleId.fromString(page.group(1)) : UNDETERMINED;
        }
    }

    @Override
    public void read(Consumer<TextUnit> units) {
        events(UNDETERMINED, (event, filter) -> {
            if (event.isTextUnit()) {
                ITextUnit unit = event.getTextUnit();
                segments(unit).forEach(segment -> units.accept(unit(unit, segment.getContent())));
            }
        });
    }

    @Override
    public void readResult(LocaleId target, Consumer<TextUnit> units) {
        if (!format.isBilingual()) {
            read(units);
            return;
        }
        events(target, (event, filter) -> {
            if (event.isTextUnit()) {
                ITextUnit unit = event.getTextUnit();
                segments(unit)
                        .forEach(segment ->
                                target(unit, segment, target).ifPresent(content -> units.accept(unit(unit, content))));
            }
        });
    }

    private static Optional<TextFragment> target(ITextUnit unit, Segment source, LocaleId target) {
        if (!unit.hasTarget(target)) {
            return Optional.empty();
        }
        Segment segment = unit.getTarget(target).getSegments().get(source.getId());
        return Optional.ofNullable(segment).map(Segment::getContent);
    }

    @Override
    public void write(LocaleId target, UnaryOperator<TextUnit> translation, Path result) throws IOException {
        try (OutputStream out = Files.newOutputStream(result)) {
            Writer writer = new Writer(out, target, translation);
            events(target, writer::accept);
            writer.close();
        }
    }

    private final class Writer {

        private final OutputStream out;
        private final LocaleId target;
        private final UnaryOperator<TextUnit> translation;
        private @Nullable IFilterWriter writer;

        Writer(OutputStream out, LocaleId target, UnaryOperator<TextUnit> translation) {
            this.out = out;
            this.target = target;
            this.translation = translation;
        }

        void accept(Event event, IFilter filter) {
            IFilterWriter to = writer;
            if (to == null) {
                to = filter.createFilterWriter();
                to.setOptions(target, StandardCharsets.UTF_8.name());
                to.setOutput(out);
                writer = to;
            }
            if (event.isTextUnit()) {
                translate(event.getTextUnit());
            }
            to.handleEvent(event);
        }

        private void translate(ITextUnit unit) {
            List<Segment> sources = segments(unit);
            if (sources.isEmpty()) {
                return;
            }
            boolean keep = isTranslated(unit, target);
            TextContainer translated = unit.getSource().clone();
            for (Segment source : sources) {
                TextUnit after = translation.apply(unit(unit, source.getContent()));
                translated.getSegments().get(source.getId()).setContent(fragment(after.text(), source.getContent()));
            }
            if (!keep) {
                unit.setTarget(target, translated);
            }
        }

        void close() {
            if (writer != null) {
                writer.close();
            }
        }
    }

    private interface EventHandler {
        void handle(Event event, IFilter filter);
    }

    private void events(LocaleId target, EventHandler handler) {
        try (IFilter filter = OkapiFilters.of(format, secondXliff);
                RawDocument document = document(target)) {
            filter.open(document);
            while (filter.hasNext()) {
                handler.handle(filter.next(), filter);
            }
        }
    }

    /** Text in UTF-8, because not every filter reads another charset. */
    private RawDocument document(LocaleId target) {
        String charset = StandardCharsets.UTF_8.name();
        return text.map(decoded ->
                        new RawDocument(new ByteArrayInputStream(decoded.toUtf8()), charset, ownSource, target))
                .orElseGet(() -> new RawDocument(file.toUri(), charset, ownSource, target));
    }

    /** The segments that are texts of the file. */
    private List<Segment> segments(ITextUnit unit) {
        if (!unit.isTranslatable()) {
            return List.of();
        }
        List<Segment> segments = new ArrayList<>();
        for (Segment segment : unit.getSource().getSegments()) {
            if (!segment.getContent().isEmpty()) {
                segments.add(segment);
            }
        }
        return segments;
    }

    /** Whether a person has translated it into this language. */
    private boolean isTranslated(ITextUnit unit, LocaleId target) {
        if (!format.isBilingual()
                || !unit.hasTarget(target)
                || !ownTarget.isEmpty() && !target.sameLanguageAs(LocaleId.fromString(ownTarget))) {
            return false;
        }
        String translated = text(unit.getTarget(target));
        return !translated.isBlank() && !translated.equals(text(unit.getSource()));
    }

    private static String text(TextContainer container) {
        return TextFragment.getText(container.getUnSegmentedContentCopy().getCodedText());
    }

    private TextUnit unit(ITextUnit unit, TextFragment content) {
        boolean hard =
                format.lines() == FileFormat.Lines.HARD || format == FileFormat.HTML && unit.preserveWhitespaces();
        CodedText text = coded(content);
        boolean wanted = text.hasLetters() && !(format.holdsValues() && CodeLike.is(text.text()));
        return new TextUnit(kind(unit), text, wanted, hard);
    }

    private TextKind kind(ITextUnit unit) {
        String type = unit.getType() == null ? "" : unit.getType().toLowerCase(Locale.ROOT);
        if (format == FileFormat.XLSX || format == FileFormat.ODS || type.equals("td") || type.equals("th")) {
            return TextKind.TABLE_CELL;
        } else if (type.equals("header") || type.matches("h[1-6]")) {
            return TextKind.HEADING;
        }
        return type.equals("li") || type.equals("list-item") ? TextKind.LIST_ITEM : TextKind.PARAGRAPH;
    }

    private CodedText coded(TextFragment fragment) {
        String coded = fragment.getCodedText();
        StringBuilder text = new StringBuilder(coded.length());
        List<InlineCode> codes = new ArrayList<>();
        for (int i = 0; i < coded.length(); i++) {
            char c = coded.charAt(i);
            if (TextFragment.isMarker(c)) {
                int index = TextFragment.toIndex(coded.charAt(++i));
                Code code = fragment.getCode(index);
                InlineCode.Kind kind = switch (code.getTagType()) {
                    case OPENING -> InlineCode.Kind.OPENING;
                    case CLOSING -> InlineCode.Kind.CLOSING;
                    case PLACEHOLDER -> InlineCode.Kind.ALONE;
                };
                boolean ends = Code.TYPE_LB.equals(code.getType())
                        || ENDS.matcher(code.getData()).find()
                        || code.hasOuterData()
                                && ENDS.matcher(code.getOuterData()).find();
                codes.add(new InlineCode(text.length(), kind, code.getId(), code.getData(), ends, index));
            } else {
                text.append(c);
            }
        }
        return OpaqueCodes.fold(new CodedText(text.toString(), codes), format);
    }

    private static TextFragment fragment(CodedText text, TextFragment source) {
        TextFragment fragment = new TextFragment();
        append(text, source, fragment);
        return fragment;
    }

    private static void append(CodedText text, TextFragment source, TextFragment fragment) {
        int from = 0;
        for (InlineCode code : text.codes()) {
            fragment.append(text.text().substring(from, code.offset()));
            if (code.content() == null) {
                fragment.append(source.getCode(code.index()).clone());
            } else {
                append(code.content(), source, fragment);
            }
            from = code.offset() + code.shown().length();
        }
        fragment.append(text.text().substring(from));
    }
}
