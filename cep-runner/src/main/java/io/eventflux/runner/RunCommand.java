package io.eventflux.runner;

import io.eventflux.core.app.AppFailedException;
import io.eventflux.core.app.AppRuntime;
import io.eventflux.core.app.AppStatistics;
import io.eventflux.core.app.CheckpointOptions;
import io.eventflux.core.app.Recovery;
import io.eventflux.core.app.RuntimeOptions;
import io.eventflux.core.connector.ConnectorException;
import io.eventflux.core.connector.ConnectorRegistry;
import io.eventflux.core.plan.CompiledApp;
import io.eventflux.core.state.DurableFiles;
import io.eventflux.core.state.StateFormatException;
import io.eventflux.core.state.StateOwnedException;
import io.eventflux.core.state.StatePlaceException;
import io.eventflux.core.time.EngineClock;
import io.eventflux.runner.monitor.MonitoringServer;
import io.eventflux.runner.output.OutputStreamSchema;
import io.eventflux.runner.output.RowWriter;
import java.io.IOException;
import java.io.PrintStream;
import java.net.BindException;
import java.nio.file.AccessDeniedException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code eventflux run}. */
@Command(
    name = "run",
    header = "Run an app until its input ends.",
    footer = {
      "",
      "Examples:",
      "  eventflux run fraud.eventflux                 rows of the final outputs, as a table",
      "  eventflux fraud.eventflux --format jsonl | jq .card",
      "  eventflux run - < fraud.eventflux             the app from standard input",
      "  eventflux run -D limit=400 --output Alerts fraud.eventflux",
      "  eventflux -c \"CREATE STREAM S (x INT); INSERT INTO S VALUES (1), (2);",
      "                INSERT INTO T SELECT x * 2 AS y FROM S;\"",
      "",
      "Printed are the streams that no query and no sink reads, unless the app writes to standard",
      "output itself. With several of them each JSON or CSV row starts with the name of its stream.",
      "Ctrl-C stops reading, finishes what is under way and ends with 0; a second one ends at once."
    })
final class RunCommand extends Verb {
  private static final String END_OF_INPUT = "end of input";

  /** How often rows become visible and the progress line changes. */
  private static final long TICK_MILLIS = 200;

  private static final int PORT_MAX = 65_535;

  @Parameters(paramLabel = "FILE", arity = "0..1", description = "The app; - is standard input.")
  @Nullable String file;

  @Option(
      names = {"-c", "--command"},
      paramLabel = "TEXT",
      description = "The app itself, in place of FILE.")
  @Nullable String command;

  @Mixin CommonOptions.Compile compile = new CommonOptions.Compile();

  @ArgGroup(validate = false, heading = "%nOutput:%n")
  Output output = new Output();

  @ArgGroup(validate = false, heading = "%nRunning:%n")
  Running running = new Running();

  @ArgGroup(validate = false, heading = "%nState:%n")
  StateOptions state = new StateOptions();

  private final AppCompiler compiler;

  /** What is written to standard output. */
  static final class Output {
    @Option(
        names = "--format",
        paramLabel = "FORM",
        description = "table, jsonl or csv (default: table on a terminal, else jsonl).")
    @Nullable OutputFormat format;

    @Option(
        names = "--output",
        paramLabel = "STREAM",
        description = "Print this stream instead of the final outputs; repeatable.")
    List<String> streams = new ArrayList<>();

    @Option(
        names = "--summary",
        paramLabel = "FORM",
        description = "What to say at the end on standard error: text or json (default text).")
    CommonOptions.ErrorFormat summary = CommonOptions.ErrorFormat.text;
  }

  /** What happens while a disk is full. */
  enum OnDiskFull {
    /** Wait for room. */
    wait,
    /** End. */
    fail
  }

  /** How the app runs. */
  static final class Running {
    @Option(
        names = "--until-eof",
        description = "End at the end of all inputs (this is the default).")
    boolean untilEof;

    @Option(
        names = "--threads",
        paramLabel = "N",
        description = "1: everything on one thread; else one for each part and source (default).")
    int threads;

    @Option(
        names = "--chunk",
        paramLabel = "ROWS",
        description = "For tests: process at most so many rows at once, or all.")
    @Nullable String chunk;

    @Option(
        names = "--memory-limit",
        paramLabel = "SIZE",
        description = {
          "Take no more memory than this, as 512MiB or 2GiB; at least 256MiB. With the memory",
          "full the process ends with 71."
        })
    @Nullable String memoryLimit;

    @Option(
        names = "--on-disk-full",
        paramLabel = "WAY",
        description = {
          "wait: read no input until there is room again (default); fail: end with 71."
        })
    OnDiskFull onDiskFull = OnDiskFull.wait;

    @Option(
        names = "--metrics-port",
        paramLabel = "PORT",
        description = {
          "Serve /metrics, /health and /ready on 127.0.0.1 at this port; 0: any that is free,",
          "which is printed."
        })
    @Nullable Integer metricsPort;
  }

  RunCommand(Console console, AppCompiler compiler) {
    super(console);
    this.compiler = compiler;
  }

  @Override
  ExitCode run(Messages messages) throws CommandException, IOException {
    if (running.threads < 0) {
      throw new CommandException(ExitCode.USAGE, "--threads must not be negative");
    }
    Integer port = running.metricsPort;
    if (port != null && (port < 0 || port > PORT_MAX)) {
      throw new CommandException(ExitCode.USAGE, "--metrics-port must be from 0 to " + PORT_MAX);
    }
    if (running.memoryLimit != null) {
      MemoryLimit.of(running.memoryLimit).requireHeap(Runtime.getRuntime().maxMemory());
    }
    CheckpointOptions checkpoints = state.checkpoints();
    AppText text = AppText.load(file, command, console());
    CompiledApp app = compiler.compile(text, compile, messages);
    List<OutputStreamSchema> outputs =
        output.streams.isEmpty()
            ? OutputSelection.finalOutputs(app.plan())
            : OutputSelection.named(app.plan(), output.streams);
    ConnectorRegistry connectors = ConnectorRegistry.installed();
    OutputFormat format = output.format;
    if (format == null) {
      format = console().outIsTerminal() ? OutputFormat.table : OutputFormat.jsonl;
    }
    RowWriter writer = format.writer(outputs, connectors, console().out(), console().columns());
    Progress progress = new Progress(console(), EngineClock.system(), !common.quiet);
    ReportedErrors errors = new ReportedErrors(messages, progress::clear);
    RuntimeOptions options =
        RuntimeOptions.defaults()
            .withMode(
                running.threads == 1
                    ? RuntimeOptions.Mode.CALLER_DRIVEN
                    : RuntimeOptions.Mode.THREADED)
            .withRangeRowsMax(rangeRowsMax(outputs))
            .withFolder(text.folder())
            .withErrorListener(errors)
            .withConnectors(connectors)
            .withOnDiskFull(
                running.onDiskFull == OnDiskFull.wait
                    ? RuntimeOptions.OnDiskFull.WAIT
                    : RuntimeOptions.OnDiskFull.FAIL)
            .withCheckpoints(checkpoints);
    return execute(app, options, outputs, writer, progress);
  }

  /**
   * Several streams on one standard output: row by row, so that their rows come out in one order,
   * however they arrive. A single stream has one order at any range size.
   */
  private int rangeRowsMax(List<OutputStreamSchema> outputs) throws CommandException {
    if (running.chunk != null) {
      return Chunk.rows(running.chunk);
    }
    return outputs.size() > 1 ? 1 : 0;
  }

  private ExitCode execute(
      CompiledApp app,
      RuntimeOptions options,
      List<OutputStreamSchema> outputs,
      RowWriter writer,
      Progress progress)
      throws CommandException, IOException {
    AppRuntime runtime;
    try {
      runtime = AppRuntime.create(app, options);
    } catch (IllegalArgumentException e) {
      throw new CommandException(ExitCode.CONFIG, String.valueOf(e.getMessage()), e);
    }
    MonitoringServer server = monitor(runtime);
    try {
      return execute(app, runtime, options, outputs, writer, progress);
    } finally {
      if (server != null) {
        server.close();
      }
    }
  }

  /** Answers questions about the app while it runs, if the user wants that. */
  private @Nullable MonitoringServer monitor(AppRuntime runtime) throws CommandException {
    Integer port = running.metricsPort;
    if (port == null) {
      return null;
    }
    MonitoringServer server;
    try {
      server = MonitoringServer.start(runtime, port);
    } catch (BindException e) {
      throw new CommandException(
          ExitCode.CANNOT_CREATE, "--metrics-port: port " + port + " is in use", e);
    } catch (IOException e) {
      throw new CommandException(
          ExitCode.CANNOT_CREATE,
          "--metrics-port: port " + port + " cannot be opened: " + e.getMessage(),
          e);
    }
    if (!common.quiet || port == 0) {
      console().err().println("metrics at http://127.0.0.1:" + server.port() + "/metrics");
      console().err().flush();
    }
    return server;
  }

  private ExitCode execute(
      CompiledApp app,
      AppRuntime runtime,
      RuntimeOptions options,
      List<OutputStreamSchema> outputs,
      RowWriter writer,
      Progress progress)
      throws CommandException, IOException {
    AtomicBoolean isStoppedBySignal = new AtomicBoolean();
    ScheduledExecutorService timer =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "eventflux-output");
              thread.setDaemon(true);
              return thread;
            });
    Runnable stop =
        () -> {
          // Not on the thread that asks: a pipeline cannot wait for its own end.
          try {
            timer.execute(MemoryExit.guarding(runtime::stop));
          } catch (RejectedExecutionException ended) {
            // The run has ended already; there is nothing left to stop.
            return;
          }
        };
    PrintedRows printed = new PrintedRows(writer, outputs, stop);
    for (int i = 0; i < outputs.size(); i++) {
      runtime.subscribe(outputs.get(i).stream(), printed.listener(i));
    }
    EngineClock clock = EngineClock.system();
    long startNanos = clock.nanos();
    ScheduledFuture<?> ticks =
        timer.scheduleWithFixedDelay(
            MemoryExit.guarding(
                () -> {
                  printed.flush();
                  progress.show(runtime.statistics());
                }),
            TICK_MILLIS,
            TICK_MILLIS,
            TimeUnit.MILLISECONDS);
    StopSignals.install(
        () -> {
          isStoppedBySignal.set(true);
          stop.run();
        });
    AppFailedException failure = null;
    try (runtime) {
      runtime.start();
      tellRecovery(runtime, outputs);
      runtime.runToEnd();
    } catch (AppFailedException e) {
      failure = e;
    } finally {
      ticks.cancel(false);
      progress.clear();
    }
    awaitStop(timer, options);
    if (failure == null) {
      failure = runtime.failure().map(RunCommand::failure).orElse(null);
    }
    printed.flush();
    IOException outputFailure = printed.failure();
    if (failure != null && outputFailure != null && failure.getCause() == outputFailure) {
      // All that was wrong with the app is that no checkpoint may cover rows that nobody sees.
      failure = null;
    }
    String exitReason = END_OF_INPUT;
    if (outputFailure != null) {
      exitReason = isReaderGone(outputFailure) ? "the reader has gone" : "output failed";
    } else if (failure != null) {
      exitReason = isReaderGone(failure) ? "the reader has gone" : "failed";
    } else if (isStoppedBySignal.get()) {
      exitReason = "stopped by a signal";
    }
    AppStatistics statistics = runtime.statistics();
    if (failure == null || statistics.read() > 0) {
      summarise(app, statistics, printed, clock.nanos() - startNanos, exitReason);
    }
    if (failure != null && !isReaderGone(failure)) {
      throw failed(failure);
    }
    if (outputFailure != null && !isReaderGone(outputFailure)) {
      throw new CommandException(
          DurableFiles.isDiskFull(outputFailure) ? ExitCode.RESOURCES : ExitCode.IO,
          "standard output cannot be written: " + outputFailure.getMessage(),
          outputFailure);
    }
    return ExitCode.OK;
  }

  /** What the app goes on from, and what is promised for its rows. */
  private void tellRecovery(AppRuntime runtime, List<OutputStreamSchema> outputs) {
    Recovery recovery = runtime.recovery().orElse(null);
    if (recovery == null || (common.quiet && recovery.damaged().isEmpty())) {
      return;
    }
    PrintStream err = console().err();
    err.println(recovery);
    if (!common.quiet) {
      runtime.deliveryPaths().forEach(err::println);
      for (OutputStreamSchema printed : outputs) {
        err.println(printed.stream() + " -> standard output: at least once (rows show at once)");
      }
    }
    err.flush();
  }

  /** A stop that somebody else has asked for runs on the timer; it ends with the last row. */
  private static void awaitStop(ScheduledExecutorService timer, RuntimeOptions options) {
    timer.shutdown();
    try {
      if (!timer.awaitTermination(2 * options.stopTimeoutMillis(), TimeUnit.MILLISECONDS)) {
        timer.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static AppFailedException failure(Throwable cause) {
    return cause instanceof AppFailedException known
        ? known
        : new AppFailedException(String.valueOf(cause.getMessage()), cause);
  }

  private void summarise(
      CompiledApp app,
      AppStatistics statistics,
      PrintedRows printed,
      long wallNanos,
      String exitReason) {
    if (common.quiet && output.summary == CommonOptions.ErrorFormat.text) {
      return;
    }
    RunSummary summary =
        new RunSummary(app.plan().name(), statistics, printed.counts(), wallNanos, exitReason);
    console()
        .err()
        .print(output.summary == CommonOptions.ErrorFormat.json ? summary.json() : summary.text());
    console().err().flush();
  }

  private static boolean isReaderGone(AppFailedException failure) {
    return failure.getCause() instanceof ConnectorException connector
        && connector.category() == ConnectorException.Category.READER_GONE;
  }

  private static CommandException failed(AppFailedException failure) {
    ExitCode exitCode = ExitCode.INTERNAL;
    if (DurableFiles.isDiskFull(failure.getCause())) {
      exitCode = ExitCode.RESOURCES;
    } else if (failure.getCause() instanceof ConnectorException connector) {
      exitCode =
          switch (connector.category()) {
            case INPUT_MISSING -> ExitCode.NO_INPUT;
            case CANNOT_CREATE -> ExitCode.CANNOT_CREATE;
            case IO -> ExitCode.IO;
            case PERMISSION -> ExitCode.PERMISSION;
            case CONFIGURATION -> ExitCode.CONFIG;
            case READER_GONE -> ExitCode.OK;
          };
    } else if (failure.isCausedByEvents()) {
      exitCode = ExitCode.DATA;
    } else if (failure.getCause() instanceof OutOfMemoryError) {
      return new CommandException(ExitCode.RESOURCES, MemoryExit.SENTENCE, failure.getCause());
    } else if (failure.getCause() instanceof StateOwnedException) {
      exitCode = ExitCode.UNAVAILABLE;
    } else if (failure.getCause() instanceof StateFormatException) {
      exitCode = ExitCode.IO;
    } else if (failure.getCause() instanceof IOException cause) {
      exitCode = ofState(cause);
    }
    if (exitCode == ExitCode.INTERNAL) {
      return new CommandException(
          exitCode, "internal error: " + failure.getMessage(), failure.getCause());
    }
    return new CommandException(exitCode, String.valueOf(failure.getMessage()), failure.getCause());
  }

  /** What it means that the place of the state did not do its work. */
  private static ExitCode ofState(IOException failure) {
    ExitCode exitCode = ExitCode.IO;
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof AccessDeniedException) {
        return ExitCode.PERMISSION;
      }
      if (cause instanceof StatePlaceException) {
        exitCode = ExitCode.CANNOT_CREATE;
      }
    }
    return exitCode;
  }
}
