package dev.scriptorium.engine.constraint;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import dev.scriptorium.engine.AnswerFormat;
import dev.scriptorium.engine.Cancellation;
import dev.scriptorium.engine.CausalBatch;
import dev.scriptorium.engine.CausalBatch.SequenceHandle;
import dev.scriptorium.engine.CausalModel;
import dev.scriptorium.engine.CausalOutput;
import dev.scriptorium.engine.CausalOutput.Finish;
import dev.scriptorium.engine.CausalRequest;
import dev.scriptorium.engine.CausalSettings;
import dev.scriptorium.engine.EngineSettings;
import dev.scriptorium.engine.Sampling;
import dev.scriptorium.engine.TestModels;
import dev.scriptorium.engine.TokenConstraint;
import dev.scriptorium.engine.loading.OnnxModelLoader;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers of a trained model in random forms, checked by another reader of JSON schemas. */
class ConstrainedAnswersTest {

    /** More with {@code -Dconstrained.answers=10000}. */
    private static final int ANSWERS = Integer.getInteger("constrained.answers", 300);

    private static final int SIDE_BY_SIDE = 16;
    private static final int STATES = 20_000;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static CausalModel model;

    private final JsonSchemaFactory validators = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);

    @BeforeAll
    static void load() {
        model = new OnnxModelLoader().load(TestModels.folder("stories260k"), EngineSettings.DEFAULT, CausalModel.class);
    }

    @AfterAll
    static void close() {
        model.close();
    }

    private record Asked(ObjectNode schema, int tokens, StringBuilder text) {}

    @Test
    void givesAnswersThatTheirSchemasAdmit() throws JsonProcessingException {
        long seed = Long.getLong("constrained.seed", 17);
        Random random = new Random(seed);
        RandomSchemas schemas = new RandomSchemas(seed);
        int[] prompt = model.encode("Once upon a time");
        int given = 0;
        int cut = 0;
        Map<SequenceHandle, Asked> running = new IdentityHashMap<>();
        try (CausalBatch batch = model.open(new CausalBatch.Limits(512 * SIDE_BY_SIDE, SIDE_BY_SIDE, 512))) {
            while (given < ANSWERS) {
                while (batch.size() < SIDE_BY_SIDE) {
                    ObjectNode schema = schemas.next();
                    int tokens = 20 + random.nextInt(200);
                    CausalSettings settings = CausalSettings.greedy(tokens)
                            .withSampling(random.nextInt(4) == 0 ? null : new Sampling(1, 0, 1, 0, random.nextLong()))
                            .withConstraint(model.constraint(new AnswerFormat.JsonOf(schema), STATES));
                    running.put(
                            batch.admit(new CausalRequest(prompt, settings)).orElseThrow(),
                            new Asked(schema, tokens, new StringBuilder()));
                }
                for (CausalOutput output : batch.step()) {
                    Asked asked = running.get(output.sequence());
                    asked.text().append(output.text());
                    if (output.finish() == null) {
                        continue;
                    }
                    given++;
                    running.remove(output.sequence());
                    if (output.finish() == Finish.LENGTH) {
                        cut++;
                        assertThat(shortest(asked.schema())).as("seed " + seed).isGreaterThan(asked.tokens());
                    } else {
                        check(asked, seed);
                    }
                }
            }
        }
        assertThat(cut).isLessThan(given / 10);
        System.out.println(given + " answers, " + cut + " of them without the tokens for the shortest one");
    }

    private static int shortest(ObjectNode schema) {
        Supplier<TokenConstraint> constraint = model.constraint(new AnswerFormat.JsonOf(schema), STATES);
        return ((GrammarConstraint) constraint.get()).distance();
    }

    private void check(Asked asked, long seed) throws JsonProcessingException {
        JsonNode answer = JSON.readTree(asked.text().toString());
        JsonSchema validator = validators.getSchema(asked.schema());
        assertThat(validator.validate(answer))
                .as("seed " + seed + ": " + asked.text() + " for " + asked.schema())
                .isEmpty();
        assertThat(asked.text().toString()).doesNotContain("\uFFFD\uFFFD");
    }

    @ParameterizedTest
    @ValueSource(strings = {"tiny-qwen2", "tiny-llama", "tiny-gemma2", "tiny-phi3", "tiny-gpt2"})
    void endsByItselfInModelsOfEveryKindOfTokenizer(String name) throws JsonProcessingException {
        ObjectNode schema = (ObjectNode) JSON.readTree("""
                {"properties": {"größe": {"type": "string", "minLength": 3, "maxLength": 9}, "n": {"type": "integer"}},
                 "required": ["größe", "n"], "additionalProperties": false}""");
        try (CausalModel other =
                new OnnxModelLoader().load(TestModels.folder(name), EngineSettings.DEFAULT, CausalModel.class)) {
            for (int seed = 0; seed < 20; seed++) {
                StringBuilder text = new StringBuilder();
                List<CausalOutput> outputs = new ArrayList<>();
                CausalSettings settings = CausalSettings.greedy(60)
                        .withSampling(new Sampling(1, 0, 1, 0, seed))
                        .withConstraint(other.constraint(new AnswerFormat.JsonOf(schema), STATES));

                other.generate(
                        new CausalRequest(other.encode("Once upon a time"), settings),
                        outputs::add,
                        Cancellation.NEVER);

                outputs.forEach(output -> text.append(output.text()));
                assertThat(outputs.getLast().finish()).isEqualTo(Finish.STOP);
                check(new Asked(schema, 60, text), seed);
            }
        }
    }

    @Test
    void answersWithOneOfTheChoices() {
        List<String> choices = List.of("happy", "sad", "très content", "😀");
        for (int seed = 0; seed < 20; seed++) {
            StringBuilder text = new StringBuilder();
            CausalSettings settings = CausalSettings.greedy(30)
                    .withSampling(new Sampling(1, 0, 1, 0, seed))
                    .withConstraint(model.constraint(new AnswerFormat.OneOf(choices), STATES));

            model.generate(
                    new CausalRequest(model.encode("Lily was very "), settings),
                    output -> text.append(output.text()),
                    Cancellation.NEVER);

            assertThat(choices).contains(text.toString());
        }
    }
}
