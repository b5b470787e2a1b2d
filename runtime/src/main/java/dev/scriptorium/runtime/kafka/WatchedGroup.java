package dev.scriptorium.runtime.kafka;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.jboss.logging.Logger;

/**
 * A group of this process: keeps its consumers waiting until its topics are there, makes them begin anew when a topic was deleted and made again, and moves
 * commits that belong to the deleted topic to the beginning of the new one. Checked by one thread, read by any.
 */
final class WatchedGroup implements GroupWatch {

    private static final Logger LOG = Logger.getLogger(WatchedGroup.class);
    private static final String NOT_CHECKED = "its topics are not checked yet";

    private final String group;
    private final List<String> topics;
    private Map<String, Uuid> knownIds = Map.of();
    private Set<TopicPartition> suspects = Set.of();
    private long beginning;
    private volatile long lag;
    private volatile Optional<String> notUsable = Optional.of(NOT_CHECKED);
    private volatile Optional<String> notMember = Optional.of("it has not joined yet");

    WatchedGroup(String group, List<String> topics) {
        this.group = group;
        this.topics = List.copyOf(topics);
    }

    String group() {
        return group;
    }

    long lag() {
        return lag;
    }

    /** Why no records are taken; empty while they are. */
    Optional<String> obstacle() {
        return notUsable.or(() -> notMember);
    }

    boolean usable() {
        return notUsable.isEmpty();
    }

    @Override
    public synchronized long awaitUsable() throws InterruptedException {
        while (notUsable.isPresent()) {
            wait();
        }
        return beginning;
    }

    @Override
    public synchronized boolean mustReopen(long begun) {
        return notUsable.isPresent() || begun != beginning;
    }

    @Override
    public void membership(Optional<String> missingBecause) {
        notMember = missingBecause;
    }

    /** Looks at the group's topics among those found, and at its commits. */
    void check(Admin admin, Map<String, TopicDescription> found, boolean asTheyHaveToBe)
            throws ExecutionException, InterruptedException {
        if (knownIds.isEmpty() && !asTheyHaveToBe) {
            decide(Optional.of("the topics are not as they have to be"));
            return;
        }
        List<String> missing =
                topics.stream().filter(topic -> !found.containsKey(topic)).toList();
        if (!missing.isEmpty()) {
            decide(Optional.of("missing: " + String.join(", ", missing)));
            return;
        }
        Map<String, Uuid> ids = topics.stream()
                .collect(Collectors.toUnmodifiableMap(
                        topic -> topic, topic -> found.get(topic).topicId()));
        boolean madeAgain = !knownIds.isEmpty() && !knownIds.equals(ids);
        knownIds = ids;
        if (madeAgain) {
            LOG.warnf("%s: a topic was deleted and made again; its consumers begin anew", group);
            decide(Optional.of("a topic was deleted and made again"));
            return;
        }
        GroupOffsets offsets = GroupOffsets.read(admin, group, partitions(found));
        lag = offsets.lag();
        Map<TopicPartition, OffsetAndMetadata> outdated = offsets.outdated();
        boolean twice = suspects.stream().anyMatch(outdated::containsKey);
        suspects = outdated.keySet();
        if (outdated.isEmpty()) {
            decide(Optional.empty());
        } else if (twice) {
            decide(reset(admin, outdated));
        }
    }

    /** Empty when the group's commits lie at the beginning; it can be done once all members have left the group. */
    private Optional<String> reset(Admin admin, Map<TopicPartition, OffsetAndMetadata> outdated)
            throws InterruptedException {
        String partitions = GroupOffsets.inWords(outdated.keySet());
        try {
            admin.alterConsumerGroupOffsets(group, outdated).all().get();
            LOG.warnf(
                    "%s begins at the start of %s: its commits were made on topics that are no more",
                    group, partitions);
            suspects = Set.of();
            return Optional.empty();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof KafkaException refused) {
                return Optional.of("the commits of " + partitions
                        + " were made on topics that are no more, and are moved when all members have left: "
                        + refused.getMessage());
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    private synchronized void decide(Optional<String> obstacle) {
        if (obstacle.isPresent() && !obstacle.equals(notUsable)) {
            LOG.warnf("%s takes no records: %s", group, obstacle.get());
        }
        if (obstacle.isPresent() && notUsable.isEmpty()) {
            beginning++;
        }
        notUsable = obstacle;
        notifyAll();
    }

    private Collection<TopicPartition> partitions(Map<String, TopicDescription> found) {
        return topics.stream()
                .flatMap(topic -> IntStream.range(
                                0, found.get(topic).partitions().size())
                        .mapToObj(number -> new TopicPartition(topic, number)))
                .toList();
    }
}
