package dev.scriptorium.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
        CodePlacement.Result result = CodePlacement.place(coded(source), target, none -> Optional.empty());

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
        CodePlacement.Result result = CodePlacement.place(coded(source), target, none -> Optional.empty());

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
        CodePlacement.Result result = CodePlacement.place(coded(source), target, none -> Optional.empty());

        assertThat(shown(result.text())).isEqualTo(expected);
    }

    @Test
    void aPairDoesNotCutCodeThatIsShownInTheSentence() {
        InlineCode code = new InlineCode(5, InlineCode.Kind.ALONE, 0, "", false, 0, "`script`", CodedText.of("script"));
        InlineCode opening = new InlineCode(14, InlineCode.Kind.OPENING, 1, "<1>", false, 1);
        InlineCode closing = new InlineCode(25, InlineCode.Kind.CLOSING, 1, "</1>", false, 2);
        CodedText source = new CodedText("Take `script` script runs today.", List.of(code, opening, closing));

        CodePlacement.Result result = CodePlacement.place(source, "Heute `script` runs.", none -> Optional.empty());

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
                span -> Optional.ofNullable(Map.of(stretch, translation).get(span)));

        assertThat(shown(result.text())).isEqualTo(expected);
    }

    @Test
    void keepsWhatItCannotFindAroundTheSegmentAndCountsIt() {
        CodePlacement.Result result = CodePlacement.place(
                coded("Press the <1>red button</1> now."), "Jetzt drücken.", none -> Optional.empty());

        assertThat(shown(result.text())).isEqualTo("<1>Jetzt drücken.</1>");
        assertThat(result.unplaced()).isEqualTo(2);
    }

    @Test
    void keepsANonBreakingSpaceBetweenTheSameTwoWords() {
        CodePlacement.Result result = CodePlacement.place(
                coded("It weighs 5\u00A0kg now."), "Jetzt wiegt es 5 kg.", none -> Optional.empty());

        assertThat(result.text().text()).isEqualTo("Jetzt wiegt es 5\u00A0kg.");
    }

    @Test
    void keepsTheNumberOfLineBreaks() {
        CodePlacement.Result result = CodePlacement.place(
                coded("The first line\nand the second line."),
                "Die erste Zeile und die zweite Zeile.",
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
