package dev.scriptorium.memory.glossary;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scriptorium.memory.ImportProblem;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class GlossaryFileTest {

    private static GlossaryReader.Summary read(byte[] file, GlossaryFormat format) {
        return new GlossaryReader("en", "de", "Ann", 20).read(new ByteArrayInputStream(file), format);
    }

    private static GlossaryReader.Summary csv(String... lines) {
        return read(String.join("\n", lines).getBytes(UTF_8), GlossaryFormat.CSV);
    }

    private static Term term(String source, String target, TermKind kind, boolean caseSensitive, String note) {
        return new Term("en", "de", source, target, kind, caseSensitive, note, "Ann");
    }

    @Test
    void readsTermsOfEveryKind() {
        GlossaryReader.Summary read = csv(
                "Source,target,note,case,kind",
                "seat,Sitz,\"of a company, mostly\",,",
                "iPhone,,,yes,keep",
                "seat,Stuhl,,no,forbidden");

        assertThat(read.problems()).isEmpty();
        assertThat(read.terms())
                .containsExactly(
                        term("seat", "Sitz", TermKind.TERM, false, "of a company, mostly"),
                        term("iPhone", "iPhone", TermKind.KEEP, true, ""),
                        term("seat", "Stuhl", TermKind.FORBIDDEN, false, ""));
    }

    @Test
    void readsTabs() {
        GlossaryReader.Summary read = read("\ufeffsource\ttarget\nseat\tSitz\n".getBytes(UTF_8), GlossaryFormat.TSV);

        assertThat(read.terms()).containsExactly(term("seat", "Sitz", TermKind.TERM, false, ""));
    }

    @Test
    void namesTheLinesThatItLeavesOut() {
        GlossaryReader.Summary read = csv(
                "source,target,kind,case",
                "seat,Sitz",
                "Seat,Stuhl",
                ",Sitz",
                "board,",
                "board,Vorstand,noun",
                "board,Vorstand,term,maybe",
                "board,Vorstand,term,no,1,2",
                "x".repeat(21) + ",y",
                "seat,Sitz");

        assertThat(read.terms()).hasSize(1);
        assertThat(read.leftOut()).isEqualTo(7);
        assertThat(read.problems())
                .extracting(ImportProblem::reason)
                .containsExactly(
                        "it contradicts line 2: \"seat\" is \"Sitz\" (term) there",
                        "it has no source",
                        "it has no target",
                        "its kind must be term, keep or forbidden: \"noun\"",
                        "its case must be yes or no: \"maybe\"",
                        "it has 6 columns in place of 4",
                        "its source has 21 characters; at most 20 are taken");
        assertThat(read.problems()).extracting(ImportProblem::line).containsExactly(3, 4, 5, 6, 7, 8, 9);
    }

    @Test
    void takesAFieldAsLongAsTheLimitSays() {
        assertThat(csv("source,target", "x".repeat(20) + ",y").terms()).hasSize(1);
    }

    @Test
    void refusesAFileWithoutTheColumns() {
        assertThatThrownBy(() -> csv("")).hasMessageContaining("The file is empty");
        assertThatThrownBy(() -> csv("seat,Sitz")).hasMessageContaining("not \"seat\"");
        assertThatThrownBy(() -> csv("source,note")).hasMessageContaining("source and target are needed");
        assertThatThrownBy(() -> csv("source,target,source")).hasMessageContaining("source is there twice");
    }

    @Test
    void refusesWhatIsNoText() {
        assertThatThrownBy(() -> read("source,target\nStühle,x".getBytes(ISO_8859_1), GlossaryFormat.CSV))
                .hasMessageContaining("must be UTF-8");
        assertThatThrownBy(() -> csv("source,target", "\"open,x")).hasMessageContaining("quotation mark");
    }

    @Test
    void readsBackWhatItWrote() throws IOException {
        List<Term> terms = List.of(
                term("a \"b\", c", "d\te", TermKind.TERM, true, "note"),
                term("iPhone", "iPhone", TermKind.KEEP, false, ""),
                term("seat", "Stuhl", TermKind.FORBIDDEN, false, ""));
        for (GlossaryFormat format : GlossaryFormat.values()) {
            var out = new ByteArrayOutputStream();
            var writer = new GlossaryWriter(out, format);
            for (Term term : terms) {
                writer.write(term);
            }
            writer.flush();

            assertThat(read(out.toByteArray(), format).terms()).isEqualTo(terms);
        }
    }
}
