package io.eventflux.extension.local;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The ready-made kinds of sample data. */
public final class GeneratorTemplates {
  private static final List<GeneratorTemplate> ALL =
      List.of(
          new GeneratorTemplate(
              "fraud",
              "Transactions",
              "Card transactions of 2,000 cards. Now and then a stolen card is tried with an amount"
                  + " below 2 and used within four minutes for one above 1,500 in another country.",
              FraudGenerator.SCHEMA,
              FraudGenerator.GAP_MEAN_MILLIS,
              FraudGenerator::new),
          new GeneratorTemplate(
              "market",
              "Trades",
              "Trades of twelve shares. Now and then a share falls by 6 % in five trades of more"
                  + " than 2,000 pieces and comes back in four.",
              MarketGenerator.SCHEMA,
              MarketGenerator.GAP_MEAN_MILLIS,
              MarketGenerator::new),
          new GeneratorTemplate(
              "iot",
              "Readings",
              "Readings of 40 sensors at four sites. Now and then a machine overheats: six rising"
                  + " readings from 60 to above 90 degrees, then ten minutes of silence.",
              SensorGenerator.SCHEMA,
              SensorGenerator.GAP_MEAN_MILLIS,
              SensorGenerator::new));

  private GeneratorTemplates() {}

  /** All templates. */
  public static List<GeneratorTemplate> all() {
    return ALL;
  }

  /** The template called {@code name}, in any case. */
  public static Optional<GeneratorTemplate> named(String name) {
    String folded = name.toLowerCase(Locale.ROOT);
    return ALL.stream().filter(template -> template.name().equals(folded)).findFirst();
  }
}
