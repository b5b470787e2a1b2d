package dev.scriptorium.inference.labels;

import dev.scriptorium.classifier.Learnt;
import dev.scriptorium.classifier.Quality;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.inference.labels.store.LabelSet;
import dev.scriptorium.inference.labels.store.StoredLabelSet;
import dev.scriptorium.inference.serving.ItemAnswers;
import dev.scriptorium.proto.inference.v1.LabelQuality;
import dev.scriptorium.proto.inference.v1.LabelSetDetails;
import dev.scriptorium.proto.inference.v1.LabelSetReport;
import dev.scriptorium.proto.inference.v1.LabelSetSummary;
import java.util.Optional;

/** Label sets as the contract has them. */
final class LabelSetMessages {

    private LabelSetMessages() {}

    /** @param unavailable empty where it can serve */
    static LabelSetSummary summary(LabelSet set, Optional<FailureException> unavailable) {
        LabelSetSummary.Builder summary = LabelSetSummary.newBuilder()
                .setName(set.name())
                .addAllLabels(set.labels())
                .setExamples(set.examples())
                .setAccuracy(set.learnt().quality().accuracy());
        unavailable.ifPresent(failure -> setUnavailable(summary, failure));
        return summary.build();
    }

    static LabelSetSummary unreadable(String name, FailureException failure) {
        LabelSetSummary.Builder summary = LabelSetSummary.newBuilder().setName(name);
        setUnavailable(summary, failure);
        return summary.build();
    }

    /** The reason as one text is for readers of an older version. */
    @SuppressWarnings("deprecation")
    private static void setUnavailable(LabelSetSummary.Builder summary, FailureException failure) {
        summary.setUnavailable(ItemAnswers.failure(failure))
                .setUnavailableReason(failure.code() + ": " + failure.reason());
    }

    static LabelSetDetails details(StoredLabelSet stored, Optional<FailureException> unavailable) {
        LabelSet set = stored.set();
        return LabelSetDetails.newBuilder()
                .setSummary(summary(set, unavailable))
                .setEmbeddingModel(set.embedding().model())
                .setEmbeddingDigest(set.embedding().digest())
                .setDigest(stored.digest())
                .setReport(report(set))
                .build();
    }

    private static LabelSetReport report(LabelSet set) {
        Learnt learnt = set.learnt();
        Quality quality = learnt.quality();
        LabelSetReport.Builder report = LabelSetReport.newBuilder()
                .setFolds(quality.folds())
                .setAccuracy(quality.accuracy())
                .setAccuracyLow(quality.accuracyLow())
                .setAccuracyHigh(quality.accuracyHigh())
                .setBaseline(quality.baseline())
                .setMacroF1(quality.macroF1())
                .setThreshold(learnt.threshold().value())
                .setThresholdPrecision(learnt.threshold().precision())
                .setThresholdCoverage(learnt.threshold().coverage())
                .setFeatures(learnt.words() ? "meaning and words" : "meaning")
                .setStrength(learnt.strength())
                .addAllWarnings(set.warnings());
        for (int k = 0; k < set.labels().size(); k++) {
            Quality.OfLabel label = quality.labels().get(k);
            report.addLabels(LabelQuality.newBuilder()
                    .setLabel(set.labels().get(k))
                    .setExamples(label.examples())
                    .setPrecision(label.precision())
                    .setRecall(label.recall())
                    .setF1(label.f1())
                    .addAllGiven(label.given()));
        }
        return report.build();
    }
}
