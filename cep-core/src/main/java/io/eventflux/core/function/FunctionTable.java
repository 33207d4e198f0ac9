package io.eventflux.core.function;

import io.eventflux.core.column.ByteString;
import io.eventflux.core.column.PhysicalType;
import io.eventflux.query.catalog.Availability;
import io.eventflux.query.catalog.FunctionDescriptor;
import io.eventflux.query.catalog.FunctionDescriptor.Example;
import io.eventflux.query.catalog.FunctionDescriptor.Signature;
import io.eventflux.query.catalog.NullRule;
import io.eventflux.query.type.Type;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedArrayType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Makes functions of the public static methods of one class. Methods of one name are the overloads
 * of one function.
 *
 * <pre>
 *   boolean  BOOL     int  INT     long  LONG     float  FLOAT     double  DOUBLE
 *   String   STRING   java.math.BigDecimal  DECIMAL   and the boxes of all primitives
 *   Object   OBJECT   ByteString  BINARY
 * </pre>
 *
 * A last parameter with dots ({@code int...}) takes one or more arguments. A function is strict -
 * any NULL argument gives NULL, and the method is not called - unless a parameter is a box or is
 * annotated {@code Nullable}: then references may be null, and only primitives are strict. A null
 * result is SQL NULL. A first parameter that is a {@link CallMemory} is no argument, nor are those
 * marked {@link FromApp}. Not thread-safe; what it makes is immutable.
 */
public final class FunctionTable {
  private static final Map<Class<?>, Type> TYPES = types();

  private static final List<Type> WIDTHS =
      List.of(
          Type.BOOL,
          Type.INT,
          Type.LONG,
          Type.DECIMAL,
          Type.FLOAT,
          Type.DOUBLE,
          Type.STRING,
          Type.BINARY,
          Type.OBJECT);

  private final Class<?> owner;
  private final boolean fallible;
  private final String theme;
  private final Map<String, List<Method>> methods = new LinkedHashMap<>();
  private final List<FunctionProvider.ScalarFunction> functions = new ArrayList<>();

  /**
   * An empty table over the methods of {@code owner}.
   *
   * @param theme the heading of its functions in the reference
   * @param fallible whether the methods may throw; the row is then set aside
   */
  public FunctionTable(String theme, Class<?> owner, boolean fallible) {
    this.theme = theme;
    this.owner = owner;
    this.fallible = fallible;
    for (Method method : owner.getDeclaredMethods()) {
      int modifiers = method.getModifiers();
      if (Modifier.isPublic(modifiers) && Modifier.isStatic(modifiers) && !method.isSynthetic()) {
        methods.computeIfAbsent(method.getName(), name -> new ArrayList<>()).add(method);
      }
    }
    // Reflection gives methods in any order; narrow overloads come first.
    methods.values().forEach(overloads -> overloads.sort(Comparator.comparing(Object::toString)));
    methods.values().forEach(overloads -> overloads.sort(FunctionTable::compareWidth));
  }

  /**
   * The functions of a class that a user registers: each public static method under its own name.
   *
   * @throws IllegalArgumentException with a sentence for the user if the class is not public, has
   *     no such method, or one of them has a type that no SQL type stands for
   */
  public static List<FunctionProvider.ScalarFunction> ofUserClass(Class<?> owner) {
    if (!isPublic(owner)) {
      throw new IllegalArgumentException(
          "functions cannot be taken from class " + owner.getName() + ": it is not public");
    }
    FunctionTable table = new FunctionTable("Functions of the user", owner, true);
    if (table.methods.isEmpty()) {
      throw new IllegalArgumentException(
          "functions cannot be taken from class "
              + owner.getName()
              + ": it has no public static method");
    }
    table.methods.keySet().stream()
        .sorted()
        .forEach(name -> table.add(name, name, List.of(), "Function of the user."));
    return table.functions();
  }

  private static boolean isPublic(Class<?> type) {
    Class<?> enclosing = type.getEnclosingClass();
    return Modifier.isPublic(type.getModifiers()) && (enclosing == null || isPublic(enclosing));
  }

  /**
   * Adds a function.
   *
   * @param name its SQL name
   * @param methodName the name of its methods
   * @param examples expressions and their results in turn
   * @throws IllegalArgumentException if a parameter or result has a type that no SQL type stands
   *     for, or if its overloads treat NULL differently
   */
  public FunctionTable add(
      String name, String methodName, List<String> aliases, String summary, String... examples) {
    List<Method> overloads = methods.getOrDefault(methodName, List.of());
    if (overloads.isEmpty()) {
      throw new IllegalArgumentException(owner.getName() + " has no method '" + methodName + "'");
    }
    boolean strict = strictness(name, overloads);
    List<Signature> signatures = new ArrayList<>();
    for (Method method : overloads) {
      signatures.add(signature(name, method));
    }
    return add(name, aliases, summary, signatures, overloads, strict, List.of(), examples);
  }

  /** An overload whose SQL types do not follow from its Java types: all times are LONGs in Java. */
  public static final class Overload {
    private final String methodName;
    private final Type returns;
    private final List<Type> parameters;
    private final Map<Integer, Function<Object, @Nullable String>> checks = new LinkedHashMap<>();

    private Overload(String methodName, Type returns, List<Type> parameters) {
      this.methodName = methodName;
      this.returns = returns;
      this.parameters = parameters;
    }

    /** The overload behind the method of this name with as many parameters as written here. */
    public static Overload of(String methodName, Type returns, Type... parameters) {
      return new Overload(methodName, returns, List.of(parameters));
    }

    /**
     * Makes a demand on an argument, where it is constant.
     *
     * @param argument which one, from 0
     * @param problem see {@link FunctionProvider.ConstantCheck}
     */
    public Overload checking(int argument, Function<Object, @Nullable String> problem) {
      checks.put(argument, problem);
      return this;
    }
  }

  /**
   * Adds a function whose SQL types are written out. Of overloads that fit equally well the first
   * is chosen.
   *
   * @param examples expressions and their results in turn
   */
  public FunctionTable add(
      String name,
      List<String> aliases,
      String summary,
      List<Overload> overloads,
      String... examples) {
    List<Method> chosen = new ArrayList<>();
    List<Signature> signatures = new ArrayList<>();
    List<FunctionProvider.ConstantCheck> checks = new ArrayList<>();
    for (Overload overload : overloads) {
      int index = chosen.size();
      chosen.add(method(name, overload));
      signatures.add(new Signature(overload.parameters, false, overload.returns));
      overload.checks.forEach(
          (argument, problem) ->
              checks.add(new FunctionProvider.ConstantCheck(index, argument, problem)));
    }
    boolean strict = strictness(name, chosen);
    return add(name, aliases, summary, signatures, chosen, strict, checks, examples);
  }

  private Method method(String name, Overload overload) {
    return methods.getOrDefault(overload.methodName, List.of()).stream()
        .filter(method -> fits(method, overload))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    owner.getName()
                        + " has no method '"
                        + overload.methodName
                        + "' for "
                        + overload.parameters
                        + " of function '"
                        + name
                        + "'"));
  }

  private static boolean fits(Method method, Overload overload) {
    int first = FromApp.Parameters.countBeforeWritten(method);
    if (method.getParameterCount() - first != overload.parameters.size()) {
      return false;
    }
    for (int i = 0; i < overload.parameters.size(); i++) {
      Type type = TYPES.get(method.getParameterTypes()[first + i]);
      if (type == null || !isSameInJava(type, overload.parameters.get(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isSameInJava(Type a, Type b) {
    boolean isObject = PhysicalType.of(a) == PhysicalType.OBJECT;
    return isObject ? a.equals(b) : PhysicalType.of(a) == PhysicalType.of(b);
  }

  /**
   * Lets the function added last take times too: each overload that takes LONGs is repeated for
   * TIMESTAMP, DATE, TIME and INTERVAL.
   */
  public FunctionTable withTimes() {
    FunctionProvider.ScalarFunction function = functions.remove(functions.size() - 1);
    FunctionDescriptor descriptor = function.descriptor();
    List<Signature> signatures = new ArrayList<>(descriptor.signatures());
    List<Method> chosen = new ArrayList<>(function.methods());
    for (int i = 0; i < function.methods().size(); i++) {
      Signature signature = descriptor.signatures().get(i);
      if (!signature.parameters().contains(Type.LONG)) {
        continue;
      }
      for (Type time : List.of(Type.TIMESTAMP, Type.DATE, Type.TIME, Type.INTERVAL)) {
        signatures.add(
            new Signature(
                signature.parameters().stream().map(type -> timed(type, time)).toList(),
                signature.variadic(),
                timed(signature.returns(), time)));
        chosen.add(function.methods().get(i));
      }
    }
    functions.add(
        new FunctionProvider.ScalarFunction(
            descriptor.withSignatures(signatures),
            chosen,
            function.strict(),
            function.fallible(),
            function.checks()));
    return this;
  }

  /**
   * Adds the methods of another name to the overloads of the function added last, behind those that
   * it has.
   */
  public FunctionTable withOverloads(String methodName) {
    FunctionProvider.ScalarFunction function = functions.remove(functions.size() - 1);
    FunctionDescriptor descriptor = function.descriptor();
    List<Signature> signatures = new ArrayList<>(descriptor.signatures());
    List<Method> all = new ArrayList<>(function.methods());
    for (Method method : methods.getOrDefault(methodName, List.of())) {
      signatures.add(signature(descriptor.name(), method));
      all.add(method);
    }
    functions.add(
        new FunctionProvider.ScalarFunction(
            descriptor.withSignatures(signatures),
            all,
            strictness(descriptor.name(), all),
            function.fallible(),
            function.checks()));
    return this;
  }

  private static Type timed(Type type, Type time) {
    return type == Type.LONG ? time : type;
  }

  private static boolean hasArguments(Method method) {
    return method.getParameterCount() > FromApp.Parameters.countBeforeWritten(method);
  }

  private static boolean strictness(String name, List<Method> overloads) {
    // A method without arguments has no opinion about NULL.
    boolean strict =
        overloads.stream().filter(FunctionTable::hasArguments).allMatch(FunctionTable::isStrict);
    for (Method method : overloads) {
      if (hasArguments(method) && isStrict(method) != strict) {
        throw new IllegalArgumentException(
            "the overloads of function '"
                + name
                + "' treat NULL differently: "
                + overloads.get(0)
                + " and "
                + method);
      }
    }
    return strict;
  }

  private FunctionTable add(
      String name,
      List<String> aliases,
      String summary,
      List<Signature> signatures,
      List<Method> overloads,
      boolean strict,
      List<FunctionProvider.ConstantCheck> checks,
      String... examples) {
    List<Example> described = new ArrayList<>();
    for (int i = 0; i < examples.length; i += 2) {
      described.add(new Example(examples[i], examples[i + 1]));
    }
    functions.add(
        new FunctionProvider.ScalarFunction(
            new FunctionDescriptor(
                name,
                theme,
                aliases,
                signatures,
                !fallible && overloads.stream().noneMatch(FunctionTable::readsClock),
                strict ? NullRule.PROPAGATED : NullRule.VALUE,
                Availability.AVAILABLE,
                summary,
                described),
            overloads,
            strict,
            fallible,
            checks));
    return this;
  }

  /**
   * Lets the function added last take values of any type for its repeated parameter, a String: they
   * arrive as CAST to VARCHAR gives them.
   */
  public FunctionTable withAnyAsText() {
    FunctionProvider.ScalarFunction function = functions.remove(functions.size() - 1);
    FunctionDescriptor descriptor = function.descriptor();
    List<Signature> signatures = new ArrayList<>();
    for (Signature signature : descriptor.signatures()) {
      List<Type> parameters = new ArrayList<>(signature.parameters());
      parameters.set(parameters.size() - 1, Type.OBJECT);
      signatures.add(new Signature(parameters, signature.variadic(), signature.returns()));
    }
    functions.add(
        new FunctionProvider.ScalarFunction(
            descriptor.withSignatures(signatures),
            function.methods(),
            function.strict(),
            function.fallible(),
            function.checks()));
    return this;
  }

  /** Says that the function added last gives other results for equal arguments. */
  public FunctionTable withChance() {
    FunctionProvider.ScalarFunction function = functions.remove(functions.size() - 1);
    FunctionDescriptor descriptor = function.descriptor();
    functions.add(
        new FunctionProvider.ScalarFunction(
            new FunctionDescriptor(
                descriptor.name(),
                descriptor.theme(),
                descriptor.aliases(),
                descriptor.signatures(),
                false,
                descriptor.nullRule(),
                descriptor.availability(),
                descriptor.summary(),
                descriptor.examples()),
            function.methods(),
            function.strict(),
            function.fallible(),
            function.checks()));
    return this;
  }

  /**
   * Makes a demand on an argument of the function added last, where it is constant.
   *
   * @param argument which one, from 0
   * @param problem see {@link FunctionProvider.ConstantCheck}
   */
  public FunctionTable checking(int argument, Function<Object, @Nullable String> problem) {
    FunctionProvider.ScalarFunction function = functions.remove(functions.size() - 1);
    List<FunctionProvider.ConstantCheck> checks = new ArrayList<>(function.checks());
    checks.add(
        new FunctionProvider.ConstantCheck(FunctionProvider.ConstantCheck.ALL, argument, problem));
    functions.add(
        new FunctionProvider.ScalarFunction(
            function.descriptor(),
            function.methods(),
            function.strict(),
            function.fallible(),
            checks));
    return this;
  }

  /** The functions added so far. */
  public List<FunctionProvider.ScalarFunction> functions() {
    return List.copyOf(functions);
  }

  private static boolean readsClock(Method method) {
    return FromApp.Parameters.of(method).contains(FromApp.Fact.CLOCK);
  }

  private static boolean isStrict(Method method) {
    for (int i = FromApp.Parameters.countBeforeWritten(method);
        i < method.getParameterCount();
        i++) {
      Class<?> type = element(method, i);
      boolean isBox =
          !type.isPrimitive()
              && type != String.class
              && type != BigDecimal.class
              && type != ByteString.class
              && type != Object.class;
      AnnotatedType annotated = method.getAnnotatedParameterTypes()[i];
      if (method.isVarArgs() && annotated instanceof AnnotatedArrayType array) {
        annotated = array.getAnnotatedGenericComponentType();
      }
      if (isBox
          || isNullable(annotated.getAnnotations())
          || isNullable(method.getParameterAnnotations()[i])) {
        return false;
      }
    }
    return true;
  }

  private static boolean isNullable(Annotation[] annotations) {
    return Arrays.stream(annotations)
        .anyMatch(annotation -> annotation.annotationType().getSimpleName().equals("Nullable"));
  }

  private static Signature signature(String name, Method method) {
    List<Type> parameters = new ArrayList<>();
    for (int i = FromApp.Parameters.countBeforeWritten(method);
        i < method.getParameterCount();
        i++) {
      parameters.add(type(name, method, element(method, i)));
    }
    return new Signature(
        parameters, method.isVarArgs(), type(name, method, method.getReturnType()));
  }

  /** The type of a parameter; of a variadic one the type of its elements. */
  private static Class<?> element(Method method, int parameter) {
    Class<?> type = method.getParameterTypes()[parameter];
    boolean isLast = parameter == method.getParameterCount() - 1;
    return isLast && method.isVarArgs() ? type.getComponentType() : type;
  }

  private static Type type(String name, Method method, Class<?> type) {
    Type found = TYPES.get(type);
    if (found == null) {
      throw new IllegalArgumentException(
          "method "
              + method.getDeclaringClass().getSimpleName()
              + "."
              + method.getName()
              + " cannot be the function '"
              + name.toLowerCase(Locale.ROOT)
              + "': no SQL type stands for "
              + type.getSimpleName()
              + "; use boolean, int, long, float, double, their boxes, String or BigDecimal");
    }
    return found;
  }

  private static Map<Class<?>, Type> types() {
    Map<Class<?>, Type> types = new LinkedHashMap<>();
    types.put(boolean.class, Type.BOOL);
    types.put(Boolean.class, Type.BOOL);
    types.put(int.class, Type.INT);
    types.put(Integer.class, Type.INT);
    types.put(long.class, Type.LONG);
    types.put(Long.class, Type.LONG);
    types.put(float.class, Type.FLOAT);
    types.put(Float.class, Type.FLOAT);
    types.put(double.class, Type.DOUBLE);
    types.put(Double.class, Type.DOUBLE);
    types.put(String.class, Type.STRING);
    types.put(BigDecimal.class, Type.DECIMAL);
    types.put(ByteString.class, Type.BINARY);
    types.put(Object.class, Type.OBJECT);
    return types;
  }

  /** Fewer parameters first, then narrower ones. */
  private static int compareWidth(Method a, Method b) {
    int byCount = Integer.compare(a.getParameterCount(), b.getParameterCount());
    for (int i = 0; byCount == 0 && i < a.getParameterCount(); i++) {
      int byType = Integer.compare(width(element(a, i)), width(element(b, i)));
      if (byType != 0) {
        return byType;
      }
    }
    return byCount;
  }

  /** Position in the order in which narrow types come before wide ones. */
  private static int width(Class<?> type) {
    Type sql = TYPES.get(type);
    return sql == null ? Integer.MAX_VALUE : WIDTHS.indexOf(sql);
  }
}
