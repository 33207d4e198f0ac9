package io.eventflux.compiler.bind;

import java.util.Locale;
import java.util.Set;

/**
 * Names that the language reference gives to scalar functions, whether or not a provider has them:
 * what is missing is called missing, not misspelt. Immutable; any thread.
 */
final class PlannedFunctions {
  // Language sections 8.1 and 8.2.
  private static final Set<String> NAMES =
      Set.of(
          ("uuid currenttimemillis maximum minimum greatest least hash"
                  + " instanceofboolean instanceofdouble instanceoffloat instanceofinteger"
                  + " instanceoflong instanceofstring"
                  + " length char_length character_length upper lower initcap trim ltrim rtrim"
                  + " substring substr left right lpad rpad concat concat_ws replace reverse repeat"
                  + " space position locate instr strpos starts_with ends_with contains like regexp"
                  + " regexp_like regexp_replace regexp_extract ascii chr char split_part md5 sha256"
                  + " abs sign ceil ceiling floor round trunc truncate mod sqrt cbrt exp ln log log10"
                  + " log2 sin cos tan asin acos atan sinh cosh tanh degrees radians power pow atan2"
                  + " pi e rand random bitand bitor bitxor bitnot shiftleft shiftright"
                  + " proctime")
              .split(" "));

  private PlannedFunctions() {}

  /** Whether the language reference has a function or aggregate of this name, in any case. */
  static boolean contains(String name) {
    return NAMES.contains(name.toLowerCase(Locale.ROOT));
  }
}
