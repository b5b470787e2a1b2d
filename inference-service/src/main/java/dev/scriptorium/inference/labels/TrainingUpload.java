package dev.scriptorium.inference.labels;

import com.google.protobuf.ByteString;
import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.core.quantity.DataSize;
import dev.scriptorium.inference.labels.examples.Example;
import dev.scriptorium.inference.labels.examples.ExampleLimits;
import dev.scriptorium.inference.labels.examples.ExampleReader;
import dev.scriptorium.inference.labels.store.LabelSetStore;
import dev.scriptorium.proto.inference.v1.LabelDescription;
import dev.scriptorium.proto.inference.v1.LabelSetPlan;
import dev.scriptorium.proto.inference.v1.TrainLabelSetRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The messages of one training as they arrive: refused as soon as they are too many or out of order. One thread. */
final class TrainingUpload {

    private final DataSize most;
    private @Nullable LabelSetPlan plan;
    private ByteString file = ByteString.EMPTY;

    TrainingUpload(DataSize most) {
        this.most = most;
    }

    void add(TrainLabelSetRequest request) {
        switch (request.getPartCase()) {
            case PLAN -> {
                if (plan != null) {
                    throw bad("A training has one plan; this one brought another");
                }
                LabelSetStore.checkName(request.getPlan().getName());
                plan = request.getPlan();
            }
            case EXAMPLES -> {
                if (plan == null) {
                    throw bad("A training begins with its plan");
                }
                if ((long) file.size() + request.getExamples().size() > most.toBytes()) {
                    throw new FailureException(
                            FailureCode.LIMIT_EXCEEDED, "A file of examples may have at most " + most);
                }
                file = file.concat(request.getExamples());
            }
            case PART_NOT_SET -> throw bad("A message of a training has a plan or examples");
        }
    }

    /** @param precision where the plan does not say */
    dev.scriptorium.inference.labels.LabelSetPlan plan(ExampleLimits limits, double precision) {
        if (plan == null) {
            throw bad("A training begins with its plan");
        }
        var complete = new dev.scriptorium.inference.labels.LabelSetPlan(
                plan.getName(),
                descriptions(plan.getDescriptionsList(), limits),
                file.isEmpty() ? List.of() : examples(plan, limits),
                plan.getPrecision() == 0 ? precision : plan.getPrecision());
        limits.checkLabels(complete.labels().size());
        return complete;
    }

    private List<Example> examples(LabelSetPlan plan, ExampleLimits limits) {
        ExampleReader reader = switch (plan.getFormat()) {
            case EXAMPLES_FORMAT_CSV -> ExampleReader.CSV;
            case EXAMPLES_FORMAT_JSON_LINES -> ExampleReader.JSON_LINES;
            case EXAMPLES_FORMAT_UNSPECIFIED, UNRECOGNIZED ->
                throw bad("The plan does not say in which format the examples are");
        };
        return reader.read(file.toByteArray(), limits);
    }

    private static Map<String, String> descriptions(List<LabelDescription> described, ExampleLimits limits) {
        Map<String, String> descriptions = new HashMap<>();
        for (LabelDescription description : described) {
            String label = description.getLabel().strip();
            limits.checkDescription(label, description.getDescription());
            if (descriptions.put(label, description.getDescription().strip()) != null) {
                throw bad("The label " + label + " is described twice");
            }
        }
        return descriptions;
    }

    private static FailureException bad(String reason) {
        return new FailureException(FailureCode.BAD_REQUEST, reason);
    }
}
