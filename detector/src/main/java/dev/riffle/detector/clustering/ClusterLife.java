package dev.riffle.detector.clustering;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/**
 * What happens to clusters between two trainings, beside moving: a group of unusual events that agree with one another is
 * born as a cluster, and a cluster without mass dies. The next training takes both up or back: it fits clusters anew, to
 * the rows of its reservoir, and goes on from the clusters as the stream has made them.
 *
 * <p>A group is born if its mean lies at least {@value #SEPARATION} of its own standard deviations away from every
 * centroid: nearly all its events are then nearer to their own mean than to the boundary. Else it belongs to the cluster
 * whose centroid is nearest. So do the groups that other scorers found of the same events, once the first is born.
 *
 * <p>A cluster dies if it stands for less than {@value #LEAST_MASS} event, and none has been nearest to it for a time
 * that the operator chooses. Mass alone would not do: it halves with the events of the others, so that on a fast stream
 * the clusters of the night would die every morning. One cluster always stays.
 */
public final class ClusterLife {
    /** Event time without an event after which a cluster without mass dies, unless the operator says otherwise. */
    public static final Duration DEFAULT_PATIENCE = Duration.ofDays(1);

    /** Standard deviations between a group and its nearest centroid from which it is a cluster of its own. */
    static final double SEPARATION = 2;

    /** Mass below which a cluster may die. */
    static final double LEAST_MASS = 1;

    /** Events of a group that have to say where it lies. */
    static final int LEAST_LOCATED = 50;

    private final boolean growing;
    private final long firstId;
    private final long idsEnd;
    private final long sinceMillis;
    private final long patienceMillis;

    /**
     * @param growing whether the model's clusters are centroids, to which others can be added
     * @param firstId smallest cluster id that the stream may give out
     * @param idsEnd first one that is somebody else's; without a free id no cluster is born
     * @param sinceMillis event time up to which the model was trained: a cluster that has seen none since has seen one
     *     then
     * @param patienceMillis event time without an event after which a cluster without mass dies, above 0
     */
    public ClusterLife(boolean growing, long firstId, long idsEnd, long sinceMillis, long patienceMillis) {
        if (firstId < 0 || idsEnd < firstId || patienceMillis < 1) {
            throw new IllegalArgumentException("cluster ids from " + firstId + " to " + idsEnd + " and a patience of "
                    + patienceMillis + " ms, expected 0 <= from <= to and at least 1 ms");
        }
        this.growing = growing;
        this.firstId = firstId;
        this.idsEnd = idsEnd;
        this.sinceMillis = sinceMillis;
        this.patienceMillis = patienceMillis;
    }

    /** Something that happened. */
    public sealed interface Event {
        /** A group is a cluster now. */
        record Born(long clusterId, EventGroup group) implements Event {}

        /**
         * A group is established, but no cluster of its own.
         *
         * @param clusterId the cluster that it belongs to; empty where groups have no position
         * @param told true if that cluster was born of such a group itself
         */
        record Joined(OptionalLong clusterId, EventGroup group, boolean told) implements Event {}

        /** @param lastSeenMillis event time of the last event that was nearest to it */
        record Died(long clusterId, long lastSeenMillis) implements Event {}
    }

    /** @param clusters at the version that was handed in */
    public record Outcome(ClusterState clusters, List<Event> events) {
        public Outcome {
            events = List.copyOf(events);
        }
    }

    /**
     * Lets clusters be born and die.
     *
     * @param merged all that was learned, applied
     * @param founded groups that were established since
     */
    public Outcome after(ClusterState merged, List<EventGroup> founded) {
        List<Event> events = new ArrayList<>();
        ClusterState state = merged;
        for (EventGroup group : founded) {
            state = place(group, state, events);
        }
        return new Outcome(bury(state, events), events);
    }

    private ClusterState place(EventGroup group, ClusterState state, List<Event> events) {
        if (!growing) {
            events.add(new Event.Joined(OptionalLong.empty(), group, false));
            return state;
        }
        Centroids clusters = state.latent();
        double[] squared = squaredDistances(group.centre(), clusters);
        int nearest = IntStream.range(0, squared.length)
                .reduce((a, b) -> squared[b] < squared[a] ? b : a)
                .orElseThrow();
        long id = Math.max(firstId, state.nextId());
        boolean apart = squared[nearest] >= SEPARATION * SEPARATION * group.spread() && squared[nearest] > 0;
        if (!apart || group.located() < LEAST_LOCATED || id >= idsEnd) {
            long own = clusters.ids()[nearest];
            events.add(new Event.Joined(OptionalLong.of(own), group, own >= firstId));
            return state;
        }
        events.add(new Event.Born(id, group));
        return state.withClusters(
                clusters.with(id, group.located(), group.centre(), group.variance(), group.lastSeenMillis()), id + 1);
    }

    private static double[] squaredDistances(float[] position, Centroids clusters) {
        double[] squared = new double[clusters.count()];
        for (int j = 0; j < squared.length; j++) {
            for (int d = 0; d < position.length; d++) {
                double difference = (double) position[d] - clusters.centres()[j * position.length + d];
                squared[j] += difference * difference;
            }
        }
        return squared;
    }

    private ClusterState bury(ClusterState state, List<Event> events) {
        Centroids clusters = state.latent();
        OptionalInt dead = firstDead(clusters);
        while (growing && dead.isPresent() && clusters.count() > 1) {
            int index = dead.getAsInt();
            events.add(new Event.Died(clusters.ids()[index], lastSeen(clusters, index)));
            clusters = clusters.without(index);
            dead = firstDead(clusters);
        }
        return clusters == state.latent() ? state : state.withClusters(clusters, state.nextId());
    }

    private OptionalInt firstDead(Centroids clusters) {
        long now =
                Math.max(sinceMillis, Arrays.stream(clusters.lastSeen()).max().orElseThrow());
        return IntStream.range(0, clusters.count())
                .filter(j -> clusters.masses()[j] < LEAST_MASS && now - lastSeen(clusters, j) >= patienceMillis)
                .findFirst();
    }

    private long lastSeen(Centroids clusters, int index) {
        return Math.max(sinceMillis, clusters.lastSeen()[index]);
    }
}
