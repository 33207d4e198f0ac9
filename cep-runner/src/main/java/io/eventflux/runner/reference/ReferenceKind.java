package io.eventflux.runner.reference;

import io.eventflux.compiler.bind.Catalogs;
import io.eventflux.query.catalog.Descriptor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** What can be listed. */
public enum ReferenceKind {
  /** Scalar functions, aggregates and stream functions. */
  FUNCTIONS,
  /** Windows of streams. */
  WINDOWS,
  /** Sources, sinks and stores of tables. */
  CONNECTORS,
  /** Formats of events. */
  FORMATS;

  /** Its descriptors in the order of their names, without regard to case. */
  public List<Descriptor> descriptors(Catalogs catalogs) {
    List<Descriptor> all = new ArrayList<>();
    switch (this) {
      case FUNCTIONS -> {
        all.addAll(catalogs.functions().functions());
        all.addAll(catalogs.functions().aggregates());
        all.addAll(catalogs.functions().streamFunctions());
      }
      case WINDOWS -> all.addAll(catalogs.windows().descriptors());
      case CONNECTORS -> all.addAll(catalogs.connectors().connectors());
      case FORMATS -> all.addAll(catalogs.connectors().formats());
    }
    all.sort(Comparator.comparing(each -> each.name().toLowerCase(Locale.ROOT)));
    return List.copyOf(all);
  }

  /** The word on the command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
