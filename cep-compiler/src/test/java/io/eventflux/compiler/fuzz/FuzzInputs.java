package io.eventflux.compiler.fuzz;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Writes what a guided search starts from: the seeds, and the words in the form of libFuzzer. */
final class FuzzInputs {
  private FuzzInputs() {}

  /**
   * Writes {@code seeds}, {@code words.dict} and an empty {@code corpus} for what will be found,
   * unless it is there.
   *
   * @param arguments the folder to write to
   */
  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[0]);
    Path seeds = Files.createDirectories(folder.resolve("seeds"));
    Files.createDirectories(folder.resolve("corpus"));
    for (Map.Entry<String, String> seed : Seeds.texts().entrySet()) {
      Files.writeString(seeds.resolve(seed.getKey().replace('/', '_')), seed.getValue());
    }
    StringBuilder dictionary = new StringBuilder();
    for (String word : TextMutations.words()) {
      dictionary.append('"').append(escaped(word)).append("\"\n");
    }
    Files.writeString(folder.resolve("words.dict"), dictionary);
  }

  private static String escaped(String word) {
    StringBuilder escaped = new StringBuilder();
    for (byte b : (" " + word).getBytes(StandardCharsets.UTF_8)) {
      boolean isPlain = b >= ' ' && b < 127 && b != '"' && b != '\\';
      escaped.append(isPlain ? String.valueOf((char) b) : String.format("\\x%02X", b));
    }
    return escaped.toString();
  }
}
