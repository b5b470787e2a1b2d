package dev.scriptorium.translator.part;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scriptorium.memory.glossary.Term;
import dev.scriptorium.memory.glossary.TermKind;
import dev.scriptorium.proto.translator.v1.SegmentMatch;
import dev.scriptorium.proto.translator.v1.TranslatedSegment;
import dev.scriptorium.proto.translator.v1.TranslationFlag;
import dev.scriptorium.translator.FakeModels;
import dev.scriptorium.translator.Texts;
import dev.scriptorium.translator.glossary.Terms;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the glossary asks for, from the plan to the result. */
class GlossaryTranslationTest {

    private static final String COUNCIL = "The council of the town met in the old hall.";

    private final FakeModels models = FakeModels.of("en-de", "fr-en");

    private static Term term(String source, String target, TermKind kind) {
        return new Term("en", "de", source, target, kind, false, "", "Ann");
    }

    private TranslatedSegment translate(String language, String text, Term... terms) {
        var part = new TextPart(0, Texts.segments(language, text), language, "", "de");
        var translation = PartTranslation.begin(
                part,
                models.directions(),
                new TranslationSettings(16, 6, 0.2),
                PartMemory.NONE,
                Terms.of(List.of(terms)));
        while (!translation.done()) {
            translation.open().forEach(request -> translation.answer(request.name(), models.answer(request.request())));
        }
        return translation.result().translation().getSegments(0);
    }

    @Test
    void putsTheTargetOfATermInItsPlace() {
        TranslatedSegment segment = translate("en", COUNCIL, term("council", "Stadtrat", TermKind.TERM));

        assertThat(segment.getTarget()).isEqualTo("ehT Stadtrat fo eht nwot tem ni eht dlo llah.");
        assertThat(segment.getFlagsList()).isEmpty();
        assertThat(models.requests().getFirst().getInputs(0).getText())
                .isEqualTo("The {0} of the town met in the old hall.");
    }

    @Test
    void keepsATermThatStays() {
        TranslatedSegment segment = translate("en", COUNCIL, term("old hall", "", TermKind.KEEP));

        assertThat(segment.getTarget()).contains("old hall").doesNotContain("llah");
    }

    @Test
    void goesThroughThePivotWithTheTermHidden() {
        TranslatedSegment segment = translate(
                "fr",
                "Le conseil a siégé hier matin.",
                new Term("fr", "de", "conseil", "Stadtrat", TermKind.TERM, false, "", "Ann"));

        assertThat(segment.getTarget()).contains("Stadtrat");
    }

    @Test
    void asksNoModelAboutATextThatIsATerm() {
        TranslatedSegment segment = translate("en", "- Council", term("council", "Stadtrat", TermKind.TERM));

        assertThat(segment.getTarget()).isEqualTo("- Stadtrat");
        assertThat(segment.getMatch()).isEqualTo(SegmentMatch.SEGMENT_MATCH_GLOSSARY);
        assertThat(models.requests()).isEmpty();
    }

    @Test
    void translatesAroundATermThatTheModelLoses() {
        models.behaving((request, text) ->
                FakeModels.text(FakeModels.translated(request, text).replaceAll("\\s*\\{\\d+}", ""), -0.25f));

        TranslatedSegment segment = translate("en", COUNCIL, term("council", "Stadtrat", TermKind.TERM));

        assertThat(segment.getTarget()).contains("Stadtrat");
        assertThat(segment.getFlagsList()).doesNotContain(TranslationFlag.TRANSLATION_FLAG_GLOSSARY_TERM_MISSING);
    }

    @Test
    void flagsATermThatIsMissing() {
        models.behaving((request, text) -> text.contains("{0}")
                ? FakeModels.text(FakeModels.translated(request, text).replace("{0}", ""), -0.25f)
                : FakeModels.failure("MODEL_FAILED", false));

        TranslatedSegment segment = translate("en", COUNCIL, term("council", "Stadtrat", TermKind.TERM));

        assertThat(segment.getFlagsList()).contains(TranslationFlag.TRANSLATION_FLAG_GLOSSARY_TERM_MISSING);
    }

    @Test
    void takesACandidateWithoutWhatIsForbidden() {
        models.behaving((request, text) -> FakeModels.text(
                request.getOptions().getBeams() == 0
                        ? FakeModels.translated(request, text)
                        : FakeModels.translated(request, text).replace("licnuoc", "Stadtrat"),
                -0.25f));

        TranslatedSegment segment = translate("en", COUNCIL, term("council", "licnuoc", TermKind.FORBIDDEN));

        assertThat(segment.getTarget()).contains("Stadtrat").doesNotContain("licnuoc");
        assertThat(segment.getFlagsList()).isEmpty();
    }

    @Test
    void flagsWhatIsForbidden() {
        TranslatedSegment segment = translate("en", COUNCIL, term("council", "licnuoc", TermKind.FORBIDDEN));

        assertThat(segment.getFlagsList()).contains(TranslationFlag.TRANSLATION_FLAG_GLOSSARY_TERM_FORBIDDEN);
    }

    @Test
    void leavesATextWithoutTermsAsItIs() {
        TranslatedSegment segment = translate("en", COUNCIL, term("mayor", "Bürgermeister", TermKind.TERM));

        assertThat(segment.getTarget()).isEqualTo(FakeModels.backwards(COUNCIL));
    }
}
