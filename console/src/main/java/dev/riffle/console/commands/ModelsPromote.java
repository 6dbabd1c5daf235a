package dev.riffle.console.commands;

import dev.riffle.console.terminal.CommandFailure;
import dev.riffle.console.terminal.Json;
import dev.riffle.trainer.Promotion;
import dev.riffle.trainer.Promotion.Promoted;
import dev.riffle.trainer.service.SupersededException;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code riffle models promote}. */
@Command(
        name = "promote",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Makes a model the champion: a shadow, or one that was champion before. It is released once more, under"
                    + " the",
            "next version; the job takes it without a restart."
        })
public final class ModelsPromote implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "VERSION", description = "Model version.")
    private long version;

    @Mixin
    private KafkaOptions kafka;

    @Option(names = "--why", paramLabel = "TEXT", description = "Kept with the release.")
    private Optional<String> why = Optional.empty();

    @Option(names = "--json", description = "Print one JSON object and nothing else.")
    private boolean json;

    @Override
    public Integer call() throws InterruptedException {
        report(
                run(kafka, promotion -> promotion.promote(version, why.orElse(""))),
                spec.commandLine().getOut(),
                json);
        return ExitCode.OK;
    }

    /** What is done with a promotion. */
    interface Action {
        Promoted on(Promotion promotion) throws IOException, InterruptedException, SupersededException;
    }

    static Promoted run(KafkaOptions kafka, Action action) throws InterruptedException {
        kafka.broker().requireReachable();
        try {
            return action.on(new Promotion(kafka.connection(), Clock.systemUTC()));
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(e.getMessage() + ".", e);
        } catch (SupersededException e) {
            throw new CommandFailure("Nothing was released: " + e.getMessage() + ". Try again.", e);
        } catch (IOException e) {
            throw new CommandFailure(
                    "The topic " + kafka.topics().models().name() + " cannot be written: " + e.getMessage(), e);
        }
    }

    static void report(Promoted promoted, PrintWriter out, boolean json) {
        Long replaced = promoted.replaced().isPresent() ? promoted.replaced().getAsLong() : null;
        if (json) {
            Map<String, Object> map = new LinkedHashMap<>();
            map.put("released", promoted.released());
            map.put("origin", promoted.origin());
            map.put("replaced", replaced);
            out.println(Json.line(map));
        } else {
            out.printf(
                    "Model %d, which repeats model %d, is the champion%s.%n",
                    promoted.released(), promoted.origin(), replaced == null ? "" : " in place of model " + replaced);
        }
    }
}
