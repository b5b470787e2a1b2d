package dev.scriptorium.ingest.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.scriptorium.proto.inference.v1.LabelQuality;
import dev.scriptorium.proto.inference.v1.LabelSetDetails;
import dev.scriptorium.proto.inference.v1.LabelSetReport;
import dev.scriptorium.proto.inference.v1.LabelSetSummary;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Label sets as the API shows them. */
final class LabelSetViews {

    private LabelSetViews() {}

    /** All label sets that were made here. */
    @Schema(name = "LabelSets")
    public record LabelSetsView(List<LabelSetLine> labelSets) {}

    /** A label set in short. */
    @Schema(name = "LabelSetLine")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record LabelSetLine(
            String name,
            List<String> labels,
            int examples,

            @Schema(description = "From 0 to 1 on held-out examples; absent where nothing was held out") @Nullable
            Double accuracy,

            @Schema(description = "Why it does not serve; absent where it does") @Nullable
            String unavailable) {

        static LabelSetLine of(LabelSetSummary summary) {
            return new LabelSetLine(
                    summary.getName(),
                    List.copyOf(summary.getLabelsList()),
                    summary.getExamples(),
                    summary.getAccuracy() == 0 ? null : summary.getAccuracy(),
                    summary.getUnavailableReason().isEmpty() ? null : summary.getUnavailableReason());
        }
    }

    /** A label set and how well it did on examples that were held out of its training. */
    @Schema(name = "LabelSet")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record LabelSetView(
            String name,
            List<String> labels,
            int examples,
            @Nullable String unavailable,
            String embeddingModel,
            String embeddingDigest,
            String digest,
            ReportView report) {

        static LabelSetView of(LabelSetDetails details) {
            LabelSetLine line = LabelSetLine.of(details.getSummary());
            return new LabelSetView(
                    line.name(),
                    line.labels(),
                    line.examples(),
                    line.unavailable(),
                    details.getEmbeddingModel(),
                    details.getEmbeddingDigest(),
                    details.getDigest(),
                    ReportView.of(details.getReport(), line.labels()));
        }
    }

    /** Figures of held-out examples; absent where there were too few examples to hold any out. */
    @Schema(name = "LabelSetReport")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record ReportView(
            int folds,
            @Nullable Double accuracy,

            @Schema(description = "Lower end of the interval of 95 %") @Nullable
            Double accuracyLow,

            @Schema(description = "Upper end of the interval of 95 %") @Nullable
            Double accuracyHigh,

            @Schema(description = "Accuracy of always answering the most frequent label") @Nullable
            Double baseline,

            @Nullable Double macroF1,
            ThresholdView threshold,
            List<QualityView> labels,
            String features,
            double strength,
            List<String> warnings) {

        static ReportView of(LabelSetReport report, List<String> labels) {
            boolean measured = report.getFolds() > 0;
            return new ReportView(
                    report.getFolds(),
                    measured ? report.getAccuracy() : null,
                    measured ? report.getAccuracyLow() : null,
                    measured ? report.getAccuracyHigh() : null,
                    measured ? report.getBaseline() : null,
                    measured ? report.getMacroF1() : null,
                    new ThresholdView(
                            report.getThreshold(),
                            measured ? report.getThresholdPrecision() : null,
                            measured ? report.getThresholdCoverage() : null),
                    report.getLabelsList().stream()
                            .map(label -> QualityView.of(label, labels, measured))
                            .toList(),
                    report.getFeatures(),
                    report.getStrength(),
                    List.copyOf(report.getWarningsList()));
        }
    }

    /** Below which score an answer is unsure. */
    @Schema(name = "LabelSetThreshold")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record ThresholdView(
            double value,

            @Schema(description = "Right answers among the sure ones") @Nullable
            Double precision,

            @Schema(description = "Sure answers among all") @Nullable
            Double coverage) {}

    /** How well one label was found. */
    @Schema(name = "LabelQuality")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record QualityView(
            String label,
            int examples,
            @Nullable Double precision,
            @Nullable Double recall,
            @Nullable Double f1,

            @Schema(description = "How many of its held-out examples were given each label, where any were") @Nullable
            Map<String, Integer> given) {

        static QualityView of(LabelQuality quality, List<String> labels, boolean measured) {
            Map<String, Integer> given = new LinkedHashMap<>();
            for (int k = 0; k < quality.getGivenCount(); k++) {
                if (quality.getGiven(k) > 0) {
                    given.put(labels.get(k), quality.getGiven(k));
                }
            }
            return new QualityView(
                    quality.getLabel(),
                    quality.getExamples(),
                    measured ? quality.getPrecision() : null,
                    measured ? quality.getRecall() : null,
                    measured ? quality.getF1() : null,
                    measured ? given : null);
        }
    }
}
