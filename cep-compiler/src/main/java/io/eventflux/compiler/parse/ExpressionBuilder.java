package io.eventflux.compiler.parse;

import io.eventflux.grammar.EventFluxQLParser;
import io.eventflux.grammar.EventFluxQLParser.AdditiveContext;
import io.eventflux.grammar.EventFluxQLParser.ArgumentContext;
import io.eventflux.grammar.EventFluxQLParser.ArgumentsContext;
import io.eventflux.grammar.EventFluxQLParser.CaseBranchContext;
import io.eventflux.grammar.EventFluxQLParser.CaseExpressionContext;
import io.eventflux.grammar.EventFluxQLParser.ConditionContext;
import io.eventflux.grammar.EventFluxQLParser.ConjunctionContext;
import io.eventflux.grammar.EventFluxQLParser.ExpressionContext;
import io.eventflux.grammar.EventFluxQLParser.FrameBoundContext;
import io.eventflux.grammar.EventFluxQLParser.FrameContext;
import io.eventflux.grammar.EventFluxQLParser.FunctionCallContext;
import io.eventflux.grammar.EventFluxQLParser.JsonClauseContext;
import io.eventflux.grammar.EventFluxQLParser.MultiplicativeContext;
import io.eventflux.grammar.EventFluxQLParser.NegationContext;
import io.eventflux.grammar.EventFluxQLParser.OverSpecContext;
import io.eventflux.grammar.EventFluxQLParser.PostfixContext;
import io.eventflux.grammar.EventFluxQLParser.PredicateContext;
import io.eventflux.grammar.EventFluxQLParser.PredicateTailContext;
import io.eventflux.grammar.EventFluxQLParser.PrimaryContext;
import io.eventflux.grammar.EventFluxQLParser.RowContext;
import io.eventflux.grammar.EventFluxQLParser.SelectQueryContext;
import io.eventflux.grammar.EventFluxQLParser.SortItemContext;
import io.eventflux.grammar.EventFluxQLParser.SpecialFunctionContext;
import io.eventflux.grammar.EventFluxQLParser.SuffixContext;
import io.eventflux.grammar.EventFluxQLParser.UnaryContext;
import io.eventflux.query.ast.Argument;
import io.eventflux.query.ast.Expression;
import io.eventflux.query.ast.Literal;
import io.eventflux.query.ast.Name;
import io.eventflux.query.ast.OverWindow;
import io.eventflux.query.ast.Row;
import io.eventflux.query.ast.SelectQuery;
import io.eventflux.query.ast.SortItem;
import io.eventflux.query.ast.StreamName;
import io.eventflux.query.ast.TypeName;
import io.eventflux.query.diagnostic.DiagnosticCode;
import io.eventflux.query.text.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.tree.TerminalNode;
import org.jspecify.annotations.Nullable;

/**
 * Builds expressions. Recurses once per pair of brackets; chains are loops.
 *
 * <p>Counts the nodes of a text and refuses more than {@link Limits#EXPRESSION_COUNT_MAX}.
 */
final class ExpressionBuilder {
  private static final Pattern TYPE_TEXT =
      Pattern.compile(
          "\\s*(\\w+)(?:\\s+precision)?\\s*(?:\\(\\s*(\\d{1,9})\\s*(?:,\\s*(\\d{1,9})\\s*)?\\))?\\s*",
          Pattern.CASE_INSENSITIVE);

  private final Places places;
  private final LiteralReader literals;
  private final TypeBuilder types;
  private final Function<SelectQueryContext, SelectQuery> queries;
  private int nodeCount;
  private int suffixDepth;

  ExpressionBuilder(
      Places places,
      LiteralReader literals,
      TypeBuilder types,
      Function<SelectQueryContext, SelectQuery> queries) {
    this.places = places;
    this.literals = literals;
    this.types = types;
    this.queries = queries;
  }

  Expression condition(ConditionContext tree) {
    return expression(tree.expression());
  }

  Expression expression(ExpressionContext tree) {
    return build(tree);
  }

  /**
   * Builds the expression of any tree between {@code expression} and {@code postfix}. Most levels
   * of the grammar have nothing to say; they are skipped in a loop, so that a pair of brackets
   * costs the stack little.
   */
  private Expression build(ParserRuleContext tree) {
    ParserRuleContext level = tree;
    while (level.getChildCount() == 1
        && !(level instanceof PostfixContext)
        && level.getChild(0) instanceof ParserRuleContext only) {
      level = only;
    }
    if (level instanceof ExpressionContext or) {
      return logical(Expression.LogicalOperator.OR, or.conjunction(), or);
    }
    if (level instanceof ConjunctionContext and) {
      return logical(Expression.LogicalOperator.AND, and.negation(), and);
    }
    if (level instanceof NegationContext not) {
      return node(new Expression.Not(build(not.predicate()), places.span(not)));
    }
    if (level instanceof PredicateContext predicate) {
      return predicate(predicate);
    }
    if (level instanceof AdditiveContext sum) {
      return chain(sum.multiplicative(), sum);
    }
    if (level instanceof MultiplicativeContext product) {
      return chain(product.unary(), product);
    }
    return level instanceof UnaryContext sign ? sign(sign) : postfix((PostfixContext) level);
  }

  List<Expression> expressions(List<ExpressionContext> trees) {
    List<Expression> expressions = new ArrayList<>(trees.size());
    for (ExpressionContext tree : trees) {
      expressions.add(expression(tree));
    }
    return expressions;
  }

  private Expression logical(
      Expression.LogicalOperator operator,
      List<? extends ParserRuleContext> trees,
      ParserRuleContext whole) {
    List<Expression> operands = new ArrayList<>(trees.size());
    for (ParserRuleContext operand : trees) {
      operands.add(build(operand));
    }
    return node(new Expression.Logical(operator, operands, places.span(whole)));
  }

  private Expression predicate(PredicateContext tree) {
    if (tree.selectQuery() != null) {
      return node(new Expression.Exists(queries.apply(tree.selectQuery()), places.span(tree)));
    }
    return node(tail(build(tree.additive()), tree.predicateTail(), places.span(tree)));
  }

  private Expression tail(Expression value, PredicateTailContext tree, Span span) {
    boolean isNegated = tree.NOT() != null;
    if (tree.BETWEEN() != null) {
      return new Expression.Between(
          value, build(tree.additive(0)), build(tree.additive(1)), isNegated, span);
    }
    if (tree.LIKE() != null) {
      String escape = tree.string() == null ? null : Places.content(tree.string().getStart());
      return new Expression.Like(value, build(tree.additive(0)), escape, isNegated, span);
    }
    if (tree.SIMILAR() != null) {
      return new Expression.SimilarTo(value, build(tree.additive(0)), isNegated, span);
    }
    if (tree.IN() != null) {
      if (tree.selectQuery() != null) {
        return new Expression.InQuery(value, queries.apply(tree.selectQuery()), isNegated, span);
      }
      if (tree.sourceName() != null) {
        return new Expression.InTable(value, places.name(tree.sourceName()), isNegated, span);
      }
      return new Expression.InList(value, expressions(tree.expression()), isNegated, span);
    }
    if (tree.IS() != null) {
      if (tree.DISTINCT() != null) {
        return new Expression.DistinctFrom(value, build(tree.additive(0)), isNegated, span);
      }
      return new Expression.IsTest(value, test(tree.getStop()), isNegated, span);
    }
    Token operator = tree.getStart();
    return new Expression.Comparison(
        comparison(operator), places.span(operator), value, build(tree.additive(0)), span);
  }

  private static Expression.Test test(Token word) {
    return switch (word.getType()) {
      case EventFluxQLParser.NULL -> Expression.Test.NULL;
      case EventFluxQLParser.TRUE -> Expression.Test.TRUE;
      case EventFluxQLParser.FALSE -> Expression.Test.FALSE;
      case EventFluxQLParser.UNKNOWN -> Expression.Test.UNKNOWN;
      default -> Expression.Test.JSON;
    };
  }

  private static Expression.ComparisonOperator comparison(Token operator) {
    return switch (operator.getType()) {
      case EventFluxQLParser.EQUAL -> Expression.ComparisonOperator.EQUAL;
      case EventFluxQLParser.NOT_EQUAL -> Expression.ComparisonOperator.NOT_EQUAL;
      case EventFluxQLParser.LESS -> Expression.ComparisonOperator.LESS;
      case EventFluxQLParser.LESS_OR_EQUAL -> Expression.ComparisonOperator.LESS_OR_EQUAL;
      case EventFluxQLParser.GREATER -> Expression.ComparisonOperator.GREATER;
      default -> Expression.ComparisonOperator.GREATER_OR_EQUAL;
    };
  }

  /** Operands and the operators between them are the children of the tree in turn. */
  private Expression chain(List<? extends ParserRuleContext> operands, ParserRuleContext tree) {
    Expression first = build(operands.get(0));
    List<Expression.Term> rest = new ArrayList<>(operands.size() - 1);
    for (int i = 1; i < operands.size(); i++) {
      Token operator = ((TerminalNode) tree.getChild(2 * i - 1)).getSymbol();
      rest.add(term(operator, build(operands.get(i))));
    }
    return node(new Expression.Arithmetic(first, rest, places.span(tree)));
  }

  private Expression.Term term(Token operator, Expression operand) {
    count(places.span(operator));
    Expression.ArithmeticOperator meaning =
        switch (operator.getType()) {
          case EventFluxQLParser.PLUS -> Expression.ArithmeticOperator.ADD;
          case EventFluxQLParser.MINUS -> Expression.ArithmeticOperator.SUBTRACT;
          case EventFluxQLParser.CONCAT -> Expression.ArithmeticOperator.CONCAT;
          case EventFluxQLParser.STAR -> Expression.ArithmeticOperator.MULTIPLY;
          case EventFluxQLParser.SLASH -> Expression.ArithmeticOperator.DIVIDE;
          default -> Expression.ArithmeticOperator.MODULO;
        };
    return new Expression.Term(meaning, places.span(operator), operand);
  }

  private Expression sign(UnaryContext tree) {
    boolean isNegative = tree.MINUS() != null;
    Span span = places.span(tree);
    PostfixContext postfix = tree.postfix();
    boolean isNumber =
        postfix.suffix().isEmpty()
            && postfix.primary().constant() != null
            && postfix.primary().constant().number() != null;
    if (isNumber) {
      return node(literals.number(postfix.primary().constant().number(), isNegative, span));
    }
    return node(new Expression.Sign(isNegative, postfix(postfix), span));
  }

  private Expression postfix(PostfixContext tree) {
    List<SuffixContext> suffixes = tree.suffix();
    // Every suffix is a level of the tree, also around a base in parentheses with suffixes of its
    // own.
    suffixDepth += suffixes.size();
    try {
      if (suffixDepth > Limits.DEPTH_MAX) {
        throw new StatementRefused(
            DiagnosticCode.TOO_COMPLEX,
            places.span(tree),
            "more than " + Limits.DEPTH_MAX + " dots and indexes follow one value");
      }
      return withSuffixes(tree, suffixes);
    } finally {
      // Also when the statement is refused: the next one starts from nothing.
      suffixDepth -= suffixes.size();
    }
  }

  private Expression withSuffixes(PostfixContext tree, List<SuffixContext> suffixes) {
    boolean isName = tree.primary().bareName() != null;
    if (!isName) {
      return suffixed(primary(tree.primary()), suffixes, 0, tree);
    }
    StreamName head = head(tree.primary());
    if (!suffixes.isEmpty()) {
      return named(head, suffixes, tree);
    }
    if (head.kind() != StreamName.Kind.PLAIN) {
      throw new StatementRefused(
          DiagnosticCode.SYNTAX,
          head.span(),
          "'" + head + "' is a stream; expected: '.' and a column name");
    }
    return node(new Expression.ColumnReference(null, plain(head), head.span()));
  }

  /**
   * A name with something behind it: a qualified column, an indexed element, or an indexed value.
   */
  private Expression named(StreamName head, List<SuffixContext> suffixes, PostfixContext tree) {
    SuffixContext first = suffixes.get(0);
    if (first.DOT() != null) {
      return suffixed(column(head, null, first), suffixes, 1, tree);
    }
    Expression.ElementIndex index = elementIndex(first);
    boolean isColumn = suffixes.size() > 1 && suffixes.get(1).DOT() != null;
    if (index != null && isColumn) {
      return suffixed(column(head, index, suffixes.get(1)), suffixes, 2, tree);
    }
    if (index != null && index.fromLast()) {
      Span span = head.span().to(places.span(first));
      return suffixed(
          node(new Expression.ElementReference(plain(head), index, span)), suffixes, 1, tree);
    }
    Expression base = node(new Expression.ColumnReference(null, plain(head), head.span()));
    return suffixed(base, suffixes, 0, tree);
  }

  private Expression column(
      StreamName head, Expression.@Nullable ElementIndex index, SuffixContext dot) {
    Name name = places.name(dot.anyName());
    Span qualifierSpan = index == null ? head.span() : head.span().to(index.span());
    Expression.Qualifier qualifier = new Expression.Qualifier(head, index, qualifierSpan);
    return node(new Expression.ColumnReference(qualifier, name, head.span().to(name.span())));
  }

  /** The index if it is constant or counts from the end, null if it is any other expression. */
  private Expression.@Nullable ElementIndex elementIndex(SuffixContext tree) {
    Span span = places.span(tree);
    if (tree.LAST() != null) {
      int offset = tree.INTEGER() == null ? 0 : literals.count(tree.INTEGER().getSymbol());
      return new Expression.ElementIndex(true, offset, span);
    }
    Token only = tree.expression().getStart();
    boolean isConstant =
        only == tree.expression().getStop()
            && only.getType() == EventFluxQLParser.INTEGER
            && literals.fitsInt(only);
    return isConstant ? new Expression.ElementIndex(false, literals.count(only), span) : null;
  }

  private Expression suffixed(
      Expression base, List<SuffixContext> suffixes, int from, PostfixContext tree) {
    Expression value = base;
    for (SuffixContext suffix : suffixes.subList(from, suffixes.size())) {
      Span span = places.span(tree.primary(), suffix);
      if (suffix.DOT() != null) {
        value = node(new Expression.FieldAccess(value, places.name(suffix.anyName()), span));
      } else if (suffix.LAST() != null) {
        int offset = suffix.INTEGER() == null ? 0 : literals.count(suffix.INTEGER().getSymbol());
        value = node(new Expression.SubscriptFromLast(value, offset, span));
      } else {
        value = node(new Expression.Subscript(value, expression(suffix.expression()), span));
      }
    }
    return value;
  }

  private StreamName head(PrimaryContext tree) {
    StreamName.Kind kind =
        tree.HASH() != null
            ? StreamName.Kind.INNER
            : tree.BANG() != null ? StreamName.Kind.FAULT : StreamName.Kind.PLAIN;
    return new StreamName(kind, Places.identifier(tree.bareName().getStart()), places.span(tree));
  }

  private static Name plain(StreamName head) {
    return new Name(head.name(), head.span());
  }

  private Expression primary(PrimaryContext tree) {
    Span span = places.span(tree);
    if (tree.constant() != null) {
      return node(literals.constant(tree.constant()));
    }
    if (tree.caseExpression() != null) {
      return conditional(tree.caseExpression());
    }
    if (tree.functionCall() != null) {
      return call(tree.functionCall());
    }
    if (tree.specialFunction() != null) {
      return node(special(tree.specialFunction()));
    }
    if (tree.selectQuery() != null) {
      return node(new Expression.SubQuery(queries.apply(tree.selectQuery()), span));
    }
    if (tree.type() != null) {
      return node(
          new Expression.Cast(expression(tree.expression(0)), types.type(tree.type()), span));
    }
    if (tree.ROW() != null) {
      return node(new Expression.RowConstructor(row(tree.row()).values(), span));
    }
    if (tree.ARRAY() != null) {
      return node(new Expression.ArrayConstructor(expressions(tree.expression()), span));
    }
    if (tree.MAP() != null) {
      return node(new Expression.MapConstructor(expressions(tree.expression()), span));
    }
    return expression(tree.expression(0));
  }

  Row row(RowContext tree) {
    return new Row(expressions(tree.expression()), places.span(tree));
  }

  List<Row> rows(List<RowContext> trees) {
    List<Row> rows = new ArrayList<>(trees.size());
    for (RowContext tree : trees) {
      rows.add(row(tree));
    }
    return rows;
  }

  List<SortItem> sortItems(List<SortItemContext> trees) {
    List<SortItem> items = new ArrayList<>(trees.size());
    for (SortItemContext tree : trees) {
      items.add(
          new SortItem(
              expression(tree.expression()),
              tree.DESC() != null,
              tree.FIRST() != null,
              places.span(tree)));
    }
    return items;
  }

  private Expression conditional(CaseExpressionContext tree) {
    // The operand comes before all branches, the ELSE behind them.
    boolean hasElse = tree.ELSE() != null;
    boolean hasOperand = tree.expression().size() > (hasElse ? 1 : 0);
    Expression operand = hasOperand ? expression(tree.expression(0)) : null;
    List<Expression.When> branches = new ArrayList<>();
    for (CaseBranchContext branch : tree.caseBranch()) {
      branches.add(
          new Expression.When(
              expression(branch.expression(0)),
              expression(branch.expression(1)),
              places.span(branch)));
    }
    Expression otherwise =
        hasElse ? expression(tree.expression(tree.expression().size() - 1)) : null;
    return node(new Expression.Case(operand, branches, otherwise, places.span(tree)));
  }

  private Expression call(FunctionCallContext tree) {
    boolean hasNamespace = tree.COLON() != null || tree.DOT() != null;
    Name namespace = hasNamespace ? places.name(tree.bareName(0)) : null;
    Name name =
        tree.namespacedName() != null
            ? places.name(tree.namespacedName())
            : places.name(tree.functionName());
    ArgumentsContext given = tree.arguments();
    List<Argument> arguments = arguments(given);
    Expression filter = tree.condition() == null ? null : condition(tree.condition());
    Span span = places.span(tree);
    boolean isStar = given.STAR() != null && given.bareName() == null;
    boolean isDistinct = given.DISTINCT() != null;
    Expression.MatchRows matchRows =
        tree.RUNNING() != null
            ? Expression.MatchRows.RUNNING
            : tree.FINAL() != null ? Expression.MatchRows.FINAL : Expression.MatchRows.DEFAULT;
    boolean ignoresNulls = tree.IGNORE() != null;
    Expression.FunctionCall call =
        new Expression.FunctionCall(
            matchRows, namespace, name, isDistinct, isStar, arguments, filter, ignoresNulls, span);
    if (tree.OVER() != null) {
      return over(node(call), tree, span);
    }
    Expression cast = castOf(call);
    return node(cast == null ? call : cast);
  }

  private Expression over(Expression.FunctionCall call, FunctionCallContext tree, Span span) {
    if (tree.overSpec() != null) {
      return node(new Expression.Over(call, null, window(tree.overSpec()), span));
    }
    Name name = places.name(tree.bareName(tree.bareName().size() - 1));
    return node(new Expression.Over(call, name, null, span));
  }

  /** {@code (PARTITION BY .. ORDER BY .. ROWS ..)}. */
  OverWindow window(OverSpecContext tree) {
    return new OverWindow(
        expressions(tree.expression()),
        sortItems(tree.sortItem()),
        tree.frame() == null ? null : frame(tree.frame()),
        places.span(tree));
  }

  private OverWindow.Frame frame(FrameContext tree) {
    OverWindow.FrameUnit unit =
        tree.ROWS() != null ? OverWindow.FrameUnit.ROWS : OverWindow.FrameUnit.RANGE;
    Span span = places.span(tree);
    OverWindow.Bound start = bound(tree.frameBound(0));
    OverWindow.Bound end =
        tree.frameBound().size() > 1
            ? bound(tree.frameBound(1))
            : new OverWindow.Bound(
                OverWindow.BoundKind.CURRENT_ROW, null, new Span(span.end(), span.end()));
    return new OverWindow.Frame(unit, start, end, span);
  }

  private OverWindow.Bound bound(FrameBoundContext tree) {
    Span span = places.span(tree);
    if (tree.CURRENT() != null) {
      return new OverWindow.Bound(OverWindow.BoundKind.CURRENT_ROW, null, span);
    }
    boolean isBefore = tree.PRECEDING() != null;
    if (tree.UNBOUNDED() != null) {
      return new OverWindow.Bound(
          isBefore
              ? OverWindow.BoundKind.UNBOUNDED_PRECEDING
              : OverWindow.BoundKind.UNBOUNDED_FOLLOWING,
          null,
          span);
    }
    return new OverWindow.Bound(
        isBefore ? OverWindow.BoundKind.PRECEDING : OverWindow.BoundKind.FOLLOWING,
        literals.duration(tree.duration()),
        span);
  }

  /**
   * {@code cast(x, 'int')} and {@code convert(x, 'int')} with a constant type, null for anything
   * else.
   */
  private static @Nullable Expression castOf(Expression.FunctionCall call) {
    boolean isCast =
        call.namespace() == null
            && (call.name().is("cast") || call.name().is("convert"))
            && call.arguments().size() == 2
            && !call.distinct()
            && !call.ignoresNulls()
            && call.matchRows() == Expression.MatchRows.DEFAULT
            && call.filter() == null;
    if (!isCast || !(call.arguments().get(1).value() instanceof Literal.StringLiteral type)) {
      return null;
    }
    Matcher text = TYPE_TEXT.matcher(type.value());
    if (!text.matches()) {
      return null;
    }
    List<Integer> parameters = new ArrayList<>();
    for (int group = 2; group <= 3; group++) {
      if (text.group(group) != null) {
        parameters.add(Integer.parseInt(text.group(group)));
      }
    }
    TypeName name =
        new TypeName.Simple(new Name(text.group(1), type.span()), parameters, type.span());
    return new Expression.Cast(call.arguments().get(0).value(), name, call.span());
  }

  /** The arguments of a call; a lone star gives none. */
  List<Argument> arguments(@Nullable ArgumentsContext tree) {
    if (tree == null) {
      return List.of();
    }
    if (tree.bareName() != null) {
      Span span = places.span(tree.bareName(), tree.STAR());
      Expression all = node(new Expression.AllColumns(places.name(tree.bareName()), span));
      return List.of(new Argument(null, all, span));
    }
    List<Argument> arguments = new ArrayList<>();
    for (ArgumentContext argument : tree.argument()) {
      arguments.add(argument(argument));
    }
    return arguments;
  }

  Argument argument(ArgumentContext tree) {
    Name name = tree.anyWord() == null ? null : places.name(tree.anyWord());
    return new Argument(name, expression(tree.expression()), places.span(tree));
  }

  private Expression special(SpecialFunctionContext tree) {
    Token word = tree.getStart();
    Span span = places.span(tree);
    switch (word.getType()) {
      case EventFluxQLParser.EXTRACT -> {
        return call(
            word, word.getText(), span, unit(tree.bareName()), expression(tree.expression(0)));
      }
      case EventFluxQLParser.FLOOR, EventFluxQLParser.CEIL, EventFluxQLParser.CEILING -> {
        return call(
            word, word.getText(), span, expression(tree.expression(0)), unit(tree.bareName()));
      }
      case EventFluxQLParser.TRIM -> {
        String name =
            tree.LEADING() != null ? "ltrim" : tree.TRAILING() != null ? "rtrim" : word.getText();
        Expression text = expression(tree.expression(0));
        return tree.additive().isEmpty()
            ? call(word, name, span, text)
            : call(word, name, span, text, build(tree.additive(0)));
      }
      case EventFluxQLParser.SUBSTRING -> {
        return call(
            word, word.getText(), span, expressions(tree.expression()).toArray(Expression[]::new));
      }
      case EventFluxQLParser.POSITION -> {
        return call(word, word.getText(), span, build(tree.additive(0)), build(tree.additive(1)));
      }
      case EventFluxQLParser.JSON_OBJECT -> {
        return call(
            word, word.getText(), span, expressions(tree.expression()).toArray(Expression[]::new));
      }
      default -> {
        return json(tree, word, span);
      }
    }
  }

  private Expression json(SpecialFunctionContext tree, Token word, Span span) {
    Expression.JsonKind kind =
        switch (word.getType()) {
          case EventFluxQLParser.JSON_VALUE -> Expression.JsonKind.VALUE;
          case EventFluxQLParser.JSON_QUERY -> Expression.JsonKind.QUERY;
          default -> Expression.JsonKind.EXISTS;
        };
    Expression text = expression(tree.expression(0));
    Expression path = expression(tree.expression(1));
    TypeName returning = null;
    Expression.JsonFallback onEmpty = null;
    Expression.JsonFallback onError = null;
    for (JsonClauseContext clause : tree.jsonClause()) {
      Object before;
      if (clause.type() != null) {
        before = returning;
        returning = types.type(clause.type());
      } else if (clause.EMPTY() != null) {
        before = onEmpty;
        onEmpty = fallback(clause);
      } else {
        before = onError;
        onError = fallback(clause);
      }
      if (before != null) {
        throw new StatementRefused(
            DiagnosticCode.DUPLICATE_CLAUSE,
            places.span(clause),
            "the clause stands twice in this function");
      }
    }
    return new Expression.JsonFunction(kind, text, path, returning, onEmpty, onError, span);
  }

  /** {@code ERROR} is both an answer and an event; the answer comes first. */
  private Expression.JsonFallback fallback(JsonClauseContext tree) {
    Expression.JsonFallbackKind kind =
        switch (tree.getStart().getType()) {
          case EventFluxQLParser.NULL -> Expression.JsonFallbackKind.NULL;
          case EventFluxQLParser.ERROR -> Expression.JsonFallbackKind.ERROR;
          default -> Expression.JsonFallbackKind.DEFAULT;
        };
    Expression value = tree.expression() == null ? null : expression(tree.expression());
    return new Expression.JsonFallback(kind, value, places.span(tree));
  }

  private Expression unit(ParserRuleContext tree) {
    return node(new Literal.StringLiteral(Places.identifier(tree.getStart()), places.span(tree)));
  }

  private Expression call(Token word, String name, Span span, Expression... values) {
    List<Argument> arguments = new ArrayList<>();
    for (Expression value : values) {
      arguments.add(new Argument(null, value, value.span()));
    }
    return new Expression.FunctionCall(
        Expression.MatchRows.DEFAULT,
        null,
        new Name(name, places.span(word)),
        false,
        false,
        arguments,
        null,
        false,
        span);
  }

  private <T extends Expression> T node(T expression) {
    count(expression.span());
    return expression;
  }

  private void count(Span span) {
    if (++nodeCount > Limits.EXPRESSION_COUNT_MAX) {
      throw new StatementRefused(
          DiagnosticCode.TOO_COMPLEX,
          span,
          "the text has more than " + Limits.EXPRESSION_COUNT_MAX + " expression nodes");
    }
  }
}
