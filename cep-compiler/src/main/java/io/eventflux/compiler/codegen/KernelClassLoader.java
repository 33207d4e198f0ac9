package io.eventflux.compiler.codegen;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * Defines one kernel class. Sees the engine first, then the classes of the functions it calls,
 * which may come from other loaders.
 */
final class KernelClassLoader extends ClassLoader {
  private final Set<ClassLoader> functionLoaders = new LinkedHashSet<>();
  private final Map<String, byte[]> classFiles;

  KernelClassLoader(Set<Class<?>> namedClasses, Map<String, byte[]> classFiles) {
    super(KernelClassLoader.class.getClassLoader());
    this.classFiles = classFiles;
    for (Class<?> named : namedClasses) {
      ClassLoader loader = named.getClassLoader();
      if (loader != null && loader != getParent()) {
        functionLoaders.add(loader);
      }
    }
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    byte[] classFile = classFiles.get(name);
    if (classFile != null) {
      return defineClass(name, classFile, 0, classFile.length);
    }
    for (ClassLoader loader : functionLoaders) {
      try {
        return loader.loadClass(name);
      } catch (ClassNotFoundException notHere) {
        // The next loader may have it.
      }
    }
    throw new ClassNotFoundException(name);
  }
}
