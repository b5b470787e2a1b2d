package dev.scriptorium.summarizer.ranking;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * A feature of a sentence, an input of the scorer. A model is trained on exactly these, and names them in its config.json:
 * after a change of one, or of its meaning, the scorer must be trained again. None depends on the vectors of a certain
 * model, and none but {@link #BOILERPLATE} on a language.
 */
public enum Feature {
    FIRST(seen -> of(seen.sentence().position() == 0)),
    /** 1 at the head of the document, a third after three sentences. */
    LEAD(seen -> Math.exp(-seen.sentence().position() / 3.0)),
    /** The same for a tenth of the document. */
    EARLY(seen -> Math.exp(-seen.sentence().position() / Math.max(1, seen.count() / 10.0))),
    PLACE(seen -> (seen.sentence().position() + 0.5) / seen.count()),
    LAST(seen -> of(seen.sentence().position() == seen.count() - 1)),
    SENTENCES(seen -> Math.log(seen.count())),
    OPENINGS(SeenSentence::openings),
    OPENS_BLOCK(seen -> of(seen.sentence().opensBlock())),
    CENTROID(SeenSentence::centroid),
    NEIGHBOURS(SeenSentence::neighbours),
    LIKE_FIRST(SeenSentence::likeFirst),
    SHARED_WORDS(SeenSentence::shared),
    TITLED(seen -> of(seen.titled())),
    TITLE_IN(SeenSentence::titleIn),
    FROM_TITLE(SeenSentence::fromTitle),
    WORDS(seen -> Math.log(1 + seen.shape().words())),
    SHORT(seen -> Math.max(0, 1 - seen.shape().words() / 12.0)),
    LONG(seen -> Math.min(1, Math.max(0, seen.shape().words() - 25) / 25.0)),
    DIGITS(seen -> seen.share(seen.shape().digits())),
    MARKS(seen -> seen.share(seen.shape().marks())),
    ENDED(seen -> of(seen.shape().ended())),
    ASKS(seen -> of(seen.endsWith("?？؟"))),
    ANNOUNCES(seen -> of(seen.endsWith(":："))),
    CUT(seen -> of(seen.sentence().cut())),
    BOILERPLATE(seen -> of(seen.shape().boilerplate()));

    private final ToDoubleFunction<SeenSentence> value;

    Feature(ToDoubleFunction<SeenSentence> value) {
        this.value = value;
    }

    /** A row for each sentence, with a value for each feature in their order. */
    public static double[][] of(RankedDocument document) {
        return SeenSentence.all(document).stream()
                .map(seen -> Stream.of(values())
                        .mapToDouble(feature -> feature.value.applyAsDouble(seen))
                        .toArray())
                .toArray(double[][]::new);
    }

    /** As models name them, in their order. */
    public static List<String> names() {
        return Stream.of(values())
                .map(feature -> feature.name().toLowerCase(Locale.ROOT))
                .toList();
    }

    private static double of(boolean is) {
        return is ? 1 : 0;
    }
}
