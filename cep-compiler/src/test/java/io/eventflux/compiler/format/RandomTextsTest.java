package io.eventflux.compiler.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.eventflux.compiler.parse.EventFluxParser;
import io.eventflux.compiler.parse.Lexed;
import io.eventflux.compiler.parse.ParsedApp;
import io.eventflux.compiler.parse.RandomTrees;
import io.eventflux.compiler.parse.Variables;
import io.eventflux.grammar.EventFluxQLLexer;
import io.eventflux.query.ast.App;
import io.eventflux.query.ast.Dialect;
import io.eventflux.query.print.Printer;
import io.eventflux.query.text.SourceText;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Texts of random trees with comments between any two words: formatting keeps the tree and every
 * comment, each inside its statement, and formatting again changes nothing. {@code
 * -Deventflux.texts=N} tries N texts.
 */
final class RandomTextsTest {
  private static final long SEED = 20_261_125L;
  private static final int TEXT_COUNT = Integer.getInteger("eventflux.texts", 60);
  private static final Variables NONE = Variables.of(Map.of());

  /** The number of a statement and the number of a comment in it. */
  private static final Pattern NUMBERED = Pattern.compile("comment (\\d+)\\.(\\d+)");

  /** A text, and how many comments its statements have together. */
  private record Commented(String text, int commentCount) {}

  @Test
  void shouldKeepTreeAndCommentsAndBeStable() {
    for (int i = 0; i < TEXT_COUNT; i++) {
      long seed = SEED + i;
      App app = new RandomTrees(seed).app();
      Commented commented = commented(app, new Random(seed));

      String once = format(commented.text(), null, seed);

      assertEquals(app, parsed(once, seed), () -> "seed=" + seed);
      assertComments(commented.commentCount(), once, seed);
      assertEquals(once, format(once, null, seed), () -> "seed=" + seed);
    }
  }

  @Test
  void shouldKeepCommentsWhenTheDialectChanges() {
    for (int i = 0; i < TEXT_COUNT; i++) {
      long seed = SEED + i;
      for (Dialect dialect : Dialect.values()) {
        Commented commented = commented(new RandomTrees(seed).app(), new Random(seed));

        String once = format(commented.text(), dialect, seed);

        assertComments(commented.commentCount(), once, seed);
        assertEquals(once, format(once, dialect, seed), () -> "seed=" + seed);
      }
    }
  }

  private static String format(String text, @Nullable Dialect dialect, long seed) {
    try {
      return Formatter.format(new SourceText("seed-" + seed, text), NONE, dialect).text();
    } catch (RuntimeException e) {
      throw new AssertionError("seed=" + seed + "\n" + text, e);
    }
  }

  private static App parsed(String text, long seed) {
    ParsedApp parsed = EventFluxParser.parse(new SourceText("seed-" + seed, text), NONE);
    assertTrue(!parsed.hasErrors(), () -> "seed=" + seed + "\n" + text);
    return parsed.app();
  }

  /** All are there, once, and none has passed a word of another statement. */
  private static void assertComments(int count, String text, long seed) {
    Lexed lexed = Lexed.of(text).withScripts(parsed(text, seed));
    Set<String> found = new HashSet<>();
    for (Lexed.Comment comment : lexed.comments()) {
      Matcher numbered = NUMBERED.matcher(comment.text());
      assertTrue(numbered.find() && found.add(numbered.group()), comment.text());
      int statement = Integer.parseInt(numbered.group(1));
      List<Lexed.Word> before = lexed.words().subList(0, lexed.wordFrom(comment.start()));
      int ended = (int) before.stream().filter(RandomTextsTest::isSemicolon).count();
      boolean isBehindItsEnd = ended == statement + 1 && isSemicolon(before.get(before.size() - 1));
      assertTrue(
          ended == statement || isBehindItsEnd,
          () -> "seed=" + seed + ": " + comment.text() + " has moved in\n" + text);
    }
    assertEquals(count, found.size(), () -> "seed=" + seed + "\n" + text);
  }

  private static boolean isSemicolon(Lexed.Word word) {
    return word.type() == EventFluxQLLexer.SEMICOLON;
  }

  /** The printed app with line breaks and comments between its words. */
  private static Commented commented(App app, Random random) {
    String printed = Printer.print(app);
    Lexed lexed = Lexed.of(printed).withScripts(parsed(printed, 0));
    StringBuilder out = new StringBuilder();
    int statement = 0;
    int count = 0;
    int end = 0;
    for (Lexed.Word word : lexed.words()) {
      if (random.nextInt(6) == 0) {
        // On the line of a semicolon it would belong to the statement before.
        String comment = "comment " + statement + "." + count++;
        out.append(random.nextBoolean() || isBetween(out) ? "\n" : " ");
        out.append(
            switch (random.nextInt(3)) {
              case 0 -> "-- " + comment + "\n";
              case 1 -> "/* " + comment + "\n */";
              default -> "/* " + comment + " */";
            });
        out.append(random.nextInt(3) == 0 ? "\n\n" : "");
      }
      out.append(printed, end, word.end());
      end = word.end();
      statement += isSemicolon(word) ? 1 : 0;
    }
    out.append(printed, end, printed.length());
    if (random.nextBoolean()) {
      out.append("\n-- comment ").append(statement).append('.').append(count++);
    }
    return new Commented(out.toString(), count);
  }

  private static boolean isBetween(StringBuilder out) {
    return out.toString().stripTrailing().endsWith(";");
  }
}
