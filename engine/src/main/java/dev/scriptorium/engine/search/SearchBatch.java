package dev.scriptorium.engine.search;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.engine.Attention;
import dev.scriptorium.engine.BatchKind;
import dev.scriptorium.engine.DecodingBatch;
import dev.scriptorium.engine.Generation;
import dev.scriptorium.engine.GenerationInput;
import dev.scriptorium.engine.batch.Inputs;
import dev.scriptorium.engine.search.StepDecoder.Step;
import dev.scriptorium.tokenizers.GenerationTokenizer;
import dev.scriptorium.tokenizers.TokenEnds;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/** Slots of a {@link StepDecoder}: each input has its own search, and every step advances all of them. */
public final class SearchBatch implements DecodingBatch {

    private final StepDecoder decoder;
    private final BatchKind kind;
    private final GenerationConfig config;
    private final GenerationTokenizer tokenizer;
    private final Inputs accepted;
    /** In the order of the decoder's sentences. */
    private List<Sentence> active = new ArrayList<>();

    private static final class Sentence implements SequenceHandle {

        private final GenerationInput input;
        private final SentenceSearch search;

        Sentence(GenerationInput input, SentenceSearch search) {
            this.input = input;
            this.search = search;
        }
    }

    /** @param decoder empty, with {@code kind.rows()} rows for each sentence; closed with this */
    public SearchBatch(
            StepDecoder decoder,
            BatchKind kind,
            GenerationConfig config,
            GenerationTokenizer tokenizer,
            Inputs accepted) {
        this.decoder = decoder;
        this.kind = kind;
        this.config = config;
        this.tokenizer = tokenizer;
        this.accepted = accepted;
    }

    @Override
    public int capacity() {
        return decoder.capacity();
    }

    @Override
    public int size() {
        return active.size();
    }

    @Override
    public int free() {
        return decoder.capacity() - active.size();
    }

    @Override
    public List<SequenceHandle> admit(List<GenerationInput> inputs) {
        if (inputs.isEmpty()) {
            return List.of();
        }
        if (inputs.size() > free()) {
            throw new IllegalArgumentException(inputs.size() + " inputs for " + free() + " free slots");
        }
        inputs.forEach(this::check);
        List<Sentence> joining = inputs.stream()
                .map(input -> new Sentence(input, config.search(input, tokenizer.forcedFirstToken(input.languages()))))
                .toList();
        decoder.admit(inputs.stream().map(GenerationInput::source).toList());
        active.addAll(joining);
        return List.copyOf(joining);
    }

    private void check(GenerationInput input) {
        if (!config.kind(input).equals(kind)) {
            throw new IllegalArgumentException("an input of " + config.kind(input) + " in slots of " + kind);
        }
        accepted.check(List.of(input.source()));
        int[] target = input.target();
        if (target == null) {
            return;
        }
        if (target.length == 0 || target.length > config.longest()) {
            throw new FailureException(
                    target.length == 0 ? FailureCode.BAD_REQUEST : FailureCode.INPUT_TOO_LONG,
                    "a target has " + target.length + " tokens; it must have from 1 to " + config.longest());
        }
        for (int token : target) {
            if (token < 0 || token >= decoder.vocabularySize()) {
                throw new FailureException(
                        FailureCode.BAD_REQUEST,
                        "token " + token + " is not in the model's vocabulary of " + decoder.vocabularySize());
            }
        }
    }

    @Override
    public List<Finished> step() {
        List<Finished> finished = new ArrayList<>(withoutModel());
        if (!active.isEmpty()) {
            advance();
            finished.addAll(takeOut(sentence -> sentence.search.finished()));
        }
        return finished;
    }

    /** Ends the sequences whose last token is given already: nothing follows it, so the model need not see the one before. */
    private List<Finished> withoutModel() {
        for (Sentence sentence : active) {
            if (sentence.search.endsWithForced()) {
                sentence.search.advance(forced(sentence.search));
            }
        }
        return takeOut(sentence -> sentence.search.finished());
    }

    private List<Candidates> forced(SentenceSearch search) {
        return Collections.nCopies(kind.rows(), Candidates.only(search.forcedNext(), 0));
    }

    private void advance() {
        List<SentenceSearch> searches =
                active.stream().map(sentence -> sentence.search).toList();
        Step step = step(searches);
        if (kind.allScores()) {
            List<float[]> scores = decoder.scores(step);
            for (int i = 0; i < searches.size(); i++) {
                List<float[]> rows = scores.subList(i * kind.rows(), (i + 1) * kind.rows());
                searches.get(i).advance(attending(i, ranked(searches.get(i), rows)));
            }
            return;
        }
        int wanted = searches.stream()
                .mapToInt(search -> search.forcedNext() < 0 ? search.candidatesPerRow() : 1)
                .max()
                .orElseThrow();
        List<Candidates> likely = decoder.mostLikely(step, Math.min(wanted, decoder.vocabularySize()));
        for (int i = 0; i < searches.size(); i++) {
            SentenceSearch search = searches.get(i);
            List<Candidates> rows =
                    search.forcedNext() < 0 ? likely.subList(i * kind.rows(), (i + 1) * kind.rows()) : forced(search);
            search.advance(attending(i, rows));
        }
    }

    /** With what the rows of a sentence attended to, where it is wanted and known. */
    private List<Candidates> attending(int place, List<Candidates> rows) {
        List<float[]> attention = active.get(place).input.aligned() ? decoder.attention(place) : List.of();
        return attention.isEmpty()
                ? rows
                : IntStream.range(0, rows.size())
                        .mapToObj(row -> rows.get(row).with(attention.get(row)))
                        .toList();
    }

    private List<Candidates> ranked(SentenceSearch search, List<float[]> scores) {
        return search.forcedNext() < 0
                ? IntStream.range(0, kind.rows())
                        .mapToObj(row -> search.rank(row, scores.get(row)))
                        .toList()
                : forced(search);
    }

    private Step step(List<SentenceSearch> searches) {
        int[] tokens = new int[searches.size() * kind.rows()];
        int[] parents = new int[tokens.length];
        for (int i = 0; i < searches.size(); i++) {
            SentenceSearch search = searches.get(i);
            for (int row = 0; row < kind.rows(); row++) {
                tokens[i * kind.rows() + row] = search.rows().get(row).last();
                parents[i * kind.rows() + row] = i * kind.rows() + search.parents()[row];
            }
        }
        return new Step(tokens, parents, active.stream().anyMatch(sentence -> sentence.input.aligned()));
    }

    @Override
    public void evict(Collection<SequenceHandle> unwanted) {
        if (!unwanted.isEmpty()) {
            takeOut(unwanted::contains);
        }
    }

    /** Takes sentences out of the decoder; those whose search is done come with their sequences. */
    private List<Finished> takeOut(Predicate<Sentence> which) {
        List<Finished> done = new ArrayList<>();
        List<Sentence> going = new ArrayList<>();
        int[] places = IntStream.range(0, active.size())
                .filter(place -> !which.test(active.get(place)))
                .toArray();
        if (places.length == active.size()) {
            return done;
        }
        for (Sentence sentence : active) {
            if (!which.test(sentence)) {
                going.add(sentence);
            } else if (sentence.search.finished()) {
                done.add(new Finished(
                        sentence,
                        sentence.search.best().stream()
                                .map(best -> generation(best, sentence.input))
                                .toList()));
            }
        }
        decoder.keep(places);
        active = going;
        return done;
    }

    private Generation generation(Hypothesis best, GenerationInput input) {
        int[] written = best.written();
        String text = tokenizer.decode(written);
        return new Generation(
                written,
                text,
                Math.min(0, best.meanLogProbability()),
                input.target() == null && config.truncated(best, input.settings()),
                best.tokenScores(),
                best.attention().isEmpty()
                        ? Optional.empty()
                        : Optional.of(new Attention(TokenEnds.of(written, tokenizer::decode, text), best.attention())));
    }

    @Override
    public void close() {
        decoder.close();
    }
}
