package dev.scriptorium.runtime.kafka;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * What a group has committed beside what its partitions hold.
 *
 * <p>A commit that lies beyond the end of its partition, or that carries a later leader epoch than the partition has, was made on a topic that was deleted
 * since. A consumer that starts from such a commit waits for ever: it takes the new topic's metadata for old metadata.
 */
record GroupOffsets(
        Map<TopicPartition, OffsetAndMetadata> committed,
        Map<TopicPartition, ListOffsetsResultInfo> beginnings,
        Map<TopicPartition, ListOffsetsResultInfo> ends) {

    /** Commits are read before ends, so that a group that goes on meanwhile is never beyond an end. */
    static GroupOffsets read(Admin admin, String group, Collection<TopicPartition> partitions)
            throws ExecutionException, InterruptedException {
        Map<TopicPartition, OffsetAndMetadata> committed = new HashMap<>(admin.listConsumerGroupOffsets(group)
                .partitionsToOffsetAndMetadata()
                .get());
        committed.values().removeIf(commit -> commit == null);
        committed.keySet().retainAll(partitions);
        return new GroupOffsets(
                committed,
                offsets(admin, partitions, OffsetSpec.earliest()),
                offsets(admin, partitions, OffsetSpec.latest()));
    }

    /** Records that the group has not finished. */
    long lag() {
        return ends.entrySet().stream()
                .mapToLong(end -> {
                    OffsetAndMetadata commit = committed.get(end.getKey());
                    long beginning = beginnings.get(end.getKey()).offset();
                    return Math.max(
                            0,
                            end.getValue().offset()
                                    - (commit == null ? beginning : Math.max(beginning, commit.offset())));
                })
                .sum();
    }

    /** Partitions whose commit belongs to a topic that is no more, each with the offset to begin at. */
    Map<TopicPartition, OffsetAndMetadata> outdated() {
        return committed.entrySet().stream()
                .filter(commit -> outdated(commit.getValue(), ends.get(commit.getKey())))
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        commit -> new OffsetAndMetadata(
                                beginnings.get(commit.getKey()).offset())));
    }

    private static boolean outdated(OffsetAndMetadata commit, @Nullable ListOffsetsResultInfo end) {
        return end != null
                && (commit.offset() > end.offset()
                        || commit.leaderEpoch().isPresent()
                                && end.leaderEpoch().isPresent()
                                && commit.leaderEpoch().get()
                                        > end.leaderEpoch().get());
    }

    static String inWords(Collection<TopicPartition> partitions) {
        return new TreeSet<>(partitions.stream().map(TopicPartition::toString).toList()).toString();
    }

    private static Map<TopicPartition, ListOffsetsResultInfo> offsets(
            Admin admin, Collection<TopicPartition> partitions, OffsetSpec which)
            throws ExecutionException, InterruptedException {
        return admin.listOffsets(partitions.stream().collect(Collectors.toMap(Function.identity(), partition -> which)))
                .all()
                .get();
    }
}
