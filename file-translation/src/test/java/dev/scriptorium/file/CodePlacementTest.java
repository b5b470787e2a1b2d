package dev.scriptorium.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scriptorium.core.text.WordAlignment;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Texts are written with {@code <1>} and {@code </1>} for a pair and {@code <2/>} for a single code. */
class CodePlacementTest {

    private static final Pattern CODE = Pattern.compile("<(/?)(\\d)(/?)>");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<1>Press the button.</1> | Drücken Sie den Knopf. | <1>Drücken Sie den Knopf.</1>",
                "Press the button<1/>. | Drücken Sie den Knopf. | Drücken Sie den Knopf<1/>.",
                "<1>Warning:</1> Do not touch it. | Warnung: Nicht anfassen. | <1>Warnung:</1> Nicht anfassen.",
                "Call <1>Mrs Smith</1> today. | Rufen Sie heute Mrs Smith an. | Rufen Sie heute <1>Mrs Smith</1> an.",
                "Pay <1>12.50</1> now. | Zahlen Sie jetzt 12.50 ein. | Zahlen Sie jetzt <1>12.50</1> ein.",
                "<1>a <2>Smith</2> b</1> | c Smith d | <1>c <2>Smith</2> d</1>",
            })
    void findsThePlaceByTheTextsAlone(String source, String target, String expected) {
        CodePlacement.Result result =
                CodePlacement.place(coded(source), target, WordAlignment.NONE, none -> Optional.empty());

        assertThat(shown(result.text())).isEqualTo(expected);
        assertThat(result.unplaced()).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Press the button <1/>. | Drücken Sie die Taste. | Drücken Sie die Taste <1/>.",
                "Open <1/> Files now. | Jetzt Files öffnen. | Jetzt <1/> Files öffnen.",
                "Open <1/><2/> Files now. | Jetzt Files öffnen. | Jetzt <1/><2/> Files öffnen.",
                "Press <1/> now. | Jetzt. | Jetzt. <1/>",
                "Press <1/> Enter today. | Heute Press Enter. | Heute Press <1/> Enter.",
                "Ask Smith<1/> today. | Heute Smith fragen. | Heute Smith<1/> fragen.",
            })
    void keepsTheSpacesThatSetASingleCodeApart(String source, String target, String expected) {
        CodePlacement.Result result =
                CodePlacement.place(coded(source), target, WordAlignment.NONE, none -> Optional.empty());

        assertThat(shown(result.text())).isEqualTo(expected);
    }

    /** Both codes of the source belong to the same words of the target. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "The <1>configuration</1> has <2/>configurations. | Die configuration lebt. | Die <2/><1>configuration</1> lebt.",
                "The <1>configuration</1> has <2>configurations</2>. | Die configuration lebt. | <2>Die <1>configuration</1> lebt.</2>",
            })
    void writesTheWordsOnceThatTwoCodesBelongTo(String source, String target, String expected) {
        CodePlacement.Result result =
                CodePlacement.place(coded(source), target, WordAlignment.NONE, none -> Optional.empty());

        assertThat(shown(result.text())).isEqualTo(expected);
    }

    @Test
    void aPairDoesNotCutCodeThatIsShownInTheSentence() {
        InlineCode code = new InlineCode(5, InlineCode.Kind.ALONE, 0, "", false, 0, "`script`", CodedText.of("script"));
        InlineCode opening = new InlineCode(14, InlineCode.Kind.OPENING, 1, "<1>", false, 1);
        InlineCode closing = new InlineCode(25, InlineCode.Kind.CLOSING, 1, "</1>", false, 2);
        CodedText source = new CodedText("Take `script` script runs today.", List.of(code, opening, closing));

        CodePlacement.Result result =
                CodePlacement.place(source, "Heute `script` runs.", WordAlignment.NONE, none -> Optional.empty());

        assertThat(result.text().text()).isEqualTo("Heute `script` runs.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Press the <1>red button</1> to stop. | Zum Anhalten den roten Knopf drücken. | red button | roter Knopf "
                        + "| Zum Anhalten den <1>roten Knopf</1> drücken.",
                "Read the <1>manual</1> and the <2>rules</2>. | Lesen Sie die Regeln und das Handbuch. | manual | Handbuch "
                        + "| <2>Lesen Sie die Regeln und das <1>Handbuch</1>.</2>",
            })
    void findsAStretchByItsTranslationAlone(
            String source, String target, String stretch, String translation, String expected) {
        CodePlacement.Result result = CodePlacement.place(
                coded(source),
                target,
                WordAlignment.NONE,
                span -> Optional.ofNullable(Map.of(stretch, translation).get(span)));

        assertThat(shown(result.text())).isEqualTo(expected);
    }

    /** The words of a pair need not be where they are in the source, nor look like them. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Press the <1>red button</1> now. | Drücken Sie jetzt die rote Taste. | 0-0 4-2 1-3 2-4 3-5 "
                        + "| Drücken Sie jetzt die <1>rote Taste</1>.",
                "<1>Yesterday</1> he came. | Er kam gestern. | 1-0 2-1 0-2 | Er kam <1>gestern</1>.",
                "He came <1>yesterday</1>. | Gestern kam er. | 2-0 1-1 0-2 | <1>Gestern</1> kam er.",
                "Read the <1>manual</1> and the <2>rules</2>. | Die Regeln und das Handbuch lesen. "
                        + "| 4-0 5-1 3-2 1-3 2-4 0-5 | Die <2>Regeln</2> und das <1>Handbuch</1> lesen.",
                "The <1>\"big\"</1> house. | Das „große“ Haus. | 0-0 1-1 2-2 | Das <1>„große“</1> Haus.",
                "See the note<1/>, please. | Bitte die Anmerkung lesen. | 3-0 1-1 2-2 0-3 "
                        + "| Bitte die Anmerkung<1/> lesen.",
                "In the note,<1/> they say so. | Das steht in der Notiz, sagen sie. | 5-0 0-2 1-3 2-4 4-5 3-6 "
                        + "| Das steht in der Notiz,<1/> sagen sie.",
                "Use <1>the <2>new</2> tool</1> today. | Heute das neue Werkzeug nutzen. | 4-0 1-1 2-2 3-3 0-4 "
                        + "| Heute <1>das <2>neue</2> Werkzeug</1> nutzen.",
                "Do <1>not</1> turn it off. | Den Rechner nicht abschalten. | 1-0 3-1 1-2 2-3 4-3 "
                        + "| Den Rechner <1>nicht</1> abschalten.",
                "<1>a b</1> c d. | w x y z. | 0-0 2-1 1-2 3-3 | <1>w</1> x y z.",
            })
    void followsTheAlignmentOfTheWords(String source, String target, String alignment, String expected) {
        CodePlacement.Result result =
                CodePlacement.place(coded(source), target, WordAlignment.parse(alignment), none -> Optional.empty());

        assertThat(shown(result.text())).isEqualTo(expected);
        assertThat(result.unplaced()).isZero();
    }

    @Test
    void codesAtTheEndsAreThereWhateverTheAlignmentSays() {
        CodePlacement.Result result = CodePlacement.place(
                coded("<1/><2>(Press the button.)</2><3/>"),
                "„Taste drücken!“",
                WordAlignment.parse("2-0 0-1"),
                none -> Optional.empty());

        assertThat(shown(result.text())).isEqualTo("<1/><2>„Taste drücken!“</2><3/>");
        assertThat(result.unplaced()).isZero();
    }

    /** Whatever a model says, every code is there once, pairs are nested, and the words stay as they are. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void losesNoCodeWhateverTheAlignment(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int round = 0; round < 2_000; round++) {
            CodedText source = coded(randomText(random));
            String target = words(random, random.nextInt(9)) + (random.nextBoolean() ? "." : "");
            List<WordAlignment.Link> links = new ArrayList<>();
            for (int i = random.nextInt(12); i > 0; i--) {
                links.add(new WordAlignment.Link(random.nextInt(10), random.nextInt(10)));
            }
            WordAlignment alignment = new WordAlignment(links);

            CodedText placed = CodePlacement.place(source, target, alignment, none -> Optional.empty())
                    .text();

            String as = "%s to %s by %s: %s".formatted(shown(source), target, alignment, shown(placed));
            assertThat(placed.codes().stream().map(InlineCode::index).sorted().toList())
                    .as(as)
                    .isEqualTo(source.codes().stream()
                            .map(InlineCode::index)
                            .sorted()
                            .toList());
            assertThat(PlainText.of(placed.text()).text().replace(" ", ""))
                    .as(as)
                    .isEqualTo(target.replace(" ", ""));
            Deque<Integer> open = new ArrayDeque<>();
            for (InlineCode code : placed.codes()) {
                switch (code.kind()) {
                    case ALONE -> {}
                    case OPENING -> open.push(code.pair());
                    case CLOSING -> assertThat(open.pop()).as(as).isEqualTo(code.pair());
                }
            }
            assertThat(open).as(as).isEmpty();
        }
    }

    private static String randomText(SplittableRandom random) {
        StringBuilder text = new StringBuilder();
        int pairs = random.nextInt(4);
        Deque<Integer> open = new ArrayDeque<>();
        int next = 1;
        for (int step = 0; step < 12; step++) {
            switch (random.nextInt(4)) {
                case 0 -> {
                    if (next <= pairs) {
                        text.append("<").append(next).append(">");
                        open.push(next++);
                    }
                }
                case 1 -> {
                    if (!open.isEmpty()) {
                        text.append("</").append(open.pop()).append(">");
                    }
                }
                case 2 -> text.append(random.nextInt(8) == 0 ? "<9/>" : ", ");
                default -> text.append(words(random, 1)).append(random.nextBoolean() ? " " : "");
            }
        }
        open.forEach(pair -> text.append("</").append(pair).append(">"));
        return text.toString();
    }

    private static String words(SplittableRandom random, int count) {
        List<String> words = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            words.add(List.of("a", "bb", "red", "Haus", "(x)", "ü", "12").get(random.nextInt(7)));
        }
        return String.join(" ", words);
    }

    @Test
    void keepsWhatItCannotFindAroundTheSegmentAndCountsIt() {
        CodePlacement.Result result = CodePlacement.place(
                coded("Press the <1>red button</1> now."),
                "Jetzt drücken.",
                WordAlignment.NONE,
                none -> Optional.empty());

        assertThat(shown(result.text())).isEqualTo("<1>Jetzt drücken.</1>");
        assertThat(result.unplaced()).isEqualTo(2);
    }

    @Test
    void keepsANonBreakingSpaceBetweenTheSameTwoWords() {
        CodePlacement.Result result = CodePlacement.place(
                coded("It weighs 5\u00A0kg now."),
                "Jetzt wiegt es 5 kg.",
                WordAlignment.NONE,
                none -> Optional.empty());

        assertThat(result.text().text()).isEqualTo("Jetzt wiegt es 5\u00A0kg.");
    }

    @Test
    void keepsTheNumberOfLineBreaks() {
        CodePlacement.Result result = CodePlacement.place(
                coded("The first line\nand the second line."),
                "Die erste Zeile und die zweite Zeile.",
                WordAlignment.NONE,
                none -> Optional.empty());

        assertThat(result.text().text()).isEqualTo("Die erste Zeile\nund die zweite Zeile.");
    }

    private static CodedText coded(String text) {
        StringBuilder plain = new StringBuilder();
        List<InlineCode> codes = new ArrayList<>();
        Matcher code = CODE.matcher(text);
        int position = 0;
        while (code.find()) {
            plain.append(text, position, code.start());
            position = code.end();
            InlineCode.Kind kind = !code.group(3).isEmpty()
                    ? InlineCode.Kind.ALONE
                    : code.group(1).isEmpty() ? InlineCode.Kind.OPENING : InlineCode.Kind.CLOSING;
            codes.add(new InlineCode(
                    plain.length(), kind, Integer.parseInt(code.group(2)), code.group(), false, codes.size()));
        }
        return new CodedText(plain.append(text.substring(position)).toString(), codes);
    }

    private static String shown(CodedText text) {
        StringBuilder shown = new StringBuilder();
        int position = 0;
        for (InlineCode code : text.codes()) {
            shown.append(text.text(), position, code.offset()).append(code.data());
            position = code.offset();
        }
        return shown.append(text.text().substring(position)).toString();
    }
}
