package io.eventflux.compiler.bind;

import io.eventflux.core.function.FunctionProvider;
import io.eventflux.query.catalog.AggregateDescriptor;
import io.eventflux.query.catalog.ComingAggregates;
import io.eventflux.query.catalog.ComingStreamFunctions;
import io.eventflux.query.catalog.Descriptor;
import io.eventflux.query.catalog.FunctionDescriptor;
import io.eventflux.query.catalog.StreamFunctionDescriptor;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
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

  /** The aggregate of a name; one that is coming has no overloads; or null. */
  public FunctionProvider.@Nullable Aggregate aggregate(String name) {
    FunctionProvider.Aggregate installed = aggregates.get(name.toLowerCase(Locale.ROOT));
    if (installed != null) {
      return installed;
    }
    AggregateDescriptor coming = named(ComingAggregates.descriptors(), name);
    return coming == null ? null : new FunctionProvider.Aggregate(coming, List.of());
  }

  /** The stream function of a name, as in {@code S#name(..)}, or null. */
  public @Nullable StreamFunctionDescriptor streamFunction(String name) {
    return named(ComingStreamFunctions.descriptors(), name);
  }

  /** All names as the reference writes them, for suggestions. */
  public List<String> names() {
    List<String> names = new ArrayList<>();
    functions().forEach(function -> names.addAll(written(function)));
    aggregates().forEach(aggregate -> names.addAll(written(aggregate)));
    return names.stream().distinct().toList();
  }

  /** All names of something, as the reference writes them. */
  static List<String> written(Descriptor descriptor) {
    List<String> names = new ArrayList<>();
    names.add(descriptor.name());
    names.addAll(descriptor.aliases());
    return names;
  }

  /** All scalar functions, each once, those that the binder knows itself last. */
  public List<FunctionDescriptor> functions() {
    List<FunctionDescriptor> installed =
        scalars.values().stream().map(FunctionProvider.ScalarFunction::descriptor).toList();
    return withComing(installed, SyntaxFunctions.descriptors());
  }

  /** All aggregates, each once; those that are coming stand last. */
  public List<AggregateDescriptor> aggregates() {
    List<AggregateDescriptor> installed =
        aggregates.values().stream().map(FunctionProvider.Aggregate::descriptor).toList();
    return withComing(installed, ComingAggregates.descriptors());
  }

  /** All stream functions. */
  public List<StreamFunctionDescriptor> streamFunctions() {
    return ComingStreamFunctions.descriptors();
  }

  /** The installed descriptors, each once, and behind them the others that they do not hide. */
  static <D extends Descriptor> List<D> withComing(Collection<D> installed, List<D> others) {
    LinkedHashSet<D> all = new LinkedHashSet<>(installed);
    for (D other : others) {
      if (installed.stream().noneMatch(each -> each.isCalled(other.name()))) {
        all.add(other);
      }
    }
    return List.copyOf(all);
  }

  /** The descriptor that has {@code name} among its names, or null. */
  static <D extends Descriptor> @Nullable D named(Collection<D> descriptors, String name) {
    for (D descriptor : descriptors) {
      if (descriptor.isCalled(name)) {
        return descriptor;
      }
    }
    return null;
  }

  static List<String> names(Descriptor descriptor) {
    return written(descriptor).stream().map(name -> name.toLowerCase(Locale.ROOT)).toList();
  }
}
