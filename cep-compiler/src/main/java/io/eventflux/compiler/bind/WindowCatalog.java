package io.eventflux.compiler.bind;

import io.eventflux.core.operator.WindowProvider;
import io.eventflux.query.catalog.ComingWindows;
import io.eventflux.query.catalog.WindowDescriptor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/** Windows by name, in any case, and those that are coming. Immutable; any thread. */
public final class WindowCatalog {
  private final Map<String, WindowDescriptor> windows = new LinkedHashMap<>();

  private WindowCatalog(List<WindowDescriptor> descriptors) {
    for (WindowDescriptor descriptor : descriptors) {
      FunctionCatalog.names(descriptor).forEach(name -> windows.putIfAbsent(name, descriptor));
    }
  }

  /** The given windows; of equal names the first holds. */
  public static WindowCatalog of(List<WindowDescriptor> descriptors) {
    return new WindowCatalog(descriptors);
  }

  /** The windows on the class path. */
  public static WindowCatalog installed() {
    List<WindowDescriptor> found = new ArrayList<>();
    ServiceLoader.load(WindowProvider.class).forEach(provider -> found.add(provider.descriptor()));
    return new WindowCatalog(found);
  }

  /** The window of a name, or else the one that is coming under it, or null. */
  public @Nullable WindowDescriptor window(String name) {
    WindowDescriptor installed = windows.get(name.toLowerCase(Locale.ROOT));
    return installed != null ? installed : FunctionCatalog.named(ComingWindows.descriptors(), name);
  }

  /** All names, for suggestions. */
  public List<String> names() {
    return descriptors().stream()
        .flatMap(descriptor -> FunctionCatalog.written(descriptor).stream())
        .toList();
  }

  /** All windows, each once; those that are coming stand last. */
  public List<WindowDescriptor> descriptors() {
    return FunctionCatalog.withComing(windows.values(), ComingWindows.descriptors());
  }
}
