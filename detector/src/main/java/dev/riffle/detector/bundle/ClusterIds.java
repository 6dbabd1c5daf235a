package dev.riffle.detector.bundle;

import dev.riffle.detector.clustering.ClusterLife;
import dev.riffle.detector.clustering.LineageEntry;
import java.time.Duration;
import java.util.stream.LongStream;

/**
 * Who gives out which cluster ids, so that none is ever used twice although a trainer and a running job both give them
 * out and do not talk to each other: the first {@value #FOR_THE_STREAM} free ids of a model belong to clusters that are
 * born while it is in use, those after them to its successor's.
 */
public final class ClusterIds {
    /** Provenance entry with the smallest cluster id that was never used. */
    public static final String NEXT_CLUSTER_ID = "nextClusterId";

    /** Ids that a stream may give out under one model. */
    public static final long FOR_THE_STREAM = 1_000;

    private ClusterIds() {}

    /** The smallest id that neither the model as it was released nor any of its ancestors used. */
    public static long firstFree(ModelBundle model) {
        long aboveOwn = LongStream.concat(
                                LongStream.of(model.clusters().latent().ids()),
                                model.lineage().stream().mapToLong(LineageEntry::oldId))
                        .max()
                        .orElse(-1)
                + 1;
        String recorded = model.provenance().hyperparameters().get(NEXT_CLUSTER_ID);
        try {
            return recorded == null ? aboveOwn : Math.max(aboveOwn, Long.parseLong(recorded));
        } catch (NumberFormatException e) {
            // Provenance is for people; a bundle made elsewhere may hold anything there.
            return aboveOwn;
        }
    }

    /** The smallest id that a model that follows this one may give out. */
    public static long firstFreeAfter(ModelBundle model) {
        return firstFree(model) + FOR_THE_STREAM;
    }

    /**
     * Birth and death of the clusters of a model while it is in use. Where it is not known up to when the model's rows
     * reach, it is taken to be the time of its training.
     *
     * @param patience event time without an event after which a cluster without mass dies
     */
    public static ClusterLife life(ModelBundle model, Duration patience) {
        Provenance origin = model.provenance();
        return new ClusterLife(
                model.clusterModel().growing(),
                firstFree(model),
                firstFreeAfter(model),
                origin.dataToMillis() == 0 ? origin.createdMillis() : origin.dataToMillis(),
                patience.toMillis());
    }
}
