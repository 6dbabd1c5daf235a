package dev.riffle.console.commands;

import dev.riffle.console.terminal.CommandFailure;
import dev.riffle.console.terminal.Json;
import dev.riffle.detector.anomaly.AlertBudget;
import dev.riffle.detector.bundle.InvalidBundleException;
import dev.riffle.trainer.ModelComparison;
import dev.riffle.trainer.kafka.ModelCatalogue;
import dev.riffle.trainer.kafka.ModelCatalogue.Entry;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code riffle models diff}. */
@Command(
        name = "diff",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Shows in what two models differ: origins, figures, threshold, clusters.")
public final class ModelsDiff implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(arity = "0..1", index = "0", paramLabel = "FROM", description = "Default: the champion before TO.")
    private Optional<Long> from = Optional.empty();

    @Parameters(arity = "0..1", index = "1", paramLabel = "TO", description = "Default: the champion.")
    private Optional<Long> to = Optional.empty();

    @Mixin
    private KafkaOptions kafka;

    @Option(
            names = "--budget",
            paramLabel = "BUDGET",
            defaultValue = "0.1%",
            description = "Alert budget that the thresholds are for, a share of events. Default: ${DEFAULT-VALUE}")
    private String budget;

    @Option(names = "--json", description = "Print one JSON object and nothing else.")
    private boolean json;

    @Override
    public Integer call() throws InterruptedException {
        AlertBudget parsed = budget();
        List<Entry> champions =
                ModelsCommand.entries(kafka).stream().filter(Entry::isChampion).toList();
        long newer = to.orElseGet(() -> last(champions, Long.MAX_VALUE));
        long older = from.orElseGet(() -> last(champions, newer));
        ModelCatalogue catalogue = new ModelCatalogue(kafka.connection());
        try {
            ModelComparison comparison = new ModelComparison(open(catalogue, older), open(catalogue, newer), parsed);
            print(comparison, older, newer);
        } catch (IOException e) {
            throw new CommandFailure("The models cannot be read: " + e.getMessage(), e);
        }
        return ExitCode.OK;
    }

    private AlertBudget budget() {
        try {
            return AlertBudget.parse(budget);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage());
        }
    }

    private static long last(List<Entry> champions, long before) {
        return champions.stream()
                .mapToLong(Entry::modelVersion)
                .filter(version -> version < before)
                .max()
                .orElseThrow(() -> new CommandFailure(
                        "There are " + champions.size() + " champions on the models topic; two were expected."));
    }

    private static dev.riffle.detector.bundle.ModelBundle open(ModelCatalogue catalogue, long version)
            throws IOException, InterruptedException {
        try {
            return catalogue.open(version).orElseThrow(() -> new CommandFailure("There is no model " + version + "."));
        } catch (InvalidBundleException e) {
            throw new CommandFailure("Model " + version + " cannot be used: " + e.getMessage(), e);
        }
    }

    private void print(ModelComparison comparison, long older, long newer) {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(Json.line(comparison.toMap()));
            return;
        }
        out.printf("%-34s %20s %20s%n", "", "model " + older, "model " + newer);
        section(out, "Origins", comparison.provenance());
        section(out, "Settings", comparison.settings());
        section(out, "Figures", comparison.figures());
        section(out, "Threshold and clusters", comparison.decisions());
        if (!comparison.changes().isEmpty()) {
            out.printf("Clusters, by the newer model's lineage%n");
            comparison.changes().forEach(change -> out.printf("  %s%n", change));
        }
    }

    private static void section(PrintWriter out, String title, Map<String, ModelComparison.Pair> pairs) {
        if (!pairs.isEmpty()) {
            out.printf("%s%n", title);
            pairs.forEach((name, pair) -> out.printf("  %-32s %20s %20s%n", name, pair.older(), pair.newer()));
        }
    }
}
