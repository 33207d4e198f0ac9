package io.eventflux.runner;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * SIGINT and SIGTERM as requests: the first asks for a clean stop, the second ends the process at
 * once with exit code 130. Where the JVM does not hand out signals (they live in a package of its
 * own that is reached by name) its default stays.
 */
final class StopSignals {
  private static final String[] NAMES = {"INT", "TERM"};

  private StopSignals() {}

  /** Calls {@code stop} on a thread of the JVM at the first signal; it must return quickly. */
  static void install(Runnable stop) {
    AtomicInteger count = new AtomicInteger();
    install(
        () -> {
          if (count.getAndIncrement() == 0) {
            stop.run();
          } else {
            Runtime.getRuntime().halt(ExitCode.INTERRUPTED.code());
          }
        },
        NAMES);
  }

  private static void install(Runnable onSignal, String[] names) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      InvocationHandler onHandle =
          (proxy, method, arguments) -> {
            if (method.getName().equals("handle")) {
              onSignal.run();
              return null;
            }
            // Object's own methods, for whoever puts the handler into a map.
            return switch (method.getName()) {
              case "hashCode" -> System.identityHashCode(proxy);
              case "equals" -> arguments != null && proxy == arguments[0];
              default -> "StopSignals";
            };
          };
      Object proxy =
          Proxy.newProxyInstance(
              StopSignals.class.getClassLoader(), new Class<?>[] {handler}, onHandle);
      for (String name : names) {
        Object instance = signal.getConstructor(String.class).newInstance(name);
        signal.getMethod("handle", signal, handler).invoke(null, instance, proxy);
      }
    } catch (ReflectiveOperationException unavailable) {
      // The default of the JVM stays: it ends without a drain.
      return;
    }
  }
}
