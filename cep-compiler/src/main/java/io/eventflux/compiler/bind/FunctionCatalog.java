package io.eventflux.compiler.bind;

import io.eventflux.core.function.FunctionProvider;
import io.eventflux.query.catalog.Descriptor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/**
 * Functions and aggregates by name, in any case, with their namespace ({@code str:concat}).
 * Functions of the user hide those of the house. Immutable; any thread.
 */
public final class FunctionCatalog {
  private final List<FunctionProvider> providers;
  private final Map<String, FunctionProvider.ScalarFunction> scalars = new LinkedHashMap<>();
  private final Map<String, FunctionProvider.Aggregate> aggregates = new LinkedHashMap<>();

  private FunctionCatalog(List<FunctionProvider> providers) {
    this.providers = List.copyOf(providers);
    for (FunctionProvider provider : providers) {
      for (FunctionProvider.ScalarFunction function : provider.functions()) {
        names(function.descriptor()).forEach(name -> scalars.putIfAbsent(name, function));
      }
      for (FunctionProvider.Aggregate aggregate : provider.aggregates()) {
        names(aggregate.descriptor()).forEach(name -> aggregates.putIfAbsent(name, aggregate));
      }
    }
  }

  /** The functions of the given providers; of equal names the first holds. */
  public static FunctionCatalog of(List<FunctionProvider> providers) {
    return new FunctionCatalog(providers);
  }

  /** The functions on the class path. */
  public static FunctionCatalog installed() {
    List<FunctionProvider> found = new ArrayList<>();
    ServiceLoader.load(FunctionProvider.class).forEach(found::add);
    return new FunctionCatalog(found);
  }

  /** These functions and those of the user in front of them. */
  public FunctionCatalog with(FunctionProvider user) {
    List<FunctionProvider> all = new ArrayList<>();
    all.add(user);
    all.addAll(providers);
    return new FunctionCatalog(all);
  }

  /** The function of a name, or null. */
  public FunctionProvider.@Nullable ScalarFunction scalar(String name) {
    return scalars.get(name.toLowerCase(Locale.ROOT));
  }

  /** The aggregate of a name, or null. */
  public FunctionProvider.@Nullable Aggregate aggregate(String name) {
    return aggregates.get(name.toLowerCase(Locale.ROOT));
  }

  /** All names, for suggestions. */
  public List<String> names() {
    List<String> names = new ArrayList<>(scalars.keySet());
    names.addAll(aggregates.keySet());
    return List.copyOf(names);
  }

  static List<String> names(Descriptor descriptor) {
    List<String> names = new ArrayList<>();
    names.add(descriptor.name().toLowerCase(Locale.ROOT));
    descriptor.aliases().forEach(alias -> names.add(alias.toLowerCase(Locale.ROOT)));
    return names;
  }
}
