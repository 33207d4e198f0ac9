package io.eventflux.runner.scenario;

import io.eventflux.core.column.RowSchema;
import io.eventflux.core.time.EngineClock;
import io.eventflux.query.diagnostic.CompileException;
import io.eventflux.query.diagnostic.Diagnostic;
import io.eventflux.query.diagnostic.DiagnosticRenderer;
import io.eventflux.query.diagnostic.NearMatches;
import io.eventflux.query.text.SourceText;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Runs scenarios, each on a fresh runtime in virtual time that starts at 0. An app text is compiled
 * once for all scenarios that share it. One thread.
 */
public final class ScenarioExecutor {
  /** Frames of an engine failure that are shown. */
  private static final int FRAMES_MAX = 12;

  private final EngineUnderTest engine;
  private final Mode mode;
  private final EngineClock clock;
  private final Map<SourceText, Compiled> compiled = new HashMap<>();

  /** An app, or why there is none. */
  private record Compiled(EngineUnderTest.@Nullable App app, @Nullable CompileException failure) {}

  /** How the steps of a scenario reach the app. No result depends on it. */
  public enum Mode {
    /** Each {@code send} by itself, so that every row is known to come from one line. */
    STEP_BY_STEP,
    /** Neighbouring {@code send} lines of one stream together, for ranges of many units. */
    TOGETHER,
    /** Step by step, and before each step the app is replaced by its restored snapshot. */
    RESTART_EVERYWHERE
  }

  /** An executor on {@code engine}. */
  public ScenarioExecutor(EngineUnderTest engine, Mode mode) {
    this.engine = engine;
    this.mode = mode;
    this.clock = EngineClock.system();
  }

  /** Runs one scenario; whatever goes wrong is part of the outcome. */
  public Outcome execute(Scenario scenario) {
    long startNanos = clock.nanos();
    Execution execution = new Execution(scenario);
    if (scenario.skipReason() == null) {
      try {
        execution.run();
      } catch (RuntimeException | AssertionError | StackOverflowError e) {
        execution.problems.add(engineFailure(execution.currentLine, e));
      }
    }
    Outcome.Status status =
        scenario.skipReason() != null
            ? Outcome.Status.SKIPPED
            : execution.problems.isEmpty() ? Outcome.Status.PASSED : Outcome.Status.FAILED;
    return new Outcome(
        scenario,
        status,
        execution.problems,
        execution.logs,
        execution.errors,
        clock.nanos() - startNanos);
  }

  private static Outcome.Problem engineFailure(int line, Throwable failure) {
    StringWriter stack = new StringWriter();
    failure.printStackTrace(new PrintWriter(stack, true));
    StringBuilder text =
        new StringBuilder("  line ").append(line).append(": the engine failed, which is its bug\n");
    stack
        .toString()
        .lines()
        .limit(FRAMES_MAX)
        .forEach(each -> text.append("    ").append(each.strip()).append('\n'));
    return new Outcome.Problem(line, text.toString());
  }

  private Compiled compiled(SourceText text) {
    return compiled.computeIfAbsent(
        text,
        source -> {
          try {
            return new Compiled(engine.compile(source), null);
          } catch (CompileException e) {
            return new Compiled(null, e);
          }
        });
  }

  /** One scenario under way. */
  private final class Execution implements Step.Visitor {
    final List<Outcome.Problem> problems = new ArrayList<>();
    final Map<Subject, SubjectLog> logs = new LinkedHashMap<>();
    final List<Outcome.CompileError> errors = new ArrayList<>();
    int currentLine;

    private final Scenario scenario;
    private final Map<Step.Send, List<@Nullable Object[]>> units = new HashMap<>();
    private final List<EngineUnderTest.TimedUnit> pendingUnits = new ArrayList<>();
    private String pendingStream = "";
    private EngineUnderTest.@Nullable App app;
    private EngineUnderTest.@Nullable Run run;
    private byte @Nullable [] checkpoint;
    private long nowMillis;

    Execution(Scenario scenario) {
      this.scenario = scenario;
      this.currentLine = scenario.line();
    }

    void run() {
      List<Step.ExpectError> expectedErrors =
          scenario.steps().stream()
              .filter(Step.ExpectError.class::isInstance)
              .map(Step.ExpectError.class::cast)
              .toList();
      Compiled result = compiled(scenario.app());
      if (result.failure() != null) {
        checkErrors(result.failure(), expectedErrors);
        return;
      }
      for (Step.ExpectError step : expectedErrors) {
        problems.add(Outcome.Problem.of(step.line(), "the app compiles, but an error is expected"));
      }
      app = result.app();
      prepare();
      if (!problems.isEmpty()) {
        return;
      }
      try {
        start(null);
        for (Step step : scenario.steps()) {
          if (!joinsPending(step)) {
            sendPending();
          }
          currentLine = step.line();
          step.accept(this);
          if (!problems.isEmpty()) {
            return;
          }
        }
        sendPending();
      } finally {
        stop();
      }
      logs.values().stream()
          .filter(log -> !log.holds())
          .forEach(log -> problems.add(new Outcome.Problem(firstLine(log), RowDiff.render(log))));
    }

    private int firstLine(SubjectLog log) {
      return log.expectations().isEmpty()
          ? log.brokenSilenceLine()
          : log.expectations().get(0).row().line();
    }

    private void checkErrors(CompileException failure, List<Step.ExpectError> expectedErrors) {
      SourceText text = failure.source();
      List<Diagnostic> found = failure.diagnostics().stream().filter(Diagnostic::isError).toList();
      for (Diagnostic each : found) {
        errors.add(
            new Outcome.CompileError(
                each.code().name(),
                each.message(),
                text.line(each.span().start()),
                text.column(each.span().start())));
      }
      List<Diagnostic> left = new ArrayList<>(found);
      for (Step.ExpectError step : expectedErrors) {
        Diagnostic match =
            left.stream().filter(each -> isExpected(step, text, each)).findFirst().orElse(null);
        if (match == null) {
          problems.add(Outcome.Problem.of(step.line(), "this error was not reported"));
        } else {
          left.remove(match);
        }
      }
      if (expectedErrors.isEmpty()) {
        problems.add(
            Outcome.Problem.of(scenario.line(), "the app of this scenario does not compile"));
      }
      if (!problems.isEmpty()) {
        String rendered = DiagnosticRenderer.plain().render(text, found).indent(4);
        problems.add(new Outcome.Problem(scenario.line(), rendered));
      }
    }

    private boolean isExpected(Step.ExpectError step, SourceText text, Diagnostic diagnostic) {
      int start = diagnostic.span().start();
      return (step.code() == null || step.code() == diagnostic.code())
          && diagnostic.message().contains(step.messagePart())
          && (step.errorLine() == 0
              || (step.errorLine() == text.line(start)
                  && step.errorColumn() == text.column(start)));
    }

    /** Finds everything that the steps name, before anything runs. */
    private void prepare() {
      EngineUnderTest.App program = program();
      for (Step step : scenario.steps()) {
        Subject subject = step.subject();
        if (subject != null && !logs.containsKey(subject)) {
          Map<String, RowSchema> known =
              subject.kind() == Subject.Kind.STREAM ? program.streams() : program.queries();
          RowSchema schema = known.get(subject.name());
          if (schema == null) {
            problems.add(unknown(step.line(), subject.kind().word(), subject.name(), known));
          } else {
            logs.put(subject, new SubjectLog(subject, schema));
          }
        }
        if (step instanceof Step.Send send) {
          prepareUnit(send, program);
        }
      }
    }

    private Outcome.Problem unknown(
        int line, String word, String name, Map<String, RowSchema> known) {
      List<String> near = NearMatches.of(name, known.keySet());
      return Outcome.Problem.of(
          line,
          "the app has no "
              + word
              + " '"
              + name
              + "'"
              + (near.isEmpty() ? "" : "; did you mean '" + near.get(0) + "'?"));
    }

    private void prepareUnit(Step.Send send, EngineUnderTest.App program) {
      RowSchema schema = program.inputs().get(send.stream());
      if (schema == null) {
        if (program.streams().containsKey(send.stream())) {
          problems.add(
              Outcome.Problem.of(
                  send.line(),
                  "the stream '" + send.stream() + "' is filled by queries and takes no events"));
        } else {
          problems.add(unknown(send.line(), "stream", send.stream(), program.inputs()));
        }
        return;
      }
      List<@Nullable Object[]> unit = new ArrayList<>();
      try {
        for (Step.EventValues event : send.events()) {
          unit.add(row(event, schema));
        }
        units.put(send, unit);
      } catch (ScenarioValues.MisfitException e) {
        problems.add(Outcome.Problem.of(send.line(), String.valueOf(e.getMessage())));
      }
    }

    private @Nullable Object[] row(Step.EventValues event, RowSchema schema)
        throws ScenarioValues.MisfitException {
      List<@Nullable Object> positional = event.positional();
      Map<String, @Nullable Object> named = event.named();
      if (positional != null && positional.size() != schema.size()) {
        throw new ScenarioValues.MisfitException(
            "the stream has "
                + schema.size()
                + " columns, but the event has "
                + positional.size()
                + " values");
      }
      if (named != null) {
        for (String name : named.keySet()) {
          if (schema.indexOf(name) < 0) {
            throw new ScenarioValues.MisfitException("the stream has no column '" + name + "'");
          }
        }
      }
      @Nullable Object[] row = new @Nullable Object[schema.size()];
      for (int i = 0; i < row.length; i++) {
        Object json =
            positional != null
                ? positional.get(i)
                : named == null ? null : named.get(schema.field(i).name());
        try {
          row[i] = ScenarioValues.columnValue(json, schema.field(i).type());
        } catch (ScenarioValues.MisfitException e) {
          throw new ScenarioValues.MisfitException(
              "column '" + schema.field(i).name() + "': " + e.getMessage());
        }
      }
      return row;
    }

    private EngineUnderTest.App program() {
      EngineUnderTest.App program = app;
      if (program == null) {
        throw new IllegalStateException("an app that did not compile was run");
      }
      return program;
    }

    private EngineUnderTest.Run running() {
      EngineUnderTest.Run running = run;
      if (running == null) {
        throw new IllegalStateException("the app is not running");
      }
      return running;
    }

    private SubjectLog log(Subject subject) {
      SubjectLog log = logs.get(subject);
      if (log == null) {
        throw new IllegalStateException("nothing watches " + subject);
      }
      return log;
    }

    private void start(byte @Nullable [] snapshot) {
      run =
          program()
              .start(
                  Set.copyOf(logs.keySet()),
                  (subject, values, timestampMillis, expired) ->
                      log(subject)
                          .add(new OutputRow(values, timestampMillis, expired, outputLine())),
                  snapshot,
                  nowMillis);
    }

    private int outputLine() {
      return run == null ? 0 : currentLine;
    }

    private void stop() {
      EngineUnderTest.Run running = run;
      if (running != null) {
        running.close();
        run = null;
      }
    }

    private void restart(byte @Nullable [] snapshot) {
      stop();
      start(snapshot);
    }

    private void beforeAction() {
      if (mode == Mode.RESTART_EVERYWHERE) {
        restart(running().snapshot());
      }
    }

    @Override
    public void visitSend(Step.Send step) {
      beforeAction();
      long timestampMillis = timestampMillis(step);
      nowMillis = Math.max(nowMillis, timestampMillis);
      List<@Nullable Object[]> rows = units.get(step);
      if (rows == null) {
        throw new IllegalStateException("a unit was not prepared");
      }
      pendingStream = step.stream();
      pendingUnits.add(new EngineUnderTest.TimedUnit(timestampMillis, rows));
      if (mode != Mode.TOGETHER) {
        sendPending();
      }
    }

    private long timestampMillis(Step.Send step) {
      ScenarioTime time = step.time();
      return time == null ? nowMillis : time.at(nowMillis);
    }

    /** Whether {@code step} can be sent with what waits: same stream, and time stands still. */
    private boolean joinsPending(Step step) {
      return !pendingUnits.isEmpty()
          && step instanceof Step.Send send
          && send.stream().equals(pendingStream)
          && (program().isPlayback() || timestampMillis(send) <= nowMillis);
    }

    private void sendPending() {
      if (!pendingUnits.isEmpty()) {
        List<EngineUnderTest.TimedUnit> sent = List.copyOf(pendingUnits);
        pendingUnits.clear();
        running().send(pendingStream, nowMillis, sent);
      }
    }

    @Override
    public void visitAdvance(Step.Advance step) {
      beforeAction();
      nowMillis = Math.max(nowMillis, step.time().at(nowMillis));
      running().advanceTo(nowMillis);
    }

    @Override
    public void visitExpectRow(Step.ExpectRow step) {
      log(step.subject()).expect(List.of(step.row()), nowMillis);
    }

    @Override
    public void visitExpectUnordered(Step.ExpectUnordered step) {
      log(step.subject()).expect(step.rows(), nowMillis);
    }

    @Override
    public void visitExpectNothing(Step.ExpectNothing step) {
      log(step.subject()).expectNothing(step.line());
    }

    @Override
    public void visitExpectError(Step.ExpectError step) {
      // Checked when the app was compiled.
    }

    @Override
    public void visitOnDemand(Step.OnDemand step) {
      problems.add(Outcome.Problem.of(step.line(), "on-demand queries are not supported yet"));
    }

    @Override
    public void visitCheckpoint(Step.Checkpoint step) {
      checkpoint = running().snapshot();
    }

    @Override
    public void visitRestart(Step.Restart step) {
      restart(checkpoint);
    }
  }
}
