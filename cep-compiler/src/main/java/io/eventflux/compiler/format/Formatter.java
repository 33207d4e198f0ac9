package io.eventflux.compiler.format;

import io.eventflux.compiler.parse.EventFluxParser;
import io.eventflux.compiler.parse.Lexed;
import io.eventflux.compiler.parse.Lexed.Comment;
import io.eventflux.compiler.parse.ParsedApp;
import io.eventflux.compiler.parse.Variables;
import io.eventflux.grammar.EventFluxQLLexer;
import io.eventflux.query.ast.Annotation;
import io.eventflux.query.ast.App;
import io.eventflux.query.ast.Definition;
import io.eventflux.query.ast.Dialect;
import io.eventflux.query.ast.Literal;
import io.eventflux.query.ast.Name;
import io.eventflux.query.ast.Statement;
import io.eventflux.query.ast.StreamName;
import io.eventflux.query.diagnostic.CompileException;
import io.eventflux.query.diagnostic.Diagnostic;
import io.eventflux.query.diagnostic.DiagnosticCode;
import io.eventflux.query.print.Printer;
import io.eventflux.query.text.SourceText;
import io.eventflux.query.text.Span;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Makes the readable text of an app: what {@link Printer} writes, with the comments of the user, at
 * most one empty line between statements, and lines of at most 100 columns where that is possible.
 *
 * <p>Numbers and durations stay as they were written ({@code 2.00}, {@code 90 sec}), variables stay
 * variables, and a definition keeps its verb. The text that comes out has the tree and the comments
 * of the text that went in, which is checked each time. Formatting it again changes nothing.
 */
public final class Formatter {
  /** How often comments in odd places may move before they are where they stay. */
  private static final int PASSES_MAX = 8;

  private final Lexed source;
  private final VariableMarks marks;
  private final @Nullable Dialect dialect;
  private final StringBuilder out = new StringBuilder();
  private final List<FormattedText.Note> notes = new ArrayList<>();

  /** What the text that comes out must mean. */
  private final List<Annotation> annotations = new ArrayList<>();

  private final List<Statement> statements = new ArrayList<>();

  private Formatter(VariableMarks marks, Lexed source, @Nullable Dialect dialect) {
    this.marks = marks;
    this.source = source;
    this.dialect = dialect;
  }

  /**
   * Formats an app. Its names are not looked up, and what is not supported yet is formatted as
   * well.
   *
   * @param text the text
   * @param variables the values of {@code ${NAME}}, asked only what kind of thing they are
   * @param dialect what statements are translated to as far as it has them; null: each stays in its
   *     own
   * @return the text that means the same, and what could not be translated
   * @throws CompileException if the text cannot be read
   */
  public static FormattedText format(
      SourceText text, Variables variables, @Nullable Dialect dialect) {
    for (VariableMarks marks : VariableMarks.of(text.text(), variables)) {
      if (!parse(marks.text()).hasErrors()) {
        FormattedText formatted = settled(marks, dialect);
        // A variable that is not there any more would be lost.
        if (marks.marks().stream().allMatch(formatted.text()::contains)) {
          return new FormattedText(marks.restored(formatted.text()), formatted.notes());
        }
      }
    }
    // A variable needs no value to be formatted.
    List<Diagnostic> errors = new ArrayList<>(EventFluxParser.parse(text, variables).diagnostics());
    errors.removeIf(each -> !each.isError() || each.code() == DiagnosticCode.UNRESOLVED_VARIABLE);
    if (errors.isEmpty()) {
      errors.add(
          Diagnostic.of(
              DiagnosticCode.SYNTAX,
              VariableMarks.first(text.text()),
              "this text cannot be formatted: a variable stands for more than a name, a number or a"
                  + " part of a text"));
    }
    throw new CompileException(text, errors);
  }

  private static ParsedApp parse(String text) {
    return EventFluxParser.parse(new SourceText("", text), name -> null);
  }

  /**
   * The text after which nothing changes any more. One pass does it, unless comments stand where
   * nobody writes them: inside a name with an index, say.
   */
  private static FormattedText settled(VariableMarks marks, @Nullable Dialect dialect) {
    FormattedText first = pass(marks, marks.text(), dialect);
    String text = first.text();
    for (int i = 0; i < PASSES_MAX; i++) {
      String next = pass(marks, text, dialect).text();
      if (next.equals(text)) {
        break;
      }
      text = next;
    }
    return new FormattedText(text, first.notes());
  }

  private static FormattedText pass(VariableMarks marks, String text, @Nullable Dialect dialect) {
    App app = parse(text).app();
    Formatter formatter = new Formatter(marks, Lexed.of(text).withScripts(app), dialect);
    formatter.write(app);
    String result = formatter.out.toString();
    formatter.check(result);
    return new FormattedText(result, formatter.notes);
  }

  /** A text that means something else is our mistake, and must not replace the user's. */
  private void check(String result) {
    ParsedApp parsed = parse(result);
    App app = new App(annotations, statements, Span.NONE);
    if (parsed.hasErrors() || !isEqual(parsed.app(), app)) {
      throw new IllegalStateException("the formatted text has another meaning:\n" + result);
    }
    List<String> comments = comments(Lexed.of(result).withScripts(parsed.app()));
    if (!comments.equals(comments(source))) {
      throw new IllegalStateException("the formatted text has other comments:\n" + result);
    }
  }

  private static List<String> comments(Lexed text) {
    return text.comments().stream().map(Comment::text).sorted().toList();
  }

  // ---- statements

  /** What is written together: annotations of the app, and the statement behind them. */
  private record Unit(List<Annotation> annotations, @Nullable Statement statement) {
    int start() {
      int start = statement == null ? Integer.MAX_VALUE : statement.span().start();
      return annotations.isEmpty() ? start : Math.min(start, annotations.get(0).span().start());
    }

    int end() {
      int end = annotations.isEmpty() ? 0 : annotations.get(annotations.size() - 1).span().end();
      return statement == null ? end : Math.max(end, statement.span().end());
    }

    App app() {
      return new App(annotations, statement == null ? List.of() : List.of(statement), Span.NONE);
    }
  }

  private static List<Unit> units(App app) {
    List<Unit> units = new ArrayList<>();
    List<Annotation> waiting = new ArrayList<>(app.annotations());
    for (Statement statement : app.statements()) {
      List<Annotation> own = new ArrayList<>();
      while (!waiting.isEmpty() && waiting.get(0).span().start() < statement.span().end()) {
        own.add(waiting.remove(0));
      }
      units.add(new Unit(own, statement));
    }
    if (!waiting.isEmpty()) {
      units.add(new Unit(waiting, null));
    }
    return units;
  }

  private void write(App app) {
    int word = 0;
    int comment = 0;
    for (Unit unit : units(app)) {
      int first = source.wordFrom(unit.start());
      int end = source.wordFrom(unit.end());
      boolean isClosed =
          end < source.words().size()
              && source.words().get(end).type() == EventFluxQLLexer.SEMICOLON;
      end += isClosed ? 1 : 0;
      int commentEnd = commentEnd(end);
      write(unit, first, end, source.comments().subList(comment, commentEnd));
      comment = commentEnd;
      word = end;
    }
    for (Comment rest : source.comments().subList(comment, source.comments().size())) {
      int before =
          Math.max(
              word == 0 ? 0 : source.words().get(word - 1).end(),
              comment == 0 ? 0 : source.comments().get(comment - 1).end());
      if (!out.isEmpty() && source.breaks(before, rest.start()) > 1) {
        out.append('\n');
      }
      out.append(rest.text()).append('\n');
      comment++;
    }
  }

  /** Index behind the last comment that belongs to the statement that ends before a word. */
  private int commentEnd(int endWord) {
    int next =
        endWord < source.words().size()
            ? source.words().get(endWord).start()
            : source.text().length();
    int end = source.commentFrom(source.words().get(endWord - 1).end());
    int line = source.words().get(endWord - 1).end();
    while (end < source.comments().size()
        && source.comments().get(end).start() < next
        && source.breaks(line, source.comments().get(end).start()) == 0
        && (source.comments().get(end).isLine()
            || endWord == source.words().size()
            || source.breaks(source.comments().get(end).end(), next) > 0)) {
      line = source.comments().get(end).end();
      end++;
    }
    return end;
  }

  private void write(Unit unit, int firstWord, int endWord, List<Comment> comments) {
    Statement statement = unit.statement();
    Dialect form = statement == null ? Dialect.SQL : form(unit, firstWord, endWord);
    App app = unit.app();
    String printed = print(app, form);
    if (statement != null && dialect != null) {
      DialectChange.Changed changed = DialectChange.to(dialect, statement);
      App other = new Unit(unit.annotations(), changed.statement()).app();
      String translated = print(other, changed.definitions());
      List<String> kept = new ArrayList<>(changed.kept());
      if (means(translated, other)) {
        app = other;
        printed = translated;
      } else {
        kept.add("this statement");
      }
      note(statement, kept);
    }
    annotations.addAll(app.annotations());
    statements.addAll(app.statements());
    String words = withOwnSpelling(app, printed);
    App again = parse(words).app();
    Lexed lexed = Lexed.of(words).withScripts(again);
    List<NodePair> pairs = NodePair.of(app, again);
    List<Attached> attached =
        CommentPlaces.of(
            source, firstWord, endWord, comments, lexed, pairs, pair -> isUnit(unit, pair));
    Layout.write(lexed, attached, indented(lexed, again), marks::restored, out);
  }

  private void note(Statement statement, List<String> kept) {
    String name = dialect == Dialect.SQL ? "SQL" : "classic";
    for (String what : kept) {
      notes.add(
          new FormattedText.Note(
              source.breaks(0, statement.span().start()) + 1,
              "left as it is: " + what + " has no " + name + " form"));
    }
  }

  /** A definition keeps its verb. */
  private Dialect form(Unit unit, int firstWord, int endWord) {
    if (!(unit.statement() instanceof Definition definition)) {
      return Dialect.SQL;
    }
    int verb = firstWord;
    List<Annotation> before = new ArrayList<>(unit.annotations());
    before.addAll(definition.annotations());
    for (Annotation annotation : before) {
      verb = Math.max(verb, source.wordFrom(annotation.span().end()));
    }
    return verb < endWord && source.words().get(verb).type() == EventFluxQLLexer.DEFINE
        ? Dialect.CLASSIC
        : Dialect.SQL;
  }

  private static boolean isUnit(Unit unit, NodePair pair) {
    return pair.node() instanceof Statement
        || (pair.node() instanceof Annotation annotation
            && unit.annotations().contains(annotation));
  }

  private static String print(App app, Dialect definitions) {
    String head =
        app.annotations().stream()
            .map(each -> Printer.print(each) + "\n")
            .collect(Collectors.joining());
    return app.statements().isEmpty()
        ? head.stripTrailing()
        : head + Printer.print(app.statements().get(0), definitions) + ";";
  }

  private static boolean means(String text, App app) {
    ParsedApp parsed = parse(text);
    return !parsed.hasErrors() && isEqual(parsed.app(), app);
  }

  /** Equal trees print as equal texts, and printing needs less stack than {@code equals}. */
  private static boolean isEqual(App one, App other) {
    return Printer.print(one).equals(Printer.print(other));
  }

  // ---- spelling

  /** The printed text with numbers, durations and names as they were written, where that fits. */
  private String withOwnSpelling(App app, String printed) {
    List<NodePair> pairs = NodePair.of(app, parse(printed).app());
    String all = respelled(printed, pairs, true);
    if (means(all, app)) {
      return all;
    }
    String constants = respelled(printed, pairs, false);
    return means(constants, app) ? constants : printed;
  }

  private String respelled(String printed, List<NodePair> pairs, boolean withNames) {
    StringBuilder result = new StringBuilder(printed);
    int limit = printed.length();
    List<NodePair> backwards =
        pairs.stream()
            .sorted(Comparator.comparingInt((NodePair pair) -> pair.printed().start()).reversed())
            .toList();
    for (NodePair pair : backwards) {
      String own = source.text().substring(pair.source().start(), pair.source().end());
      String now = printed.substring(pair.printed().start(), pair.printed().end());
      boolean isConstant =
          pair.node() instanceof Literal.DurationLiteral
              || pair.node() instanceof Literal.IntLiteral
              || pair.node() instanceof Literal.LongLiteral
              || pair.node() instanceof Literal.FloatLiteral
              || pair.node() instanceof Literal.DoubleLiteral;
      boolean isPlainName =
          withNames
              && (pair.node() instanceof Name || pair.node() instanceof StreamName)
              && now.contains("`")
              && own.indexOf('`') < 0
              && own.indexOf('"') < 0;
      boolean hasComment = own.contains("--") || own.contains("/*");
      if ((isConstant || isPlainName) && !hasComment && pair.printed().end() <= limit) {
        limit = pair.printed().start();
        String oneLine =
            own.startsWith("-") ? own.replaceAll("\\s+", "") : own.replaceAll("\\s+", " ");
        result.replace(pair.printed().start(), pair.printed().end(), oneLine);
      }
    }
    return result.toString();
  }

  /** The words between BEGIN and END of a partition. */
  private static boolean[] indented(Lexed lexed, App app) {
    boolean[] result = new boolean[lexed.words().size()];
    if (app.statements().size() == 1
        && app.statements().get(0) instanceof Statement.Partition partition
        && !partition.queries().isEmpty()) {
      int first = lexed.wordFrom(partition.queries().get(0).span().start());
      int last = lexed.wordFrom(partition.span().end()) - 1;
      for (int i = first; i < last; i++) {
        result[i] = true;
      }
    }
    return result;
  }
}
