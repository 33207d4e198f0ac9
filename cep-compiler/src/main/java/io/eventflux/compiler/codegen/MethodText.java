package io.eventflux.compiler.codegen;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** One method while it is being written: locals that are fetched first, then statements. */
final class MethodText {
  private final KernelText kernel;
  private final Map<String, String> locals = new LinkedHashMap<>();
  private CodeText code = new CodeText();

  MethodText(KernelText kernel) {
    this.kernel = kernel;
  }

  /** Text rendered aside, with the statements it needs before it. */
  record Aside<T>(CodeText code, T result) {}

  KernelText kernel() {
    return kernel;
  }

  /** The statements behind the locals. */
  CodeText code() {
    return code;
  }

  /** Sees to it that the method starts by fetching {@code value} into {@code name}. */
  void local(String name, String type, String value) {
    locals.putIfAbsent(name, "final " + type + " " + name + " = " + value + ";");
  }

  /** Declares a new local variable at this point and gives its name. */
  String variable(String prefix, String type, String value) {
    String name = kernel.newName(prefix);
    code.line(type + " " + name + " = " + value + ";");
    return name;
  }

  /** Lets {@code writer} write to a code text of its own. */
  <T> Aside<T> aside(Supplier<T> writer) {
    CodeText outer = code;
    code = new CodeText();
    try {
      T result = writer.get();
      return new Aside<>(code, result);
    } finally {
      code = outer;
    }
  }

  /** The whole method. */
  CodeText finish(String head) {
    CodeText method = new CodeText();
    method.open(head);
    for (String local : locals.values()) {
      method.line(local);
    }
    return method.append(code).close();
  }
}
