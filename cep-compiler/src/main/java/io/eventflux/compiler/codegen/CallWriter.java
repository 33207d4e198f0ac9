package io.eventflux.compiler.codegen;

import io.eventflux.core.function.CallMemory;
import io.eventflux.core.plan.FunctionBinding;
import io.eventflux.core.plan.PlanExpr;
import io.eventflux.query.type.Type;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;

/** Writes calls of static Java methods as {@link FunctionBinding} describes them. */
final class CallWriter {
  private final MethodText method;

  CallWriter(MethodText method) {
    this.method = method;
  }

  /** Calls the function with {@code arguments}, which are cheap to repeat. */
  Operand call(PlanExpr.FunctionCall expression, List<Operand> arguments) {
    FunctionBinding binding = expression.binding();
    Method target = binding.method();
    int memoryCount = CallMemory.count(target);
    Class<?>[] declared = target.getParameterTypes();
    Class<?>[] parameters = Arrays.copyOfRange(declared, memoryCount, declared.length);
    boolean isVariadic = isVariadic(binding);
    int fixedCount = isVariadic ? parameters.length - 1 : parameters.length;

    String isNull = "false";
    StringBuilder call = new StringBuilder(method.kernel().nameOf(target)).append('(');
    if (memoryCount > 0) {
      String type = method.kernel().nameOf(declared[0]);
      String memory = method.kernel().newName("m");
      method.kernel().field("private final " + type + " " + memory + " = new " + type + "()");
      call.append(memory).append(parameters.length > 0 ? ", " : "");
    }
    for (int i = 0; i < arguments.size(); i++) {
      boolean isRepeated = i >= fixedCount;
      Class<?> parameter = isRepeated ? parameters[fixedCount].getComponentType() : parameters[i];
      Operand argument = arguments.get(i);
      if (binding.strict() || parameter.isPrimitive()) {
        isNull = Logic.or(isNull, argument.isNull());
        argument = new Operand("false", argument.value(), argument.total());
      }
      if (i > 0) {
        call.append(", ");
      }
      if (i == fixedCount && isVariadic) {
        call.append("new ").append(method.kernel().nameOf(parameter)).append("[] {");
      }
      JavaType type = JavaType.of(expression.arguments().get(i).type());
      call.append(passed(argument, type, parameter));
    }
    if (isVariadic && arguments.size() == fixedCount) {
      String element = method.kernel().nameOf(parameters[fixedCount].getComponentType());
      call.append(fixedCount > 0 ? ", " : "").append("new ").append(element).append("[] {");
    }
    call.append(isVariadic ? "})" : ")");
    return result(expression, target, isNull, call.toString());
  }

  /** Whether the last parameter is an array of arguments, and not the bytes of one BINARY. */
  private static boolean isVariadic(FunctionBinding binding) {
    Class<?>[] parameters = binding.method().getParameterTypes();
    if (parameters.length == 0 || !parameters[parameters.length - 1].isArray()) {
      return false;
    }
    List<Type> types = binding.parameters();
    return types.get(types.size() - 1) != Type.BINARY
        || parameters[parameters.length - 1] == byte[][].class;
  }

  private static String passed(Operand argument, JavaType type, Class<?> parameter) {
    if (parameter.isPrimitive()) {
      return argument.value();
    }
    if (argument.value().equals("null")) {
      // Without its type, Java could not choose among overloads.
      return "(" + type.box() + ") null";
    }
    Operand boxed = new Operand(argument.isNull(), type.boxed(argument.value()), argument.total());
    return boxed.valueOr("(" + type.box() + ") null");
  }

  /** The call is a statement of its own, so that it happens once and only where it should. */
  private Operand result(
      PlanExpr.FunctionCall expression, Method target, String isNull, String call) {
    JavaType type = JavaType.of(expression.type());
    boolean isPrimitive = target.getReturnType().isPrimitive();
    String word = isPrimitive || type.isReference() ? type.word() : type.box();
    String zero = isPrimitive ? type.zero() : "null";
    boolean needsCast = !isPrimitive && target.getReturnType() == Object.class;
    String typedCall = needsCast ? "(" + type.box() + ") " + call : call;

    CodeText code = method.code();
    String name = method.kernel().newName(isPrimitive || type.isReference() ? "t" : "x");
    boolean isAlwaysCalled = isNull.equals("false");
    if (isAlwaysCalled && !expression.binding().fallible()) {
      code.line(word + " " + name + " = " + typedCall + ";");
    } else {
      code.line(word + " " + name + " = " + zero + ";");
      if (!isAlwaysCalled) {
        code.open(Logic.ifTrue(Logic.not(isNull)));
      }
      if (expression.binding().fallible()) {
        String functionName =
            method.kernel().constant(expression, expression.binding().name(), JavaType.STRING);
        code.line("this." + method.kernel().called() + " = this." + functionName + ";");
      }
      code.line(name + " = " + typedCall + ";");
      if (!isAlwaysCalled) {
        code.close();
      }
    }
    if (isPrimitive) {
      return new Operand(isNull, name, true);
    }
    String isMissing = "(" + name + " == null)";
    if (type.isReference()) {
      return new Operand(isMissing, name, true);
    }
    String value =
        method.variable(
            "t", type.word(), isMissing + " ? " + type.zero() + " : " + type.unboxed(name));
    return new Operand(isMissing, value, true);
  }
}
