package dev.riffle.trainer;

import dev.riffle.detector.bundle.BundleFormat;
import dev.riffle.detector.bundle.ClusterIds;
import dev.riffle.detector.bundle.InvalidBundleException;
import dev.riffle.detector.bundle.ModelBundle;
import dev.riffle.trainer.kafka.KafkaConnection;
import dev.riffle.trainer.kafka.KafkaReleases;
import dev.riffle.trainer.kafka.ModelCatalogue;
import dev.riffle.trainer.service.ReleasePublisher;
import dev.riffle.trainer.service.SupersededException;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/**
 * Makes a model that was released before the champion, by hand. Nothing on the topic of models is taken back: the model is
 * released once more, under the next version, so that whoever follows the topic comes to the same champion, and the
 * history stays.
 */
public final class Promotion {
    private final KafkaConnection connection;
    private final Clock clock;

    public Promotion(KafkaConnection connection, Clock clock) {
        this.connection = connection;
        this.clock = clock;
    }

    /**
     * What was done.
     *
     * @param released the new version
     * @param origin the version that it repeats
     * @param replaced the champion before; empty if there was none
     */
    public record Promoted(long released, long origin, OptionalLong replaced) {}

    /**
     * Releases a version once more, as the champion.
     *
     * @param why who wants it and what for, in words for people; may be empty
     * @throws IllegalArgumentException if there is no such version, it cannot be used, or it is the champion already
     * @throws SupersededException if somebody else has published meanwhile
     * @throws IOException if Kafka cannot be reached
     */
    public Promoted promote(long version, String why) throws IOException, InterruptedException, SupersededException {
        try (KafkaReleases releases = new KafkaReleases(connection, clock)) {
            ReleasePublisher.Published published = releases.published();
            return release(releases, published, version, "promotion of model " + version + words(why));
        }
    }

    /**
     * Goes back to the champion before the present one; once more, it goes back one further.
     *
     * @throws IllegalArgumentException if there is no champion before
     * @throws SupersededException if somebody else has published meanwhile
     * @throws IOException if Kafka cannot be reached
     */
    public Promoted rollback(String why) throws IOException, InterruptedException, SupersededException {
        try (KafkaReleases releases = new KafkaReleases(connection, clock)) {
            ReleasePublisher.Published published = releases.published();
            long before = championBefore(new ModelCatalogue(connection).list());
            return release(releases, published, before, "rollback to model " + before + words(why));
        }
    }

    /** The version that stands before the champion once what was rolled back is taken away. */
    static long championBefore(List<ModelCatalogue.Entry> entries) {
        Deque<Long> standing = new ArrayDeque<>();
        for (ModelCatalogue.Entry entry : entries) {
            if (entry.isChampion()) {
                long top = standing.isEmpty() ? 0 : standing.pop();
                boolean rollback = !standing.isEmpty() && standing.peek() == entry.origin();
                if (!rollback) {
                    if (top != 0) {
                        standing.push(top);
                    }
                    standing.push(entry.origin());
                }
            }
        }
        if (standing.size() < 2) {
            throw new IllegalArgumentException(
                    standing.isEmpty()
                            ? "There is no champion to roll back"
                            : "Before model " + standing.peek() + " there was no champion to roll back to");
        }
        standing.pop();
        return standing.peek();
    }

    private static Promoted release(
            KafkaReleases releases, ReleasePublisher.Published published, long version, String note)
            throws IOException, InterruptedException, SupersededException {
        ModelCatalogue catalogue = releases.catalogue();
        ModelBundle origin = usable(catalogue, version);
        Optional<ModelBundle> champion = published.champion();
        if (champion.isPresent() && champion.get().modelVersion() == version) {
            throw new IllegalArgumentException("Model " + version + " is the champion already");
        }
        long next = published.newestVersion() + 1;
        ModelBundle copy = origin.withVersion(
                        next, champion.map(ModelBundle::modelVersion).orElse(0L), List.of())
                .withProvenance(origin.provenance().withHyperparameters(settings(origin, champion)));
        releases.publish(
                new ReleasePublisher.Release(
                        copy,
                        BundleFormat.encode(copy),
                        ReleasePublisher.Role.CHAMPION,
                        OptionalLong.of(version),
                        note,
                        champion),
                OptionalLong.empty());
        return new Promoted(
                next,
                version,
                champion.isPresent() ? OptionalLong.of(champion.get().modelVersion()) : OptionalLong.empty());
    }

    private static ModelBundle usable(ModelCatalogue catalogue, long version) throws IOException, InterruptedException {
        try {
            Optional<ModelBundle> found = catalogue.open(version);
            if (found.isEmpty()) {
                throw new IllegalArgumentException("There is no model " + version + "; found "
                        + catalogue.list().stream()
                                .map(entry -> Long.toString(entry.modelVersion()))
                                .collect(Collectors.joining(", ")));
            }
            return found.get();
        } catch (InvalidBundleException e) {
            throw new IllegalArgumentException("Model " + version + " cannot be used: " + e.getMessage(), e);
        }
    }

    /** Cluster ids that the replaced champion used must not come again for other clusters. */
    private static Map<String, String> settings(ModelBundle origin, Optional<ModelBundle> champion) {
        Map<String, String> settings = new HashMap<>(origin.provenance().hyperparameters());
        long unused = ClusterIds.firstFreeAfter(origin);
        if (champion.isPresent()) {
            unused = Math.max(unused, ClusterIds.firstFreeAfter(champion.get()));
        }
        settings.put(ClusterIds.NEXT_CLUSTER_ID, Long.toString(unused));
        return settings;
    }

    private static String words(String why) {
        return why.isBlank() ? "" : ": " + why;
    }
}
