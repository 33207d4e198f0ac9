package io.eventflux.compiler.bind;

import io.eventflux.query.ast.Option;
import io.eventflux.query.diagnostic.Diagnostic;
import io.eventflux.query.diagnostic.DiagnosticCode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds what is given twice in one list of options, in any spelling. One list, one thread. */
final class RepeatedOptions {
  private final BindContext context;
  private final Map<String, Option> firsts = new HashMap<>();

  RepeatedOptions(BindContext context) {
    this.context = context;
  }

  /**
   * Takes the next option of the list; reports it if there was one of its meaning before.
   *
   * @param key the same for all spellings of the option, and for no other option
   */
  void note(Option option, String key) {
    Option first = firsts.putIfAbsent(key, option);
    if (first == null) {
      return;
    }
    String written = OptionKeys.key(option);
    String before = OptionKeys.key(first);
    Diagnostic repeated =
        Diagnostic.of(
                DiagnosticCode.BAD_OPTION_COMBINATION,
                option.span(),
                "the option '" + written + "' is given twice")
            .with(first.span(), "the first one");
    context.report(
        written.equals(before)
            ? repeated
            : repeated.fact("'" + before + "' and '" + written + "' are one option"));
  }

  /**
   * Takes the next option of the list if it is one of {@code keys}.
   *
   * @param keys in their documented spelling
   * @return which one it is, or null
   */
  @Nullable String noteIfOneOf(Option option, List<String> keys) {
    String key = keys.stream().filter(option::is).findFirst().orElse(null);
    if (key != null) {
      note(option, key);
    }
    return key;
  }
}
