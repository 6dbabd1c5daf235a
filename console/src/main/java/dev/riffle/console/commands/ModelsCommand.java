package dev.riffle.console.commands;

import dev.riffle.console.kafka.Broker;
import dev.riffle.console.terminal.CommandFailure;
import dev.riffle.console.terminal.Json;
import dev.riffle.schemas.Provenance;
import dev.riffle.trainer.kafka.ModelCatalogue;
import dev.riffle.trainer.kafka.ModelCatalogue.Entry;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code riffle models}: what is on the models topic. */
@Command(
        name = "models",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "What is on the models topic, and who is champion.",
        subcommands = {
            ModelsCommand.ListModels.class,
            ModelsCommand.Show.class,
            ModelsDiff.class,
            ModelsPromote.class,
            ModelsRollback.class
        })
public final class ModelsCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing command: list, show, diff, promote or rollback.");
    }

    /** {@code riffle models list}. */
    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            sortOptions = false,
            description = "Lists every model, oldest first.")
    public static final class ListModels implements Callable<Integer> {
        @Spec
        private CommandSpec spec;

        @Mixin
        private KafkaOptions kafka;

        @Option(names = "--json", description = "Print one JSON object and nothing else.")
        private boolean json;

        @Override
        public Integer call() throws InterruptedException {
            List<Entry> entries = entries(kafka);
            PrintWriter out = spec.commandLine().getOut();
            if (json) {
                out.println(Json.line(Map.of(
                        "models",
                        entries.stream().map(entry -> toMap(entry, entries)).toList())));
                return ExitCode.OK;
            }
            if (entries.isEmpty()) {
                out.println("No models yet.");
                return ExitCode.OK;
            }
            out.printf(
                    "%-8s %-7s %-21s %10s %8s  %-20s %s%n",
                    "VERSION", "PARENT", "CREATED", "ROWS", "KB", "ALGORITHM", "ROLE");
            for (Entry entry : entries) {
                out.printf(
                        "%-8d %-7s %-21s %,10d %,8d  %-20s %s%s%n",
                        entry.modelVersion(),
                        entry.parentVersion().isPresent()
                                ? entry.parentVersion().getAsLong()
                                : "-",
                        entry.created().truncatedTo(ChronoUnit.SECONDS),
                        entry.provenance().getTrainingRows(),
                        (entry.bundleBytes() + 1023) / 1024,
                        entry.provenance().getAlgorithm(),
                        role(entry, entries),
                        entry.originVersion().isPresent()
                                ? ", repeats " + entry.originVersion().getAsLong()
                                : "");
            }
            return ExitCode.OK;
        }
    }

    /** {@code riffle models show}. */
    @Command(
            name = "show",
            mixinStandardHelpOptions = true,
            sortOptions = false,
            description = "Shows where a model comes from.")
    public static final class Show implements Callable<Integer> {
        @Spec
        private CommandSpec spec;

        @Parameters(arity = "0..1", paramLabel = "VERSION", description = "Model version. Default: the newest.")
        private Optional<Long> version = Optional.empty();

        @Mixin
        private KafkaOptions kafka;

        @Option(names = "--json", description = "Print one JSON object and nothing else.")
        private boolean json;

        @Override
        public Integer call() throws InterruptedException {
            List<Entry> entries = entries(kafka);
            Entry entry = chosen(entries);
            PrintWriter out = spec.commandLine().getOut();
            if (json) {
                out.println(Json.line(toMap(entry, entries)));
            } else {
                toMap(entry, entries).forEach((name, value) -> out.printf("%-16s %s%n", name, text(value)));
            }
            return ExitCode.OK;
        }

        private Entry chosen(List<Entry> entries) {
            if (entries.isEmpty()) {
                throw new CommandFailure("There are no models on the models topic yet.");
            }
            if (version.isEmpty()) {
                return entries.get(entries.size() - 1);
            }
            return entries.stream()
                    .filter(entry -> entry.modelVersion() == version.get())
                    .findFirst()
                    .orElseThrow(() -> new CommandFailure("There is no model " + version.get() + "; found "
                            + entries.stream()
                                    .map(entry -> Long.toString(entry.modelVersion()))
                                    .collect(Collectors.joining(", "))
                            + "."));
        }

        private static String text(Object value) {
            if (value instanceof Map<?, ?> map) {
                return map.entrySet().stream()
                        .map(entry -> entry.getKey() + "=" + entry.getValue())
                        .collect(Collectors.joining(", "));
            }
            return value == null ? "-" : value.toString();
        }
    }

    static List<Entry> entries(KafkaOptions kafka) throws InterruptedException {
        Broker broker = kafka.broker();
        broker.requireReachable();
        try {
            return new ModelCatalogue(kafka.connection()).list();
        } catch (IOException e) {
            throw new CommandFailure(
                    "The topic " + kafka.topics().models().name() + " at " + broker.bootstrap() + " cannot be read: "
                            + e.getMessage(),
                    e);
        }
    }

    /** What a release is or was, with the time span of a champion. */
    private static String role(Entry entry, List<Entry> all) {
        if (entry.damage().isPresent()) {
            return "DAMAGED";
        }
        if (entry.shadow()) {
            return "shadow";
        }
        Optional<Entry> next = all.stream()
                .filter(other -> other.isChampion() && other.modelVersion() > entry.modelVersion())
                .findFirst();
        return next.map(successor -> "was champion until " + successor.created().truncatedTo(ChronoUnit.SECONDS))
                .orElseGet(() -> "CHAMPION since " + entry.created().truncatedTo(ChronoUnit.SECONDS));
    }

    private static Map<String, Object> toMap(Entry entry, List<Entry> all) {
        Provenance provenance = entry.provenance();
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("modelVersion", entry.modelVersion());
        map.put(
                "parentVersion",
                entry.parentVersion().isPresent() ? entry.parentVersion().getAsLong() : null);
        map.put("role", role(entry, all));
        map.put(
                "originVersion",
                entry.originVersion().isPresent() ? entry.originVersion().getAsLong() : null);
        map.put("note", entry.note());
        map.put("created", entry.created().toString());
        map.put("sha256", entry.sha256());
        map.put("bundleBytes", entry.bundleBytes());
        map.put("damage", entry.damage().orElse(null));
        map.put("algorithm", provenance.getAlgorithm());
        map.put("dataFrom", instant(provenance.getDataFrom()));
        map.put("dataTo", instant(provenance.getDataTo()));
        map.put("trainingRows", provenance.getTrainingRows());
        map.put("holdoutRows", provenance.getHoldoutRows());
        map.put("seed", provenance.getSeed());
        map.put("codeVersion", provenance.getCodeVersion());
        map.put("hyperparameters", new TreeMap<>(provenance.getHyperparameters()));
        map.put("holdoutFigures", new TreeMap<>(provenance.getHoldoutFigures()));
        return map;
    }

    private static String instant(Long millis) {
        return millis == null ? null : Instant.ofEpochMilli(millis).toString();
    }
}
