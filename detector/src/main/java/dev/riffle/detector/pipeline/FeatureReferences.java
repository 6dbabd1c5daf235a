package dev.riffle.detector.pipeline;

import dev.riffle.detector.pipeline.Feature.History;
import dev.riffle.detector.pipeline.Feature.Recent;
import dev.riffle.detector.pipeline.Feature.Source;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jgrapht.Graph;
import org.jgrapht.alg.cycle.CycleDetector;
import org.jgrapht.graph.DefaultDirectedGraph;
import org.jgrapht.graph.DefaultEdge;
import org.jgrapht.traverse.TopologicalOrderIterator;

/** Which features are made of which: every {@code of} has to name a number feature, and none may come back to itself. */
final class FeatureReferences {
    private FeatureReferences() {}

    /**
     * @param sections where each feature stands in the file, by its name
     * @throws InvalidPipelineException if a reference leads nowhere, to no number, or in a circle
     */
    static void check(List<Feature> features, Map<String, Section> sections) {
        Map<String, Feature> byName = byName(features);
        List<String> numbers = features.stream()
                .filter(Feature.Numeric.class::isInstance)
                .map(Feature::name)
                .toList();
        for (Feature feature : features) {
            String of = reference(feature);
            if (of != null && !(byName.get(of) instanceof Feature.Numeric)) {
                String found = byName.containsKey(of)
                        ? "'" + of + "' is a feature of another type"
                        : "no feature is called '" + of + "'";
                throw sections.get(feature.name())
                        .problem("of", found + ", expected a number feature." + Suggestion.forName(of, numbers));
            }
        }
        Graph<String, DefaultEdge> graph = graph(features);
        CycleDetector<String, DefaultEdge> detector = new CycleDetector<>(graph);
        for (Feature feature : features) {
            if (detector.detectCyclesContainingVertex(feature.name())) {
                throw sections.get(feature.name())
                        .problem(
                                "of",
                                "the features " + circle(feature, byName) + " refer to each other in a circle;"
                                        + " expected one of them to take its number from a field.");
            }
        }
    }

    /** The number features in an order in which each comes after the one that it is made of. */
    static List<Feature.Numeric> inOrder(List<Feature> features) {
        Map<String, Feature> byName = byName(features);
        List<Feature.Numeric> ordered = new ArrayList<>();
        Iterator<String> names = new TopologicalOrderIterator<>(graph(features));
        while (names.hasNext()) {
            if (byName.get(names.next()) instanceof Feature.Numeric number) {
                ordered.add(number);
            }
        }
        return ordered;
    }

    /** What was applied to the field's value to make this feature's, first to last. */
    static List<Transform> transforms(Feature.Numeric number, Map<String, Feature> byName) {
        List<Transform> transforms = new ArrayList<>();
        if (number.source() instanceof Source.OtherFeature other) {
            transforms.addAll(transforms((Feature.Numeric) byName.get(other.name()), byName));
        }
        if (number.transform() != Transform.IDENTITY) {
            transforms.add(number.transform());
        }
        return transforms;
    }

    /** The field that a number feature is made of in the end. */
    static String field(Feature.Numeric number, Map<String, Feature> byName) {
        if (number.source() instanceof Source.OtherFeature other) {
            return field((Feature.Numeric) byName.get(other.name()), byName);
        }
        return ((Source.Field) number.source()).name();
    }

    static String expression(Source source) {
        return source instanceof Source.Field field ? "field " + field.name() : "of " + reference(source);
    }

    static Map<String, Feature> byName(List<Feature> features) {
        Map<String, Feature> byName = new LinkedHashMap<>();
        features.forEach(feature -> byName.put(feature.name(), feature));
        return byName;
    }

    private static Graph<String, DefaultEdge> graph(List<Feature> features) {
        Graph<String, DefaultEdge> graph = new DefaultDirectedGraph<>(DefaultEdge.class);
        features.forEach(feature -> graph.addVertex(feature.name()));
        for (Feature feature : features) {
            String of = reference(feature);
            if (of != null) {
                graph.addEdge(of, feature.name());
            }
        }
        return graph;
    }

    private static String circle(Feature start, Map<String, Feature> byName) {
        StringBuilder circle = new StringBuilder(start.name());
        Feature next = start;
        do {
            next = byName.get(reference(next));
            circle.append(" -> ").append(next.name());
        } while (next != start);
        return circle.toString();
    }

    private static String reference(Feature feature) {
        if (feature instanceof Feature.Numeric number) {
            return reference(number.source());
        }
        if (feature instanceof Recent recent) {
            return recent.of();
        }
        return feature instanceof History history ? history.of() : null;
    }

    private static String reference(Source source) {
        return source instanceof Source.OtherFeature other ? other.name() : null;
    }
}
