package io.eventflux.compiler.codegen;

import java.lang.reflect.Constructor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.codehaus.commons.compiler.CompileException;
import org.codehaus.janino.SimpleCompiler;

/**
 * Turns Java text into classes. Kernels that name only classes of the engine are kept for the whole
 * process by their text, those used last; a thousand rules that differ in a threshold share one
 * class. Thread-safe.
 */
final class KernelCompiler {
  private static final int CLASS_COUNT_MAX = 2_048;

  private static final Map<String, KernelClass> SHARED =
      new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, KernelClass> eldest) {
          return size() > CLASS_COUNT_MAX;
        }
      };

  private static final AtomicLong COMPILED_COUNT = new AtomicLong();

  private KernelCompiler() {}

  /**
   * A compiled kernel.
   *
   * @param constructor takes the constants and, if the kernel has any, the aggregators
   * @param largestMethodBytes bytecode of its largest method
   */
  record KernelClass(Constructor<?> constructor, int largestMethodBytes) {}

  /** Classes compiled in this process so far. */
  static long compiledCount() {
    return COMPILED_COUNT.get();
  }

  /** The class of {@code source}, compiled unless it is known. */
  static KernelClass classOf(KernelSource source) {
    boolean isShared =
        source.namedClasses().stream()
            .allMatch(named -> named.getClassLoader() == KernelCompiler.class.getClassLoader());
    if (!isShared) {
      return compile(source);
    }
    synchronized (SHARED) {
      KernelClass known = SHARED.get(source.text());
      if (known == null) {
        known = compile(source);
        SHARED.put(source.text(), known);
      }
      return known;
    }
  }

  private static KernelClass compile(KernelSource source) {
    SimpleCompiler compiler = new SimpleCompiler();
    compiler.setParentClassLoader(new KernelClassLoader(source.namedClasses(), Map.of()));
    compiler.setDebuggingInformation(false, false, false);
    try {
      compiler.cook(source.text());
    } catch (CompileException | RuntimeException e) {
      throw new AssertionError("generated code does not compile:\n" + source.text(), e);
    }
    Map<String, byte[]> classFiles = compiler.getBytecodes();
    COMPILED_COUNT.incrementAndGet();
    int largest = 0;
    for (byte[] classFile : classFiles.values()) {
      largest = Math.max(largest, MethodSizes.largest(classFile));
    }
    try {
      Class<?> type =
          new KernelClassLoader(source.namedClasses(), classFiles).loadClass(source.className());
      return new KernelClass(type.getConstructors()[0], largest);
    } catch (ClassNotFoundException e) {
      throw new AssertionError("a generated class misses its name", e);
    }
  }
}
