package io.eventflux.compiler.fuzz;

import io.eventflux.compiler.Compilation;
import io.eventflux.compiler.EventFluxCompiler;
import io.eventflux.compiler.PlanCompiler;
import io.eventflux.compiler.PlanResult;
import io.eventflux.compiler.Stage;
import io.eventflux.compiler.parse.EventFluxParser;
import io.eventflux.compiler.parse.ParsedApp;
import io.eventflux.compiler.parse.ParsedOnDemandQuery;
import io.eventflux.compiler.parse.Variables;
import io.eventflux.core.plan.PlanPrinter;
import io.eventflux.query.diagnostic.Diagnostic;
import io.eventflux.query.diagnostic.DiagnosticJson;
import io.eventflux.query.diagnostic.DiagnosticRenderer;
import io.eventflux.query.print.Printer;
import io.eventflux.query.text.SourceText;
import io.eventflux.query.text.Span;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What holds for any text, whatever stands in it: it ends with an app or with errors in words, each
 * at a place inside the text, within bounded work; and what was read and printed is read again as
 * the same. A text for which this does not hold gives an {@link AssertionError}, or whatever was
 * thrown.
 */
final class AnyText {
  /** How far a text travels. */
  enum Reach {
    /** Lexer, parser and printer: thousands of texts a second. */
    PARSE,
    /** Also names, types, rewriting, lowering. */
    PLAN,
    /** Also the kernels, and every stage as text. */
    COMPILE
  }

  /** What no user should read: classes, packages, stack frames, words for our own mistakes. */
  private static final Pattern JAVA =
      Pattern.compile(
          "Exception|\\bjava\\.|io\\.eventflux|org\\.apache|org\\.antlr|org\\.codehaus"
              + "|\\w@[0-9a-f]{6,}|\tat |(?i:internal error|unexpected error)");

  /**
   * Time on the processor that one text may take: not time on the clock, which counts what the
   * machine does besides. A usual text takes a hundredth of it.
   */
  private static final long CPU_NANOS_MAX = 2_000_000_000L;

  /** Bytes that one text may make, those included that were free again at once. */
  private static final long ALLOCATED_BYTES_MAX = 1L << 30;

  private static final EventFluxCompiler COMPILER = EventFluxCompiler.installed();
  private static final com.sun.management.ThreadMXBean THREADS =
      (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();

  static {
    // The first app loads half of the class path, which is nobody's fault.
    checkMeaning(
        "define stream S (a int, b string); from S#window.length(2)[a > 1] select b, sum(a) as s"
            + " group by b insert into T;",
        Reach.COMPILE);
  }

  private AnyText() {}

  static void check(String text, Reach reach) {
    check(text, reach, ALLOCATED_BYTES_MAX);
  }

  /** As {@link #check(String, Reach)}, with another bound on what may be allocated. */
  static void check(String text, Reach reach, long allocatedBytesMax) {
    long thread = Thread.currentThread().getId();
    long cpuNanos = THREADS.getCurrentThreadCpuTime();
    long bytes = THREADS.getThreadAllocatedBytes(thread);
    checkMeaning(text, reach);
    long takenNanos = THREADS.getCurrentThreadCpuTime() - cpuNanos;
    long takenBytes = THREADS.getThreadAllocatedBytes(thread) - bytes;
    require(takenNanos <= CPU_NANOS_MAX, "the text takes " + takenNanos / 1_000_000 + " ms");
    require(takenBytes <= allocatedBytesMax, "the text takes " + (takenBytes >> 20) + " MiB");
  }

  private static void checkMeaning(String text, Reach reach) {
    checkReading(text);
    if (reach == Reach.PARSE) {
      return;
    }
    SourceText source = new SourceText("any.eventflux", text);
    PlanResult planned = plan(source);
    checkWords(source, planned.diagnostics());
    boolean hasErrors = planned.diagnostics().stream().anyMatch(Diagnostic::isError);
    require(hasErrors == (planned.plan() == null), "a plan with errors, or neither of them");
    if (reach == Reach.COMPILE) {
      checkCompiling(source, hasErrors);
    }
    if (planned.plan() != null) {
      String plan = PlanPrinter.print(planned.plan());
      String printed = Printer.print(parsed(source).app());
      PlanResult again = plan(new SourceText("any.eventflux", printed));
      if (again.plan() == null) {
        throw new AssertionError("the printed text has errors:\n" + printed);
      }
      String replanned = PlanPrinter.print(again.plan());
      require(
          plan.equals(replanned),
          () -> "the printed text is planned otherwise:\n" + printed + "\n" + plan + replanned);
    }
  }

  /** Without variables of the machine on which this runs. */
  private static ParsedApp parsed(SourceText source) {
    return EventFluxParser.parse(source, name -> null);
  }

  private static PlanResult plan(SourceText source) {
    return PlanCompiler.plan(parsed(source), COMPILER.catalogs());
  }

  private static void checkReading(String text) {
    SourceText source = new SourceText("any.eventflux", text);
    Variables none = name -> null;
    ParsedApp app = EventFluxParser.parse(source, none);
    checkWords(source, app.diagnostics());
    if (!app.hasErrors()) {
      // By text: the equals of nested records needs far more stack than printing or reading.
      String printed = Printer.print(app.app());
      ParsedApp again = EventFluxParser.parse(new SourceText("printed", printed), none);
      require(!again.hasErrors(), () -> "the printed text cannot be read:\n" + printed);
      require(
          printed.equals(Printer.print(again.app())),
          () -> "printed otherwise again:\n" + printed + "\n" + Printer.print(again.app()));
    }
    ParsedOnDemandQuery query = EventFluxParser.parseOnDemand(source, none);
    checkWords(source, query.diagnostics());
    if (query.query() != null) {
      String printed = Printer.print(query.query());
      ParsedOnDemandQuery again =
          EventFluxParser.parseOnDemand(new SourceText("printed", printed), none);
      if (again.query() == null) {
        throw new AssertionError("the printed query cannot be read:\n" + printed);
      }
      require(printed.equals(Printer.print(again.query())), () -> "printed otherwise:\n" + printed);
    }
    checkWords(source, parsed(source).diagnostics());
  }

  private static void checkCompiling(SourceText source, boolean hasErrors) {
    Compilation compilation = COMPILER.compile(source);
    checkWords(source, compilation.diagnostics());
    if (compilation.hasErrors()) {
      // Variables of the machine may make a text good that has none; kernels can only add errors.
      return;
    }
    require(!hasErrors || source.text().contains("${"), "compiled, and has errors");
    for (Stage stage : Stage.values()) {
      compilation.print(stage);
    }
    String code = compilation.print(Stage.CODE);
    require(code.chars().allMatch(c -> c < 128), "code of kernels with more than ASCII");
    require(!code.contains("\\u"), "code of kernels with escaped characters");
  }

  /** Messages are sentences for users, and point into the text. */
  private static void checkWords(SourceText source, List<Diagnostic> diagnostics) {
    for (Diagnostic diagnostic : diagnostics) {
      checkPlace(source, diagnostic.span(), diagnostic);
      diagnostic.labels().forEach(label -> checkPlace(source, label.span(), diagnostic));
      require(!diagnostic.message().isBlank(), () -> "no message: " + diagnostic);
    }
    String rendered = DiagnosticRenderer.plain().render(source, diagnostics);
    require(rendered.isEmpty() == diagnostics.isEmpty(), "diagnostics without text");
    require(!DiagnosticJson.write(source, diagnostics).isEmpty(), "no JSON");
    Matcher word = JAVA.matcher(rendered);
    while (word.find()) {
      // What the user wrote may be repeated.
      require(source.text().contains(word.group()), () -> "not for users: " + rendered);
    }
  }

  private static void checkPlace(SourceText source, Span span, Diagnostic diagnostic) {
    require(span.end() <= source.text().length(), () -> "a place outside: " + diagnostic);
  }

  private static void require(boolean holds, String sentence) {
    require(holds, () -> sentence);
  }

  private static void require(boolean holds, Supplier<String> sentence) {
    if (!holds) {
      throw new AssertionError(sentence.get());
    }
  }
}
