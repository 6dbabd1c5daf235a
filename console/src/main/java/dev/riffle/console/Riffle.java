package dev.riffle.console;

import dev.riffle.console.commands.BacktestCommand;
import dev.riffle.console.commands.ClusterCommand;
import dev.riffle.console.commands.DemoCommand;
import dev.riffle.console.commands.ExplainCommand;
import dev.riffle.console.commands.ModelsCommand;
import dev.riffle.console.commands.ReplayCommand;
import dev.riffle.console.commands.SimulateCommand;
import dev.riffle.console.commands.TopicsCommand;
import dev.riffle.console.commands.TrainCommand;
import dev.riffle.console.commands.TrainerCommand;
import dev.riffle.console.commands.UpCommand;
import dev.riffle.console.commands.VersionCommand;
import dev.riffle.console.commands.VersionProvider;
import dev.riffle.console.terminal.Logging;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/**
 * Entry point of the {@code riffle} command line. Results go to standard output, everything else to standard error; the
 * exit code is 0 on success, 2 for wrong usage and 1 for any other failure.
 */
@Command(
        name = "riffle",
        mixinStandardHelpOptions = true,
        versionProvider = VersionProvider.class,
        sortOptions = false,
        synopsisSubcommandLabel = "COMMAND",
        description = {
            "Tells you, for every event on a Kafka topic, which cluster of behaviour it belongs to and how unusual it"
                    + " is.",
            "'riffle demo' shows it at work."
        },
        footer = "'riffle bench' measures; benchmarks/README.md says what and how long it takes.",
        subcommands = {
            DemoCommand.class,
            UpCommand.class,
            TopicsCommand.class,
            ReplayCommand.class,
            SimulateCommand.class,
            BacktestCommand.class,
            ClusterCommand.class,
            TrainCommand.class,
            TrainerCommand.class,
            ModelsCommand.class,
            ExplainCommand.class,
            VersionCommand.class
        })
public final class Riffle implements Runnable {
    @Spec
    private CommandSpec spec;

    @Option(
            names = "--verbose",
            scope = ScopeType.INHERIT,
            description = "Log to standard error and show the stack traces of failures.")
    private boolean verbose;

    Riffle() {}

    public static void main(String[] args) {
        main(Map.of(), args);
    }

    /**
     * The same command line with further commands. Exits with the command's code, whatever threads are still around.
     *
     * @param further annotated commands by name
     */
    public static void main(Map<String, ?> further, String... args) {
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        int code = run(further, out, err, args);
        out.flush();
        err.flush();
        System.exit(code);
    }

    /** Runs a command and returns the exit code. */
    public static int run(PrintWriter out, PrintWriter err, String... args) {
        return run(Map.of(), out, err, args);
    }

    /** Runs one of these or of further commands and returns the exit code. */
    public static int run(Map<String, ?> further, PrintWriter out, PrintWriter err, String... args) {
        Riffle riffle = new Riffle();
        CommandLine commandLine = new CommandLine(riffle);
        further.forEach(commandLine::addSubcommand);
        // From here on for the subcommands too.
        commandLine
                .setOut(out)
                .setErr(err)
                .setCaseInsensitiveEnumValuesAllowed(true)
                // @FILE is for "riffle explain" to read, not a file of arguments.
                .setExpandAtFiles(false)
                .setExecutionStrategy(parsed -> {
                    Logging.configure(riffle.verbose);
                    return new CommandLine.RunLast().execute(parsed);
                })
                .setParameterExceptionHandler(Riffle::wrongUsage)
                .setExecutionExceptionHandler((failure, command, parsed) -> riffle.failed(failure, command));
        return commandLine.execute(args);
    }

    /** Without a command there is nothing to do, which is wrong usage. */
    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing command.");
    }

    private static int wrongUsage(ParameterException problem, String[] args) {
        CommandLine command = problem.getCommandLine();
        PrintWriter err = command.getErr();
        err.println(name(command) + ": " + problem.getMessage());
        CommandLine.UnmatchedArgumentException.printSuggestions(problem, err);
        err.println("Try '" + name(command) + " --help'.");
        return ExitCode.USAGE;
    }

    private int failed(Exception failure, CommandLine command) {
        PrintWriter err = command.getErr();
        err.println(name(command) + ": " + Failures.sentence(failure));
        if (verbose) {
            failure.printStackTrace(err);
        } else if (!Failures.isExpected(failure)) {
            err.println("This should not happen. Please report it with the output of --verbose.");
        }
        return ExitCode.SOFTWARE;
    }

    private static String name(CommandLine command) {
        return command.getCommandSpec().qualifiedName();
    }
}
