package io.eventflux.compiler.fuzz;

import io.eventflux.compiler.bind.Catalogs;
import io.eventflux.grammar.EventFluxQLLexer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Changes texts at random, word by word, so that what comes out is nearly right: most random
 * characters end at the first word. Equal seeds give equal texts.
 */
final class TextMutations {
  /** Words with the white space and comments in front of them, which are kept. */
  private static final Pattern WORD =
      Pattern.compile(
          "(?:\\s|--[^\n]*)*(?:\\w+|'[^'\n]*'|->|==|<=|>=|<>|\\.{3}|\\S)", Pattern.DOTALL);

  private static final String[] ODD = {
    " NULL",
    " 0",
    " -1",
    " 9223372036854775807",
    " 9223372036854775808",
    " 1e308",
    " 1e999",
    " ''",
    " `a b`",
    "(",
    ")",
    " sum",
    " \"x\"",
    " ${X}",
    "${X:1}",
    "$${",
    "'",
    "\"",
    "`",
    "/*",
    "--",
    "\n",
    ";",
    "@",
    " X'0",
    " 2.",
    " 5 sec 1 min",
    " INTERVAL '1' DAY",
    " \u00e9",
    "\ud83d\ude00",
    "\ud83d",
    "\u0000",
    "\ufeff",
    "\t",
    "#",
    "!",
    " -2147483648",
    " .5.",
    " 0x10",
    "\\",
    "\r",
    "\u2028"
  };

  private static final List<String> WORDS = words();

  private final Random random;

  TextMutations(long seed) {
    random = new Random(seed);
  }

  /** Everything that means something: words and signs of the grammar, functions, windows. */
  static List<String> words() {
    Set<String> words = new TreeSet<>();
    for (int type = 1; type <= EventFluxQLLexer.VOCABULARY.getMaxTokenType(); type++) {
      String literal = EventFluxQLLexer.VOCABULARY.getLiteralName(type);
      if (literal != null) {
        words.add(literal.substring(1, literal.length() - 1).toLowerCase(Locale.ROOT));
      }
    }
    Catalogs catalogs = Catalogs.installed();
    words.addAll(catalogs.functions().names());
    words.addAll(catalogs.windows().names());
    return List.copyOf(words);
  }

  /** The text with one to four changes; some take pieces of the other text. */
  String changed(String text, String other) {
    List<String> words = cut(text);
    List<String> others = cut(other);
    for (int i = 1 + random.nextInt(4); i > 0; i--) {
      change(words, others);
    }
    return String.join("", words);
  }

  private static List<String> cut(String text) {
    List<String> words = new ArrayList<>();
    Matcher matcher = WORD.matcher(text);
    while (matcher.find()) {
      words.add(matcher.group());
    }
    if (words.isEmpty()) {
      words.add(" ");
    }
    return words;
  }

  private void change(List<String> words, List<String> others) {
    if (words.isEmpty()) {
      words.add(" ");
    }
    int at = random.nextInt(words.size());
    List<String> piece = words.subList(at, Math.min(words.size(), at + 1 + random.nextInt(6)));
    switch (random.nextInt(12)) {
      case 0 -> words.remove(at);
      case 1 -> piece.clear();
      case 2 -> words.add(at, one(words));
      case 3 -> words.add(at, word());
      case 4 -> words.set(at, word());
      case 5, 6 -> words.set(at, one(words));
      case 7 -> words.set(at, ODD[random.nextInt(ODD.length)]);
      case 8 -> words.add(at, ODD[random.nextInt(ODD.length)]);
      case 9 -> {
        int from = random.nextInt(others.size());
        int to = Math.min(others.size(), from + 1 + random.nextInt(30));
        words.addAll(at, others.subList(from, to));
      }
      case 10 -> {
        piece.add(0, "(");
        piece.add(")");
      }
      default -> {
        List<String> copy = List.copyOf(piece);
        for (int i = random.nextInt(random.nextInt(8) == 0 ? 60 : 3); i >= 0; i--) {
          words.addAll(at, copy);
        }
      }
    }
  }

  private String one(List<String> words) {
    return words.get(random.nextInt(words.size()));
  }

  private String word() {
    return " " + one(WORDS);
  }
}
