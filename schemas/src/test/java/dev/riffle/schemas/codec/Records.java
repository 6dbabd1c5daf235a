package dev.riffle.schemas.codec;

import dev.riffle.schemas.AnalystVerdict;
import dev.riffle.schemas.Assignment;
import dev.riffle.schemas.Centroid;
import dev.riffle.schemas.CentroidStatistics;
import dev.riffle.schemas.ClusterEvent;
import dev.riffle.schemas.ClusterEventType;
import dev.riffle.schemas.ClusterSnapshot;
import dev.riffle.schemas.ClusterStatistics;
import dev.riffle.schemas.DeadLetter;
import dev.riffle.schemas.DeadLetterReason;
import dev.riffle.schemas.Event;
import dev.riffle.schemas.FeatureContribution;
import dev.riffle.schemas.FeatureRecord;
import dev.riffle.schemas.Finding;
import dev.riffle.schemas.InjectedAnomaly;
import dev.riffle.schemas.ModelRelease;
import dev.riffle.schemas.Provenance;
import dev.riffle.schemas.Stage;
import dev.riffle.schemas.TrainingReason;
import dev.riffle.schemas.TrainingRequest;
import dev.riffle.schemas.Trigger;
import dev.riffle.schemas.Verdict;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;

/** One fixed record of every type (what the golden files hold), and random ones. */
final class Records {
    private static final long TIME = 1_767_225_600_000L;

    private Records() {}

    /** The records in the golden files of version 1: never change one, add a version. */
    static List<SpecificRecord> golden() {
        Map<String, Object> fields = new HashMap<>();
        fields.put("amount", 12.5);
        fields.put("count", 9_007_199_254_740_993L);
        fields.put("online", true);
        fields.put("customer", "Zoë 🙂");
        fields.put("terminal", null);
        Centroid centroid = Centroid.newBuilder()
                .setId(7)
                .setMass(1234.5)
                .setCentre(List.of(0.1f, -2f))
                .setVariance(List.of(0f, 3.5f))
                .setLastSeen(TIME)
                .build();
        CentroidStatistics statistics = CentroidStatistics.newBuilder()
                .setCount(2.0)
                .setGradient(List.of(0.25, -1e-300))
                .setSquares(List.of(0.5, 1e300))
                .setLastSeen(TIME)
                .build();
        return List.of(
                Event.newBuilder().setFields(fields).build(),
                Assignment.newBuilder()
                        .setEventId("e-1")
                        .setKey("customer \"42\"")
                        .setEventTime(TIME)
                        .setReceivedTime(TIME + 5)
                        .setModelVersion(3)
                        .setClustersVersion(99)
                        .setClusterId(7L)
                        .setDistance(0.1)
                        .setScore(1.0)
                        .setTailProbability(1e-17)
                        .setThreshold(0.999)
                        .setVerdict(Verdict.ANOMALY)
                        .setTriggers(List.of(Trigger.RECONSTRUCTION, Trigger.DENSITY))
                        .setContributions(List.of(FeatureContribution.newBuilder()
                                .setFeature("amount")
                                .setShare(0.75)
                                .setObserved(null)
                                .setExpected(20.0)
                                .build()))
                        .setLate(true)
                        .build(),
                FeatureRecord.newBuilder()
                        .setEventId("e-2")
                        .setKey(null)
                        .setEventTime(TIME)
                        .setPipeline("sha256:00ff")
                        .setModelVersion(0)
                        .setFlagged(false)
                        .setFeatures(List.of(1.5, Double.NaN, -0.0))
                        .build(),
                ModelRelease.newBuilder()
                        .setModelVersion(4)
                        .setParentVersion(3L)
                        .setCreatedTime(TIME)
                        .setSha256("ab".repeat(32))
                        .setProvenance(Provenance.newBuilder()
                                .setAlgorithm("autoencoder")
                                .setDataFrom(TIME - 1000)
                                .setDataTo(null)
                                .setTrainingRows(5000)
                                .setHoldoutRows(1000)
                                .setHyperparameters(Map.of("epochs", "20"))
                                .setSeed(-42)
                                .setCodeVersion("0.1.0")
                                .setHoldoutFigures(Map.of("auroc", 0.99))
                                .build())
                        .setBundle(ByteBuffer.wrap(new byte[] {0, 1, -1, 127, -128}))
                        .build(),
                ClusterSnapshot.newBuilder()
                        .setModelVersion(4)
                        .setClustersVersion(17)
                        .setTime(TIME)
                        .setLatent(List.of(centroid))
                        .setDensity(List.of(centroid, centroid))
                        .build(),
                ClusterStatistics.newBuilder()
                        .setModelVersion(4)
                        .setClustersVersion(17)
                        .setEvents(10)
                        .setLearned(9)
                        .setLatent(List.of(statistics))
                        .setDensity(List.of())
                        .build(),
                ClusterEvent.newBuilder()
                        .setType(ClusterEventType.SPLIT)
                        .setTime(TIME)
                        .setModelVersion(4)
                        .setClustersVersion(17)
                        .setClusterId(7L)
                        .setRelatedClusterIds(List.of(8L, 9L))
                        .setShare(0.5)
                        .setDetail("cluster 7 split into 8 and 9")
                        .build(),
                DeadLetter.newBuilder()
                        .setPayload(ByteBuffer.wrap("{\"a\":".getBytes(StandardCharsets.UTF_8)))
                        .setTopic("riffle.events")
                        .setPartition(2)
                        .setOffset(1L << 40)
                        .setStage(Stage.DECODE)
                        .setReason(DeadLetterReason.MALFORMED)
                        .setDetail("ends at byte 5")
                        .setTime(TIME)
                        .build(),
                TrainingRequest.newBuilder()
                        .setRequestId("r-1")
                        .setReason(TrainingReason.DRIFT)
                        .setTime(TIME)
                        .setDetail("amount drifted")
                        .build(),
                AnalystVerdict.newBuilder()
                        .setEventId("e-1")
                        .setFinding(Finding.FALSE_ALERT)
                        .setTime(TIME)
                        .setAnalyst("Ada")
                        .setComment(null)
                        .build(),
                InjectedAnomaly.newBuilder()
                        .setEventId("e-1")
                        .setKind("compromised terminal")
                        .setEventTime(TIME)
                        .build());
    }

    /** A record of that schema with every value drawn at random, odd ones among them. */
    static SpecificRecord random(Schema schema, Random random) {
        return (SpecificRecord) value(schema, random);
    }

    private static Object value(Schema schema, Random random) {
        return switch (schema.getType()) {
            case NULL -> null;
            case BOOLEAN -> random.nextBoolean();
            case INT -> random.nextInt();
            case LONG -> random.nextLong();
            case FLOAT -> Float.intBitsToFloat(random.nextInt());
            case DOUBLE -> number(random);
            case STRING -> text(random);
            case BYTES -> {
                byte[] bytes = new byte[random.nextInt(20)];
                random.nextBytes(bytes);
                yield ByteBuffer.wrap(bytes);
            }
            case ENUM ->
                SpecificData.get()
                        .createEnum(
                                schema.getEnumSymbols()
                                        .get(random.nextInt(
                                                schema.getEnumSymbols().size())),
                                schema);
            case UNION ->
                value(schema.getTypes().get(random.nextInt(schema.getTypes().size())), random);
            case ARRAY -> {
                List<Object> items = new ArrayList<>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    items.add(value(schema.getElementType(), random));
                }
                yield items;
            }
            case MAP -> {
                Map<String, Object> entries = new HashMap<>();
                for (int i = random.nextInt(6); i > 0; i--) {
                    entries.put(text(random), value(schema.getValueType(), random));
                }
                yield entries;
            }
            case RECORD -> {
                IndexedRecord datum = (IndexedRecord) SpecificData.get().newRecord(null, schema);
                for (Schema.Field field : schema.getFields()) {
                    datum.put(field.pos(), value(field.schema(), random));
                }
                yield datum;
            }
            case FIXED -> throw new IllegalArgumentException("records hold no fixed");
        };
    }

    static double number(Random random) {
        return switch (random.nextInt(8)) {
            case 0 -> Double.NaN;
            case 1 -> Double.POSITIVE_INFINITY;
            case 2 -> Double.NEGATIVE_INFINITY;
            case 3 -> -0.0;
            case 4 -> random.nextInt(100);
            // Through the canonical NaN: its other bit patterns have no spelling in JSON.
            default -> canonical(Double.longBitsToDouble(random.nextLong()));
        };
    }

    static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(12); i > 0; i--) {
            int point = random.nextInt(random.nextBoolean() ? 128 : Character.MAX_CODE_POINT + 1);
            text.appendCodePoint(point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE ? '?' : point);
        }
        return text.toString();
    }

    private static double canonical(double value) {
        return Double.isNaN(value) ? Double.NaN : value;
    }
}
