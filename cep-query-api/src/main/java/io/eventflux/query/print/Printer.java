package io.eventflux.query.print;

import io.eventflux.query.ast.Annotation;
import io.eventflux.query.ast.App;
import io.eventflux.query.ast.Dialect;
import io.eventflux.query.ast.Expression;
import io.eventflux.query.ast.OnDemandQuery;
import io.eventflux.query.ast.Statement;
import io.eventflux.query.ast.TypeName;

/**
 * Writes trees as canonical text: keywords in capitals, one clause a line, definitions in the SQL
 * form, queries in the order of their dialect. Reading the text gives an equal tree. Pure
 * functions.
 */
public final class Printer {
  private Printer() {}

  /**
   * Writes an app.
   *
   * @param app the tree, without statements that were refused
   * @return its statements, each with a semicolon and a line break
   * @throws IllegalArgumentException if a statement was refused and has no tree
   */
  public static String print(App app) {
    StringBuilder text = new StringBuilder(StatementPrinter.annotations(app.annotations()));
    for (Statement statement : app.statements()) {
      text.append(StatementPrinter.print(statement)).append(";\n");
    }
    return escaped(text.toString());
  }

  /**
   * Writes a statement.
   *
   * @param statement the tree
   * @return its text, without semicolon
   * @throws IllegalArgumentException if the statement was refused and has no tree
   */
  public static String print(Statement statement) {
    return escaped(StatementPrinter.print(statement));
  }

  /**
   * Writes a statement with its definition in one of the two forms: {@code CREATE STREAM} or {@code
   * DEFINE STREAM}. What has no classic form ({@code CREATE OR REPLACE}) is written in the other. A
   * query is written in the order of its own dialect.
   *
   * @param statement the tree
   * @param definitions the form of a definition
   * @return its text, without semicolon
   * @throws IllegalArgumentException if the statement was refused and has no tree
   */
  public static String print(Statement statement, Dialect definitions) {
    return escaped(StatementPrinter.print(statement, definitions));
  }

  /**
   * Writes an annotation.
   *
   * @param annotation the tree
   * @return its text
   */
  public static String print(Annotation annotation) {
    return escaped(StatementPrinter.annotation(annotation));
  }

  /**
   * Writes an on-demand query.
   *
   * @param query the tree
   * @return its text, without semicolon
   * @throws IllegalArgumentException if it holds a statement that was refused and has no tree
   */
  public static String print(OnDemandQuery query) {
    return escaped(StatementPrinter.print(query));
  }

  /**
   * Writes an expression.
   *
   * @param expression the tree
   * @return its text on one line, unless a constant has line breaks
   */
  public static String print(Expression expression) {
    return escaped(ExpressionPrinter.print(expression));
  }

  /**
   * Writes a type as it is said in a definition.
   *
   * @param type the tree
   * @return its text
   */
  public static String print(TypeName type) {
    return escaped(TypePrinter.print(type));
  }

  /** A reader would replace variables; what was read has none left. */
  private static String escaped(String text) {
    return text.replace("${", "$${");
  }
}
