package dev.riffle.trainer.service;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Says when to train: at once for the first model, then every period and for every request; never on fewer rows than
 * the minimum. After a failed training it waits before the next one.
 */
final class RetrainingSchedule {
    static final Duration LONGEST_PAUSE_AFTER_FAILURE = Duration.ofSeconds(30);

    /** Ids remembered; older ones are below {@link #servedUntil} long before they fall out. */
    private static final int REMEMBERED_REQUESTS = 10_000;

    private final Duration period;
    private final int minimumRows;
    private final Map<String, Request> pending = new LinkedHashMap<>();
    private final Set<String> served = new LinkedHashSet<>();
    private boolean modelExists;
    private Instant lastTrained = Instant.EPOCH;
    private Instant notBefore = Instant.EPOCH;
    private long servedUntil = Long.MIN_VALUE;

    RetrainingSchedule(Duration period, int minimumRows) {
        this.period = period;
        this.minimumRows = minimumRows;
    }

    /** A model from before this service started; requests from before it count as served. */
    void modelFound(Instant created) {
        modelExists = true;
        lastTrained = created;
        servedUntil = created.toEpochMilli();
        pending.values().removeIf(request -> request.time() <= servedUntil);
    }

    void requested(Request request) {
        if (request.time() > servedUntil && !served.contains(request.id())) {
            pending.putIfAbsent(request.id(), request);
        }
    }

    /** Why to train now, if so. */
    Optional<String> due(Instant now, int rows) {
        if (rows < minimumRows || now.isBefore(notBefore)) {
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
        return now.isBefore(lastTrained.plus(period)) ? Optional.empty() : Optional.of("period");
    }

    /** Requests that the training now starting will serve. */
    List<Request> begin() {
        return List.copyOf(pending.values());
    }

    void succeeded(Instant now, List<Request> servedRequests) {
        modelExists = true;
        lastTrained = now;
        for (Request request : servedRequests) {
            pending.remove(request.id());
            served.add(request.id());
        }
        while (served.size() > REMEMBERED_REQUESTS) {
            served.remove(served.iterator().next());
        }
    }

    /** The next attempt waits; pending requests stay. */
    void failed(Instant now) {
        notBefore = now.plus(period.compareTo(LONGEST_PAUSE_AFTER_FAILURE) < 0 ? period : LONGEST_PAUSE_AFTER_FAILURE);
    }
}
