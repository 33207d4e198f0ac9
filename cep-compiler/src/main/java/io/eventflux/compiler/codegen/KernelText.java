package io.eventflux.compiler.codegen;

import io.eventflux.core.plan.PlanExpr;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * One kernel class while it is being written: its constants, fields and methods. Names in it:
 *
 * <pre>
 *   k0 k1 ..   constants, fields set by the constructor       g0 g1 ..   aggregators
 *   c0 c0n ..  values and null flags of input columns         o0 o0n ..  the same of output columns
 *   l0 l0n ..  the same of the left row of a pair             t0 t0n ..  intermediate results
 *   e0 ..      expressions in methods of their own            m0 ..      matchers of LIKE
 *   q0 ..      tests of tables
 *   v0 v0n ..  values of LET, handed to such methods
 * </pre>
 */
final class KernelText {
  private static final String PACKAGE = "io.eventflux.compiler.generated";

  /** All that generated text may name besides {@code java.lang} and static functions. */
  private static final String HEADER =
      """
      import io.eventflux.core.column.BooleanColumn;
      import io.eventflux.core.column.ByteString;
      import io.eventflux.core.column.Column;
      import io.eventflux.core.column.ColumnBatch;
      import io.eventflux.core.column.DoubleColumn;
      import io.eventflux.core.column.FloatColumn;
      import io.eventflux.core.column.IntColumn;
      import io.eventflux.core.column.LongColumn;
      import io.eventflux.core.column.ObjectColumn;
      import io.eventflux.core.column.RowKind;
      import io.eventflux.core.column.ValueOrder;
      import io.eventflux.core.function.Aggregator;
      import io.eventflux.core.function.Decimals;
      import io.eventflux.core.function.Failures;
      import io.eventflux.core.function.JsonReader;
      import io.eventflux.core.function.LikeCache;
      import io.eventflux.core.function.LikePattern;
      import io.eventflux.core.function.Numbers;
      import io.eventflux.core.function.Times;
      import io.eventflux.core.function.ValueConversion;
      import io.eventflux.core.kernel.AggregateKernel;
      import io.eventflux.core.kernel.FilterKernel;
      import io.eventflux.core.kernel.PairKernel;
      import io.eventflux.core.kernel.PaneKernel;
      import io.eventflux.core.kernel.ProjectKernel;
      import io.eventflux.core.kernel.RowErrors;
      import io.eventflux.core.kernel.TableTest;
      import java.math.BigDecimal;

      """;

  /** Fields that are set in one method; each takes up to 16 bytes of bytecode. */
  private static final int CONSTRUCTOR_PARAMETERS_MAX = 256;

  /** A field that the constructor sets. */
  private record Parameter(String word, String name, String value) {}

  private final String className;
  private final String superclass;
  private final Set<PlanExpr> outlined;
  private final List<Object> constants = new ArrayList<>();
  private final IdentityHashMap<PlanExpr, String> constantNames = new IdentityHashMap<>();
  private final CodeText fields = new CodeText();
  private final List<Parameter> parameters = new ArrayList<>();
  private final CodeText methods = new CodeText();
  private final Set<Class<?>> namedClasses = new LinkedHashSet<>();
  private int nameCount;
  private boolean hasCalled;

  /**
   * An empty class.
   *
   * @param outlined expressions, by identity, that get methods of their own
   */
  KernelText(String className, String superclass, Set<PlanExpr> outlined) {
    this.className = className;
    this.superclass = superclass;
    this.outlined = outlined;
  }

  /** A set for the constructor that compares by identity. */
  static Set<PlanExpr> identitySet() {
    return Collections.newSetFromMap(new IdentityHashMap<>());
  }

  boolean isOutlined(PlanExpr expression) {
    return outlined.contains(expression);
  }

  /** A name that nothing else in this class has. */
  String newName(String prefix) {
    return prefix + nameCount++;
  }

  /** As {@link #constant(PlanExpr, Object, String)} for a value of an SQL type. */
  String constant(PlanExpr owner, Object value, JavaType type) {
    return constant(owner, value, type.word(), type.box());
  }

  /**
   * Adds a constant of class {@code word} and gives the name of its field. An expression that is
   * written twice has its constant once; equal constants of two expressions are two, so that the
   * structure of the class does not depend on their values.
   */
  String constant(PlanExpr owner, Object value, String word) {
    return constant(owner, value, word, word);
  }

  private String constant(PlanExpr owner, Object value, String word, String box) {
    String known = constantNames.get(owner);
    if (known != null) {
      return known;
    }
    int index = constants.size();
    String name = "k" + index;
    constants.add(value);
    constantNames.put(owner, name);
    String unboxed = word.equals(box) ? "" : "." + word + "Value()";
    parameters.add(new Parameter(word, name, "((" + box + ") constants[" + index + "])" + unboxed));
    return name;
  }

  /** Adds a field with its initial value. */
  void field(String declaration) {
    fields.line(declaration + ";");
  }

  /** Adds the aggregator at {@code index} under the name {@code g<index>}. */
  void aggregator(int index, Class<?> type) {
    String word = nameOf(type);
    parameters.add(new Parameter(word, "g" + index, "(" + word + ") aggregators[" + index + "]"));
  }

  void method(CodeText method) {
    methods.line("").append(method);
  }

  /**
   * Adds the public method that a kernel is called by: rows that are all CURRENT go the plain way,
   * others, which may be marked EXPIRED or RESET, the marked one.
   *
   * @param condition Java condition for the plain way, besides that rows have no kinds
   */
  void dispatch(String head, String condition, String plainArguments, String markedArguments) {
    CodeText method = new CodeText();
    method.open(head);
    String plain = Logic.and("(in.kinds() == null)", condition);
    method.open(Logic.ifTrue(plain)).line("return plain(" + plainArguments + ");").close();
    method.line("return marked(" + markedArguments + ");").close();
    method(method);
  }

  /** The field that names the fallible function called last; made when first asked for. */
  String called() {
    if (!hasCalled) {
      hasCalled = true;
      field("private String called = \"\"");
    }
    return "called";
  }

  /** How generated text names the class of a function or aggregator. */
  String nameOf(Class<?> type) {
    String name = type.getCanonicalName();
    if (name == null || !isPlain(name)) {
      throw new IllegalArgumentException(
          "a class that generated code calls needs a name of ASCII letters: " + type);
    }
    namedClasses.add(type);
    return name;
  }

  /** How generated text names a static method. */
  String nameOf(Method method) {
    if (!isPlain(method.getName())) {
      throw new IllegalArgumentException(
          "a method that generated code calls needs a name of ASCII letters: " + method);
    }
    return nameOf(method.getDeclaringClass()) + "." + method.getName();
  }

  private static boolean isPlain(String name) {
    return name.chars()
        .allMatch(c -> c < 128 && (c == '.' || Character.isJavaIdentifierPart((char) c)));
  }

  /** The finished class. */
  KernelSource finish(boolean hasAggregators) {
    String declared =
        hasAggregators ? "Object[] constants, Aggregator[] aggregators" : "Object[] constants";
    String passed = hasAggregators ? "constants, aggregators" : "constants";
    CodeText text = new CodeText();
    text.open("public final class " + className + " extends " + superclass);
    boolean isSplit = parameters.size() > CONSTRUCTOR_PARAMETERS_MAX;
    for (Parameter parameter : parameters) {
      // A method can only set fields that are not final.
      String modifiers = isSplit ? "private " : "private final ";
      text.line(modifiers + parameter.word() + " " + parameter.name() + ";");
    }
    text.append(fields).line("");
    text.open("public " + className + "(" + declared + ")");
    CodeText setters = new CodeText();
    if (!isSplit) {
      set(parameters, text);
    }
    for (int lo = 0; isSplit && lo < parameters.size(); lo += CONSTRUCTOR_PARAMETERS_MAX) {
      int hi = Math.min(parameters.size(), lo + CONSTRUCTOR_PARAMETERS_MAX);
      String name = newName("s");
      text.line(name + "(" + passed + ");");
      setters.line("").open("private void " + name + "(" + declared + ")");
      set(parameters.subList(lo, hi), setters);
      setters.close();
    }
    text.close().append(setters).append(methods).close();
    // Java knows classes without a package only where there is none.
    boolean hasPackage = namedClasses.stream().noneMatch(named -> named.getPackageName().isEmpty());
    return new KernelSource(
        hasPackage ? PACKAGE + "." + className : className,
        (hasPackage ? "package " + PACKAGE + ";\n\n" : "") + HEADER + text,
        hasAggregators,
        constants,
        namedClasses);
  }

  private static void set(List<Parameter> parameters, CodeText code) {
    for (Parameter parameter : parameters) {
      code.line(parameter.name() + " = " + parameter.value() + ";");
    }
  }
}
