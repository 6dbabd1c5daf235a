package dev.riffle.trainer.service;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.LongToIntFunction;

/**
 * Says when to train: at once for the first model, then every period and for every request. It waits for the minimum of
 * rows, but not for ever: once its patience is over, few rows do. After a failed training it waits before the next one.
 */
final class RetrainingSchedule {
    static final Duration LONGEST_PAUSE_AFTER_FAILURE = Duration.ofSeconds(30);

    /** Ids remembered: a request that is repeated comes soon after. */
    private static final int REMEMBERED_REQUESTS = 10_000;

    private final RetrainingPolicy policy;
    private final Map<String, Request> pending = new LinkedHashMap<>();
    private final Set<String> served = new LinkedHashSet<>();
    private boolean modelExists;
    private Instant firstRows;
    private Instant lastTrained = Instant.EPOCH;
    private Instant notBefore = Instant.EPOCH;
    private long newestPosition = -1;

    RetrainingSchedule(RetrainingPolicy policy) {
        this.policy = policy;
    }

    /**
     * What a training serves.
     *
     * @param ids of the requests
     * @param dataFrom event time from which rows are to be learned from; empty if all may be
     * @param upTo requests before this position are served by it, or were before; empty if there are none
     */
    record Served(List<String> ids, OptionalLong dataFrom, OptionalLong upTo) {
        Served {
            ids = List.copyOf(ids);
        }
    }

    /** A model that this schedule did not ask for: the period begins with it. */
    void modelFound(Instant created) {
        modelExists = true;
        if (created.isAfter(lastTrained)) {
            lastTrained = created;
        }
    }

    void requested(Request request) {
        newestPosition = Math.max(newestPosition, request.position());
        if (!served.contains(request.id())) {
            pending.putIfAbsent(request.id(), request);
        }
    }

    /** A request that was served before. */
    void served(String id) {
        served.add(id);
        while (served.size() > REMEMBERED_REQUESTS) {
            served.remove(served.iterator().next());
        }
    }

    /** Why to train now, if so. */
    Optional<String> due(Instant now, int rows) {
        return due(now, rows, time -> rows);
    }

    /** @param rowsSince number of rows of an event time or later */
    Optional<String> due(Instant now, int rows, LongToIntFunction rowsSince) {
        if (firstRows == null && rows > 0) {
            firstRows = now;
        }
        if (!enough(now, rows) || now.isBefore(notBefore)) {
            return Optional.empty();
        }
        if (!pending.isEmpty() && !ready(now, rowsSince)) {
            return Optional.empty();
        }
        if (!pending.isEmpty()) {
            List<String> reasons = new ArrayList<>();
            pending.values().forEach(request -> reasons.add(request.id() + " (" + request.reason() + ")"));
            return Optional.of("request " + String.join(", ", reasons));
        }
        if (!modelExists) {
            return Optional.of("first model");
        }
        return now.isBefore(lastTrained.plus(policy.period())) ? Optional.empty() : Optional.of("period");
    }

    /** After a drift it waits for rows of the stream as it is now; for a while. */
    private boolean ready(Instant now, LongToIntFunction rowsSince) {
        for (Request request : pending.values()) {
            Instant latest = Instant.ofEpochMilli(request.time()).plus(policy.patience());
            if (request.dataFrom().isPresent()
                    && now.isBefore(latest)
                    && rowsSince.applyAsInt(request.dataFrom().getAsLong()) < policy.fewRows()) {
                return false;
            }
        }
        return true;
    }

    private boolean enough(Instant now, int rows) {
        return rows >= policy.minimumRows()
                || rows >= policy.fewRows() && !now.isBefore(firstRows.plus(policy.patience()));
    }

    /** What the training now starting will serve. */
    Served begin() {
        LongSummaryStatistics from = pending.values().stream()
                .flatMapToLong(request -> request.dataFrom().stream())
                .summaryStatistics();
        return new Served(
                List.copyOf(pending.keySet()),
                from.getCount() == 0 ? OptionalLong.empty() : OptionalLong.of(from.getMax()),
                newestPosition < 0 ? OptionalLong.empty() : OptionalLong.of(newestPosition + 1));
    }

    /** A training came to an end: with a model, or with one that was refused, which would be refused again. */
    void finished(Instant now, Served byIt, boolean published) {
        modelExists |= published;
        lastTrained = now;
        for (String id : byIt.ids()) {
            pending.remove(id);
            served(id);
        }
    }

    /** The next attempt waits; pending requests stay. */
    void failed(Instant now) {
        Duration period = policy.period();
        notBefore = now.plus(period.compareTo(LONGEST_PAUSE_AFTER_FAILURE) < 0 ? period : LONGEST_PAUSE_AFTER_FAILURE);
    }
}
