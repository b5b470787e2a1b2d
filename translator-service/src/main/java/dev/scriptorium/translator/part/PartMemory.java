package dev.scriptorium.translator.part;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.scriptorium.core.document.Sha256;
import dev.scriptorium.memory.MemoryMatch;
import dev.scriptorium.memory.MemoryUnit;
import dev.scriptorium.memory.SegmentContext;
import dev.scriptorium.memory.SoughtSegment;
import dev.scriptorium.memory.TranslationMemory;
import dev.scriptorium.memory.UnitOrigin;
import dev.scriptorium.proto.document.v1.ProtectedSpan;
import dev.scriptorium.proto.document.v1.Provenance;
import dev.scriptorium.proto.translator.v1.Candidate;
import dev.scriptorium.proto.translator.v1.PartState;
import dev.scriptorium.proto.translator.v1.PlannedSegment;
import dev.scriptorium.proto.translator.v1.Remembered;
import dev.scriptorium.proto.translator.v1.SegmentMatch;
import dev.scriptorium.proto.translator.v1.SegmentOrigin;
import dev.scriptorium.proto.translator.v1.TranslationFlag;
import dev.scriptorium.proto.translator.v1.UnitState;
import dev.scriptorium.translator.check.Attempt;
import dev.scriptorium.translator.check.Checks;
import dev.scriptorium.translator.check.GlossaryTerms;
import dev.scriptorium.translator.text.SourceText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * The translation memory as a part of a document sees it: asked once for all segments before any model is, and given once
 * what models wrote without a fault.
 *
 * @param job whose document it is
 */
public record PartMemory(TranslationMemory memory, String tenant, Optional<UUID> job) {

    public static final PartMemory NONE = new PartMemory(TranslationMemory.NONE, "", Optional.empty());

    /** Gives segments what the memory has for them. A text of which all segments have it goes to no model. */
    void recall(PartState.Builder plan) {
        List<Integer> asked = new ArrayList<>();
        List<SoughtSegment> sought = new ArrayList<>();
        for (int i = 0; i < plan.getSegmentsCount(); i++) {
            int unit = plan.getSegments(i).getUnit();
            if (unit > 0
                    && !plan.getSegments(i).hasRemembered()
                    && plan.getUnits(unit - 1).getPathCount() > 0) {
                asked.add(i);
                sought.add(sought(plan.getUnits(unit - 1), context(plan, i)));
            }
        }
        List<Optional<MemoryMatch>> found = memory.find(tenant, sought);
        Set<Integer> open = new HashSet<>();
        for (int i = 0; i < asked.size(); i++) {
            PlannedSegment.Builder segment = plan.getSegmentsBuilder(asked.get(i));
            int unit = segment.getUnit() - 1;
            found.get(i)
                    .flatMap(match -> remembered(plan.getUnits(unit), match))
                    .ifPresentOrElse(segment::setRemembered, () -> open.add(unit));
        }
        for (int index : asked) {
            int unit = plan.getSegments(index).getUnit() - 1;
            plan.getUnitsBuilder(unit).setSettled(!open.contains(unit));
        }
    }

    /** Keeps what models wrote; what the memory had from someone else a moment earlier is taken in its place. */
    void keep(PartState.Builder done) {
        Map<Integer, Integer> segments = flawless(done);
        List<Integer> units = new ArrayList<>();
        List<MemoryUnit> made = new ArrayList<>();
        segments.forEach(
                (unit, segment) -> unit(done, unit, context(done, segment)).ifPresent(kept -> {
                    units.add(unit);
                    made.add(kept);
                }));
        List<MemoryMatch> kept = memory.keep(tenant, made);
        for (int i = 0; i < units.size(); i++) {
            UnitState unit = done.getUnits(units.get(i));
            if (!kept.get(i).target().equals(unit.getBest().getText())) {
                Optional<Remembered> other = remembered(unit, kept.get(i));
                int number = units.get(i) + 1;
                other.ifPresent(remembered -> done.getSegmentsBuilderList().stream()
                        .filter(segment -> segment.getUnit() == number && !segment.hasRemembered())
                        .forEach(segment -> segment.setRemembered(remembered)));
            }
        }
    }

    /** The units in which no check found a fault, each with its first segment. */
    private static Map<Integer, Integer> flawless(PartState.Builder done) {
        Map<Integer, Integer> segments = new HashMap<>();
        Set<Integer> faulty = new HashSet<>();
        for (int i = 0; i < done.getSegmentsCount(); i++) {
            PlannedSegment segment = done.getSegments(i);
            int unit = segment.getUnit() - 1;
            if (unit >= 0 && !segment.hasRemembered()) {
                segments.putIfAbsent(unit, i);
                if (segment.getFlagsList().stream().anyMatch(PartResult.CALLS_FOR_REVIEW::contains)) {
                    faulty.add(unit);
                }
            }
        }
        segments.keySet().removeAll(faulty);
        return segments;
    }

    /** Empty where a check found fault with it, or where the models are not those that the catalogue named. */
    private Optional<MemoryUnit> unit(PartState.Builder done, int index, SegmentContext context) {
        UnitState unit = done.getUnits(index);
        Candidate best = unit.getBest();
        List<String> digests = unit.getModelDigestsList();
        if (!unit.hasBest()
                || best.getFlagsCount() > 0
                || best.getText().isBlank()
                || digests.isEmpty()
                || digests.contains("")
                || !digests.equals(digests(done.getProvenance(), unit.getModelsList()))) {
            return Optional.empty();
        }
        return Optional.of(new MemoryUnit(
                unit.getPath(0),
                unit.getPath(unit.getPathCount() - 1),
                unit.getSource(),
                best.getText(),
                context,
                UnitOrigin.MACHINE,
                unit.getModelsList(),
                withTerms(digests, unit),
                best.getScore(),
                "",
                job));
    }

    private static List<String> digests(Provenance used, List<String> models) {
        return models.stream()
                .map(model -> used.getModelsList().indexOf(model))
                .map(index -> index < 0 ? "" : used.getModelDigests(index))
                .toList();
    }

    /** What was translated with other terms counts as made by other models. */
    private static List<String> withTerms(List<String> digests, UnitState unit) {
        List<String> terms = new ArrayList<>(unit.getForbiddenList());
        unit.getProtectedSpansList().stream()
                .filter(span -> span.getKind() == ProtectedSpan.Kind.KIND_TERM)
                .forEach(span -> terms.add(span.getStart() + " " + span.getEnd() + " " + span.getReplacement()));
        if (terms.isEmpty()) {
            return digests;
        }
        List<String> all = new ArrayList<>(digests);
        all.add("terms-" + Sha256.of(String.join("\n", terms).getBytes(UTF_8)).hex());
        return all;
    }

    private static SoughtSegment sought(UnitState unit, SegmentContext context) {
        boolean known = !unit.getModelDigestsList().contains("");
        return new SoughtSegment(
                unit.getPath(0),
                unit.getPath(unit.getPathCount() - 1),
                unit.getSource(),
                context,
                known ? withTerms(unit.getModelDigestsList(), unit) : List.of());
    }

    /**
     * A person's translation is taken as it is; others are checked. One of a machine in which a check of this version finds
     * a fault is not taken.
     */
    private static Optional<Remembered> remembered(UnitState unit, MemoryMatch match) {
        String source = unit.getPath(0);
        String target = unit.getPath(unit.getPathCount() - 1);
        List<TranslationFlag> flags =
                match.origin() == UnitOrigin.PERSON ? List.of() : flags(unit, match.target(), source, target);
        return match.origin() == UnitOrigin.MACHINE && !flags.isEmpty()
                ? Optional.empty()
                : Optional.of(Remembered.newBuilder()
                        .setText(match.target())
                        .setScore(match.score())
                        .addAllFlags(flags)
                        .setMatch(
                                match.inContext()
                                        ? SegmentMatch.SEGMENT_MATCH_IN_CONTEXT
                                        : SegmentMatch.SEGMENT_MATCH_EXACT)
                        .setOrigin(origin(match.origin()))
                        .build());
    }

    private static List<TranslationFlag> flags(UnitState unit, String text, String source, String target) {
        var core = new SourceText("", unit.getSource(), "", unit.getProtectedSpansList());
        List<TranslationFlag> flags = new ArrayList<>(Checks.flags(new Attempt(core, text, source, target, false)));
        if (GlossaryTerms.hasForbidden(unit.getForbiddenList(), text)) {
            flags.add(TranslationFlag.TRANSLATION_FLAG_GLOSSARY_TERM_FORBIDDEN);
        }
        return flags;
    }

    private static SegmentOrigin origin(UnitOrigin origin) {
        return switch (origin) {
            case MACHINE -> SegmentOrigin.SEGMENT_ORIGIN_MACHINE;
            case IMPORT -> SegmentOrigin.SEGMENT_ORIGIN_IMPORT;
            case PERSON -> SegmentOrigin.SEGMENT_ORIGIN_PERSON;
        };
    }

    private static SegmentContext context(PartState.Builder state, int segment) {
        return new SegmentContext(
                segment == 0 ? "" : text(state, segment - 1),
                segment == state.getSegmentsCount() - 1 ? "" : text(state, segment + 1));
    }

    private static String text(PartState.Builder state, int index) {
        PlannedSegment segment = state.getSegments(index);
        return segment.getUnit() == 0
                ? segment.getText()
                : segment.getPrefix() + state.getUnits(segment.getUnit() - 1).getSource() + segment.getSuffix();
    }
}
