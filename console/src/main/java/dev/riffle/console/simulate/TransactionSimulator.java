package dev.riffle.console.simulate;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Card transactions of customers at terminals, with fraud.
 *
 * <p>Each customer has a usual amount and spread, a frequency, hours that it prefers and a few terminals that it goes
 * to. Three kinds of fraud are mixed in, after the simulator of the Fraud Detection Handbook (Le Borgne, Siblini,
 * Lebichot and Bontempi 2022, chapter 3):
 *
 * <ul>
 *   <li>{@link #HIGH_AMOUNT}: one amount far above the customer's own.
 *   <li>{@link #COMPROMISED_TERMINAL}: for one to three days every transaction at a terminal is fraudulent: amounts are
 *       raised, and copied cards are tried in quick succession.
 *   <li>{@link #COMPROMISED_CUSTOMER}: for one to three days a third of a customer's transactions have five times the
 *       amount.
 * </ul>
 *
 * <p>Time is simulated: it starts at a fixed day in the past, and a day has as many events as the simulator is told.
 */
public final class TransactionSimulator implements EventStream {
    public static final String HIGH_AMOUNT = "HIGH_AMOUNT";
    public static final String COMPROMISED_TERMINAL = "COMPROMISED_TERMINAL";
    public static final String COMPROMISED_CUSTOMER = "COMPROMISED_CUSTOMER";

    /** A Monday. */
    static final Instant START = Instant.parse("2024-01-01T00:00:00Z");

    private static final long DAY_MILLIS = Duration.ofDays(1).toMillis();
    private static final int HOURS = 24;
    private static final double EVENTS_PER_CUSTOMER_AND_DAY = 4;
    private static final int TERMINALS_PER_CUSTOMER = 8;
    /** Each kind's share of all events. */
    private static final double SHARE_PER_KIND = 0.005 / 3;

    private static final double MIN_EPISODE_DAYS = 1;
    private static final double MAX_EPISODE_DAYS = 3;
    private static final double MEAN_EPISODE_DAYS = (MIN_EPISODE_DAYS + MAX_EPISODE_DAYS) / 2;
    private static final double SHARE_OF_COMPROMISED_CUSTOMER = 1.0 / 3;
    private static final double REPEAT_AT_COMPROMISED_TERMINAL = 0.5;

    private final SplittableRandom random;
    private final double eventsPerDay;
    private final int customers;
    private final int terminals;
    private final double[] usualAmount;
    /** Standard deviation of the amounts' logarithm. */
    private final double[] amountSpread;

    private final int[][] usualTerminals;
    /** Per hour of the day the cumulated activity of the customers. */
    private final double[][] cumulatedActivity;

    private final double[] hourlyShare;
    private final long[] customerCompromisedUntil;
    private final long[] terminalCompromisedUntil;
    private final double customerEpisodeProbability;
    private final double terminalEpisodeProbability;

    private double timeMillis = START.toEpochMilli();
    private long sequence;
    private int repeatAtTerminal = -1;

    /**
     * @param seed same seed and rate, same stream
     * @param eventsPerDay mean number of transactions in a simulated day, at least 100
     */
    public TransactionSimulator(long seed, double eventsPerDay) {
        if (!(eventsPerDay >= 100)) {
            throw new IllegalArgumentException("events per day: found " + eventsPerDay + ", expected at least 100");
        }
        this.random = new SplittableRandom(seed);
        this.eventsPerDay = eventsPerDay;
        this.customers = (int) Math.min(20_000, Math.max(25, Math.round(eventsPerDay / EVENTS_PER_CUSTOMER_AND_DAY)));
        this.terminals = customers;
        this.usualAmount = new double[customers];
        this.amountSpread = new double[customers];
        this.usualTerminals = new int[customers][TERMINALS_PER_CUSTOMER];
        this.cumulatedActivity = new double[HOURS][customers];
        this.hourlyShare = new double[HOURS];
        this.customerCompromisedUntil = new long[customers];
        this.terminalCompromisedUntil = new long[terminals];
        makeProfiles();

        double perCustomer = eventsPerDay / customers;
        double perTerminal = eventsPerDay / terminals;
        customerEpisodeProbability = SHARE_PER_KIND / (perCustomer * MEAN_EPISODE_DAYS * SHARE_OF_COMPROMISED_CUSTOMER);
        // Every fraudulent transaction at a terminal begets 1/2 + 1/4 + ... = 1 more on average.
        terminalEpisodeProbability =
                SHARE_PER_KIND * (1 - REPEAT_AT_COMPROMISED_TERMINAL) / (perTerminal * MEAN_EPISODE_DAYS);
    }

    @Override
    public List<String> kinds() {
        return List.of(HIGH_AMOUNT, COMPROMISED_TERMINAL, COMPROMISED_CUSTOMER);
    }

    @Override
    public SimulatedEvent next() {
        advanceClock();
        long now = (long) timeMillis;
        beginEpisodes(now);

        int customer = pickCustomer(hour());
        boolean repeated = repeatAtTerminal >= 0;
        int terminal = repeated ? repeatAtTerminal : usualTerminals[customer][random.nextInt(TERMINALS_PER_CUSTOMER)];
        repeatAtTerminal = -1;

        double amount = usualAmount[customer] * Math.exp(amountSpread[customer] * random.nextGaussian());
        String kind = null;
        if (terminalCompromisedUntil[terminal] > now) {
            kind = COMPROMISED_TERMINAL;
            amount *= random.nextDouble(1.5, 3);
            if (random.nextDouble() < REPEAT_AT_COMPROMISED_TERMINAL) {
                repeatAtTerminal = terminal;
            }
        } else if (customerCompromisedUntil[customer] > now && random.nextDouble() < SHARE_OF_COMPROMISED_CUSTOMER) {
            kind = COMPROMISED_CUSTOMER;
            amount *= 5;
        } else if (random.nextDouble() < SHARE_PER_KIND) {
            kind = HIGH_AMOUNT;
            amount = 100 + usualAmount[customer] * random.nextDouble(6, 12);
        }
        return event(now, customer, terminal, amount, kind);
    }

    private SimulatedEvent event(long now, int customer, int terminal, double amount, String kind) {
        String id = "tx-" + sequence++;
        String customerId = "C" + customer;
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("transactionId", id);
        fields.put("customerId", customerId);
        fields.put("terminalId", "T" + terminal);
        fields.put("time", now);
        fields.put("amount", Math.round(amount * 100) / 100.0);
        return new SimulatedEvent(id, customerId, now, fields, Optional.ofNullable(kind));
    }

    /** Exponential gaps whose mean follows the time of day; fraudsters in a hurry take seconds. */
    private void advanceClock() {
        double meanGap = DAY_MILLIS / (eventsPerDay * HOURS * hourlyShare[hour()]);
        double gap = -meanGap * Math.log(1 - random.nextDouble());
        timeMillis += repeatAtTerminal >= 0 ? Math.min(gap, 30_000) : gap;
    }

    private int hour() {
        return (int) ((long) timeMillis / Duration.ofHours(1).toMillis() % HOURS);
    }

    private void beginEpisodes(long now) {
        if (random.nextDouble() < customerEpisodeProbability) {
            customerCompromisedUntil[random.nextInt(customers)] = now + episodeMillis();
        }
        if (random.nextDouble() < terminalEpisodeProbability) {
            terminalCompromisedUntil[random.nextInt(terminals)] = now + episodeMillis();
        }
    }

    private long episodeMillis() {
        return (long) (random.nextDouble(MIN_EPISODE_DAYS, MAX_EPISODE_DAYS) * DAY_MILLIS);
    }

    private int pickCustomer(int hour) {
        double[] cumulated = cumulatedActivity[hour];
        double point = random.nextDouble() * cumulated[customers - 1];
        int index = Arrays.binarySearch(cumulated, point);
        return Math.min(customers - 1, index >= 0 ? index + 1 : -index - 1);
    }

    private void makeProfiles() {
        for (int customer = 0; customer < customers; customer++) {
            usualAmount[customer] = random.nextDouble(10, 100);
            amountSpread[customer] = random.nextDouble(0.15, 0.4);
            double frequency = random.nextDouble(0.3, 1.7);
            double preferredHour = 13 + 3.5 * random.nextGaussian();
            double width = random.nextDouble(2, 6);
            for (int hour = 0; hour < HOURS; hour++) {
                double activity = frequency * (0.03 + closeness(hour + 0.5, preferredHour, width) / width);
                double before = customer == 0 ? 0 : cumulatedActivity[hour][customer - 1];
                cumulatedActivity[hour][customer] = before + activity;
            }
            for (int i = 0; i < TERMINALS_PER_CUSTOMER; i++) {
                usualTerminals[customer][i] = random.nextInt(terminals);
            }
        }
        double total = 0;
        for (int hour = 0; hour < HOURS; hour++) {
            total += cumulatedActivity[hour][customers - 1];
        }
        for (int hour = 0; hour < HOURS; hour++) {
            hourlyShare[hour] = cumulatedActivity[hour][customers - 1] / total;
        }
    }

    /** Gaussian bump on the circle of the day. */
    private static double closeness(double hour, double centre, double width) {
        double apart = Math.abs(hour - centre) % HOURS;
        double shorter = Math.min(apart, HOURS - apart);
        return Math.exp(-0.5 * shorter * shorter / (width * width));
    }
}
