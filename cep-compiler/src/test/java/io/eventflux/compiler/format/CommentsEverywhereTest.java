package io.eventflux.compiler.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.eventflux.compiler.parse.Corpus;
import io.eventflux.compiler.parse.EventFluxParser;
import io.eventflux.compiler.parse.Lexed;
import io.eventflux.compiler.parse.ParsedApp;
import io.eventflux.query.ast.App;
import io.eventflux.query.text.SourceText;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Texts with a comment between any two words: none is lost, the tree stays the same, and formatting
 * again changes nothing. Where no clause moves, comments do not pass each other.
 */
final class CommentsEverywhereTest {
  private static final int PARTS = 3;

  /** What is written between two words; {@code #} is the number of the place. */
  private static final List<String> COMMENTS =
      List.of(" /* # */ ", " -- #\n", "\n/* # */ -- and #\n");

  static Stream<Path> texts() throws IOException {
    return Stream.concat(Corpus.texts("valid").stream(), Corpus.texts("unsupported").stream());
  }

  @ParameterizedTest
  @MethodSource("texts")
  void shouldKeepCommentsInEveryPlace(Path file) throws IOException {
    String text = Corpus.read(file);
    App app = parse(text);
    String formatted = format(text);
    for (String comment : COMMENTS) {
      String full = commented(text, comment, 0, 1);
      assertEquals(app, parse(format(full)), full);

      checkInOrder(commented(formatted, comment, 0, 1), app);
    }
    // With room between them each has a choice where to go.
    for (int i = 0; i < PARTS; i++) {
      for (String comment : COMMENTS.subList(0, 2)) {
        checkInOrder(commented(formatted, comment, i, PARTS), app);
      }
    }
  }

  private static void checkInOrder(String text, App app) {
    String once = format(text);
    assertEquals(app, parse(once), text);
    assertEquals(comments(text), comments(once), once);
    assertEquals(once, format(once), text);
  }

  private static String format(String text) {
    return Formatter.format(new SourceText("app", text), name -> null, null).text();
  }

  private static App parse(String text) {
    ParsedApp parsed = EventFluxParser.parse(new SourceText("app", text), name -> null);
    assertFalse(parsed.hasErrors(), () -> parsed.diagnostics() + "\n" + text);
    return parsed.app();
  }

  private static List<String> comments(String text) {
    return words(text).comments().stream().map(Lexed.Comment::text).toList();
  }

  private static Lexed words(String text) {
    return Lexed.of(text).withScripts(parse(text));
  }

  /** A text with a comment in front of every so many words, from one on, and behind the last. */
  private static String commented(String text, String comment, int from, int step) {
    StringBuilder result = new StringBuilder();
    List<Lexed.Word> words = new ArrayList<>(words(text).words());
    words.add(new Lexed.Word(0, text.length(), text.length()));
    int end = 0;
    for (int i = 0; i < words.size(); i++) {
      Lexed.Word word = words.get(i);
      result.append(text, end, word.start());
      if (i % step == from) {
        result.append(comment.replace("#", Integer.toString(i)));
      }
      result.append(text, word.start(), word.end());
      end = word.end();
    }
    return result.toString();
  }
}
